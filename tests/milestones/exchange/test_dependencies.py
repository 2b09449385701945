"""What waits for what, in the words of a source."""

from pathlib import Path

import pytest
from django.db import connection

from milestones.models import Deliverable, Dependency, Milestone
from milestones.services import dependency as dependencies
from pm.models import Program
from tests.factories.actors import actor
from tests.milestones.exchange.tree import LAMP, bring, copy, rewrite

pytestmark = pytest.mark.django_db
LOGBOOK = "draft-roadmap/logbook.md"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy(tmp_path)


def ends() -> list[tuple[str, str, str]]:
    """Each dependency: what waits, for what inside, for what outside."""
    return [
        (
            str((row.milestone or row.deliverable).key),  # type: ignore[union-attr]
            getattr(row.needed_milestone or row.needed_deliverable, "key", ""),
            row.title,
        )
        for row in Dependency.objects.order_by("number")
    ]


def test_bring_finds_the_deliverable_that_a_line_names(root: Path) -> None:
    bring(root)

    assert ends() == [("D-2", "D-1", "")]
    assert Deliverable.objects.get(number=2).dependencies_text == ""
    assert Dependency.objects.get().status == "DROPPED"  # its checklist is full: it waits for nothing


def test_bring_reads_links_lists_and_things_outside(root: Path) -> None:
    rewrite(
        root,
        LAMP,
        "**Dependencies**: Lamp on the Brass Board",
        "**Dependencies**:\n- [the logbook](logbook.md)\n- Lamp on the Brass Board and a crane\n"
        "- none\n- https://tracker.example.org/issues/11\n- [Rope](https://rope.example.org/2)\n",
    )
    long = "w" * 250
    rewrite(
        root, LAMP, "## Deliverables\n", f"## Dependencies\n\n- {long}\n- Tide tables\n\n## Deliverables\n"
    )

    prepared, _ = bring(root)

    assert ends() == [
        ("M-2", "", "w" * 199 + "…"),
        ("M-2", "", "Tide tables"),
        ("D-2", "M-3", ""),
        ("D-2", "D-1", ""),
        ("D-2", "", "a crane"),
        ("D-2", "", "Rope"),
    ]
    assert Dependency.objects.get(title="Rope").external_url == "https://rope.example.org/2"
    assert f"### Dependencies\n\n{long}" in Milestone.objects.get(number=2).narrative
    assert [problem.rule for problem in prepared.problems].count("external dependency") == 4
    connection.check_constraints()


def test_bring_reads_prose_that_says_depend_and_links_a_milestone(root: Path) -> None:
    rewrite(
        root, LAMP, "without asking anybody.", "without asking. It depends on [a book](logbook.md) of days."
    )
    rewrite(root, LAMP, "Order the tin board as well", "Read [Ten Harbours](ten_harbours.md)")

    bring(root)

    assert ends()[0] == ("M-2", "M-3", "")
    assert len(ends()) == 2


def test_bring_leaves_out_circles_of_the_source_and_of_people(root: Path) -> None:
    rewrite(root, LAMP, "**Dependencies**: Lamp on the Brass Board", "**Dependencies**: Shore Panel")
    text = (root / LOGBOOK).read_text()
    (root / LOGBOOK).write_text(f"{text}\n## Dependencies\n\n- Light the First Lamp\n")
    bring(root)
    assert ends() == [("M-3", "M-2", "")]
    assert Deliverable.objects.get(number=2).dependencies_text == "Shore Panel"

    harbours = Milestone.objects.get(number=5)
    dependencies.create(
        program=Program.objects.get(),
        milestone=Milestone.objects.get(number=2),
        needed_milestone=harbours,
        actor=actor(),
    )
    (root / "draft-roadmap/ten_harbours.md").write_text(
        (root / "draft-roadmap/ten_harbours.md").read_text() + "\n## Dependencies\n\n- Keep a Logbook\n"
    )
    prepared, _ = bring(root)

    assert ends() == [("M-3", "M-2", ""), ("M-2", "M-5", "")]
    [told] = [
        p.sentence for p in prepared.problems if p.path.endswith("ten_harbours.md") and "circle" in p.sentence
    ]
    assert told.startswith("It would close a circle: “")
    harbours.refresh_from_db()
    assert "### Dependencies\n\nKeep a Logbook" in harbours.narrative


def test_bring_again_changes_nothing_and_takes_over_what_people_made(root: Path) -> None:
    rewrite(root, LAMP, "**Dependencies**: Lamp on the Brass Board\n", "")
    bring(root)
    panel, board = Deliverable.objects.get(number=2), Deliverable.objects.get(number=1)
    dependencies.create(program=panel.program, deliverable=panel, needed_deliverable=board, actor=actor())
    rewrite(
        root, LAMP, "**Output**: A panel", "**Dependencies**: Lamp on the Brass Board\n\n**Output**: A panel"
    )

    bring(root)
    prepared, applied = bring(root)

    assert ends() == [("D-2", "D-1", "")]
    assert (applied.change_set_id, prepared.plan.clashes) == (None, [])


def test_bring_tells_two_things_of_one_title_apart_and_says_one_thing_once(root: Path) -> None:
    text = (root / LOGBOOK).read_text()
    board = "### [Lamp on the Brass Board](https://tracker.example.org/issues/13)\n\n**Owner**: shore dev\n"
    (root / LOGBOOK).write_text(f"{text}\n## Deliverables\n\n{board}")
    pages = "".join(f"- https://tracker.example.org/issues/{page}\n" for page in (11, 13, 13))
    rewrite(root, LAMP, "**Dependencies**: Lamp on the Brass Board", f"**Dependencies**:\n{pages}")

    bring(root)
    _, applied = bring(root)

    assert len(ends()) == 2
    assert len({end for _, end, _ in ends()}) == 2
    assert applied.change_set_id is None
