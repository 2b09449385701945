"""The small program the importer's tests read, and one call that imports it."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from milestones.models import Milestone
from milestones.services import milestone as milestones
from pm.actor import Actor, Source, system
from pm.exchange.apply import Applied
from pm.exchange.apply_import import Prepared, carry_out, prepare
from pm.exchange.plan import ImportContext
from pm.exchange.source import open_source
from pm.models import Program
from tests.factories.actors import NOW, actor

SAMPLE = Path(__file__).parents[2] / "fixtures" / "markdown_program"
ROADMAP = "draft-roadmap/README.md"
LAMP = "draft-roadmap/first_lamp.md"
BEACON = "FURPS/core/beacon.md"


def importer() -> Actor:
    return system(name="import of a test", moment=NOW, source=Source.IMPORT)


def copy(folder: Path) -> Path:
    """The sample where a test may change it."""
    return Path(shutil.copytree(SAMPLE, folder / "lantern"))


def rewrite(root: Path, path: str, old: str, new: str) -> None:
    """Change a text that stands once in a file."""
    text = (root / path).read_text()
    assert text.count(old) == 1, f"{old} stands {text.count(old)} times in {path}"
    (root / path).write_text(text.replace(old, new))


def look(root: Path) -> Prepared:
    """Read and compare, write nothing."""
    program = Program.objects.filter(slug="lantern").first() or Program(slug="lantern", name="Lantern")
    with open_source(root) as source:
        context = ImportContext(program=program, source=source, name=root.name, today=NOW.date(), moment=NOW)
        return prepare(context)


def bring(root: Path) -> tuple[Prepared, Applied]:
    """Import a folder."""
    prepared = look(root)
    return prepared, carry_out(prepared, title="Import of a test", actor=importer())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The sample, imported once."""
    found = copy(tmp_path)
    bring(found)
    return found


def lamp() -> Milestone:
    """Its first milestone."""
    return Milestone.objects.get(title="Light the First Lamp")


def edit(changes: Mapping[str, Any]) -> None:
    """An edit of that milestone on its page."""
    milestones.edit(milestone=lamp(), changes=changes, actor=actor())
