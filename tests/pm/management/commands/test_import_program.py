"""`manage.py import_program`."""

import json
import subprocess
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milestones.models import Milestone
from pm.models import Change, ChangeSet, ImportIdentity, Program
from tests.factories.pm import ProgramFactory
from tests.milestones.exchange.tree import LAMP, SAMPLE, copy, rewrite

pytestmark = pytest.mark.django_db


def run(path: Path | str, *words: str, program: str = "lantern") -> str:
    out = StringIO()
    call_command("import_program", str(path), "--program", program, *words, stdout=out)
    return out.getvalue()


def refused(path: Path | str, *words: str, program: str = "lantern") -> str:
    with pytest.raises(CommandError) as caught:
        run(path, *words, program=program)
    assert caught.value.returncode == 2
    return str(caught.value)


def report(path: Path, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run(path, "--json", *words))
    return found


def test_import_program_is_a_dry_run_unless_told() -> None:
    text = run(SAMPLE)

    assert not Program.objects.exists()
    assert text.startswith("Dry run of the import of markdown_program into “lantern”\n")
    assert text.rstrip().endswith(
        "Nothing was written. --apply would make 82 rows and change 0. "
        "The program “lantern” does not exist yet: --apply needs --name NAME."
    )
    assert "152 non-blank lines: 121 consumed, 30 ignored by 5 rules, 1 reported." in text
    assert "shore-dev (engineering) from “shore-dev” ×4, “Shore Dev” ×1, “Shore/Dev” ×1" in text
    assert "draft-roadmap/first_lamp.md:39 unresolved pin: F9 is no statement of" in text


def test_import_program_apply_makes_the_program_by_its_name() -> None:
    text = run(SAMPLE, "--apply", "--name", "Lantern")

    assert Program.objects.get().name == "Lantern"
    assert Milestone.objects.count() == 5
    assert text.rstrip().endswith("82 rows made and 0 changed, as one change set.")
    # The program and what it starts with come first, the import's rows are its change set.
    changes = Change.objects.filter(pk__gt=Change.objects.filter(change_set=None).latest("pk").pk)
    assert set(changes.values_list("change_set", flat=True)) == {ChangeSet.objects.get().pk}
    assert ChangeSet.objects.get().actor_name == "import of markdown_program"


def test_import_program_apply_again_says_0_changes() -> None:
    run(SAMPLE, "--apply", "--name", "Lantern")

    text = run(SAMPLE, "--apply")

    assert text.rstrip().endswith("0 changes: the program holds already what the source says.")
    assert run(SAMPLE).rstrip().endswith("0 changes: --apply would write nothing.")


def test_import_program_tells_a_change_with_its_place(tmp_path: Path) -> None:
    root = copy(tmp_path)
    run(root, "--apply", "--name", "Lantern")
    rewrite(root, LAMP, "15 Apr 2026", "30 Jun 2026")

    text = run(root)

    assert "Would change (7)" in text
    assert "M-2: target to “2026-04-15” → “2026-06-30”  [draft-roadmap/first_lamp.md:1]" in text


def test_import_program_json_has_stable_keys_and_the_same_figures() -> None:
    found = report(SAMPLE, "--apply", "--name", "Lantern")

    assert sorted(found) == [
        "applied",
        "change_set",
        "changes",
        "commit",
        "conflicts",
        "counts",
        "created",
        "deleted_here",
        "gone",
        "lines",
        "problems",
        "program",
        "skipped",
        "source",
        "subteams",
        "unkept",
    ]
    assert (found["applied"], found["change_set"]) == (True, ChangeSet.objects.get().pk)
    assert found["counts"]["milestones.milestone"] == {
        "created": 5,
        "changed": 0,
        "unchanged": 0,
        "conflicts": 0,
        "deleted_here": 0,
        "gone": 0,
    }
    lines = found["lines"]
    assert lines["total"] == lines["consumed"] + lines["ignored"] + lines["reported"] == 152
    assert sum(lines["rules"].values()) == lines["ignored"]
    assert len(found["created"]) == 82
    assert found["unkept"] == {
        "item not realised": 1,
        "row of a doneness snapshot": 1,
    }


def test_import_program_into_an_existing_program_needs_no_name() -> None:
    ProgramFactory(slug="lantern", days_per_month=10)

    run(SAMPLE, "--apply")

    assert Milestone.objects.count() == 5


def test_import_program_without_program_and_name_is_refused() -> None:
    assert refused(SAMPLE, "--apply") == (
        "There is no program “lantern”. Give it a name with --name NAME, or name one that exists."
    )


def test_import_program_slug_that_is_no_address_is_refused() -> None:
    assert refused(SAMPLE, program="Lantern!") == (
        "A short name has small letters, digits and hyphens, 40 at most."
    )


def test_import_program_of_nothing_is_refused_with_a_sentence(tmp_path: Path) -> None:
    assert "does not exist" in refused(tmp_path / "nothing", "--apply", "--name", "Lantern")
    assert "holds no Markdown file" in refused(tmp_path, "--apply", "--name", "Lantern")
    assert not Program.objects.exists()


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=400))
def test_import_program_of_any_bytes_is_refused_or_writes_nothing_it_should_not(
    tmp_path: Path, data: bytes
) -> None:
    bundle = tmp_path / "any.bundle"
    bundle.write_bytes(data)

    assert refused(bundle, "--apply", "--name", "Lantern")


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=300), place=st.integers(0, 2))
def test_import_program_of_any_text_is_a_report_and_a_second_run_changes_nothing(
    tmp_path: Path, text: str, place: int
) -> None:
    root = tmp_path / "tree"
    path = root / ("FURPS/core/a.md", "draft-roadmap/a.md", "2026H1-SUMMARY.md")[place]
    path.parent.mkdir(parents=True, exist_ok=True)
    (root / "README.md").write_text("# Any\n")
    path.write_bytes(text.encode("utf-8", "surrogatepass"))

    run(root, "--apply", "--name", "Lantern")

    assert (
        run(root, "--apply").rstrip().endswith("0 changes: the program holds already what the source says.")
    )


def test_import_program_of_a_repository_names_its_commit(tmp_path: Path) -> None:
    root = copy(tmp_path)
    who = ["-c", "user.name=T", "-c", "user.email=t@example.org"]
    for words in (["init", "-q"], ["add", "."], [*who, "commit", "-q", "-m", "Lantern"]):
        subprocess.run(["git", *words], cwd=root, check=True, capture_output=True)  # noqa: S603, S607

    found = report(root, "--apply", "--name", "Lantern")

    assert len(found["commit"]) == 40
    assert ChangeSet.objects.get().title == f"Import of lantern at {found['commit'][:12]}"


def test_import_program_of_long_names_cuts_and_tells(tmp_path: Path) -> None:
    root = copy(tmp_path)
    rewrite(root, LAMP, "[Lamp on the Brass Board]", f"[{'Lamp ' * 60}]")
    rewrite(root, LAMP, "**Owner**: Lamp Research", f"**Owner**: {'Lamp ' * 60}")

    found = report(root, "--apply", "--name", "Lantern")

    rules = {problem["rule"] for problem in found["problems"]}
    assert "text cut" in rules
    assert ImportIdentity.objects.filter(noun="milestones.milestone").count() == 5
