"""Each verb of a dependency; no circle is ever closed."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milestones.models import Dependency, Milestone
from milestones.pure.graph import path_between
from milestones.queries.dependency import open_edges
from milestones.services import deliverable as deliverables
from milestones.services import dependency as dependencies
from milestones.services.dependency import Circular
from pm.errors import DomainError, IllegalStep, StaleEdit
from pm.models import JobRun
from tests.factories.actors import NOW, actor
from tests.factories.milestones import DeliverableFactory, MilestoneFactory
from tests.factories.pm import ProgramFactory, member_of
from tests.factories.spec import DependencyFactory

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture
def program():
    return ProgramFactory()


@pytest.fixture
def plan(program):
    """M-3, M-5 with D-7 and D-8, M-6."""
    rows = {f"M-{n}": MilestoneFactory(program=program, number=n) for n in (3, 5, 6)}
    return rows | {
        f"D-{n}": DeliverableFactory(program=program, milestone=rows["M-5"], number=n) for n in (7, 8)
    }


def ends(needer, needed):
    names = {True: ("milestone", "needed_milestone"), False: ("deliverable", "needed_deliverable")}
    return {
        names[isinstance(needer, Milestone)][0]: needer,
        names[isinstance(needed, Milestone)][1]: needed,
    }


def wait(plan, needer, needed):
    program = plan["M-3"].program
    return dependencies.create(program=program, **ends(plan[needer], plan[needed]), actor=actor())


def test_inside_the_program_or_named_outside(plan, program):
    inside = wait(plan, "M-3", "D-7")
    outside = dependencies.create(
        program=program, milestone=plan["M-3"], title="A lease", needed_by_on=TODAY, actor=actor()
    )

    assert [(row.key, row.kind, row.is_confirmed) for row in (inside, outside)] == [
        ("DP-1", "INTERNAL", False),
        ("DP-2", "EXTERNAL", False),
    ]
    assert JobRun.objects.count() == 1


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ({"milestone": "M-3"}, "what it waits for"),
        ({"needed_milestone": "M-3"}, "what waits"),
        ({"milestone": "M-3", "deliverable": "D-7", "needed_milestone": "M-6"}, "Either the milestone"),
        ({"milestone": "M-3", "needed_milestone": "M-6", "needed_deliverable": "D-7"}, "one thing"),
        ({"milestone": "M-5", "needed_deliverable": "D-7"}, "D-7 belongs to M-5, which waits for it anyway"),
    ],
)
def test_ends_that_make_no_sense_are_refused(plan, program, names, sentence):
    with pytest.raises(DomainError, match=sentence):
        dependencies.create(
            program=program, **{name: plan[key] for name, key in names.items()}, actor=actor()
        )


@pytest.mark.parametrize(
    ("before", "last", "path"),
    [
        ([], ("M-3", "M-3"), "M-3 → M-3"),
        ([("M-3", "M-5")], ("M-5", "M-3"), "M-5 → M-3 → M-5"),
        ([("D-7", "M-3")], ("M-3", "M-5"), "M-3 → M-5 → D-7 → M-3"),
        ([("M-3", "M-5")], ("D-7", "M-3"), "D-7 → M-3 → M-5 → D-7"),
        ([("D-7", "D-8")], ("D-8", "D-7"), "D-8 → D-7 → D-8"),
        ([], ("D-7", "M-5"), "D-7 → M-5 → D-7"),
        ([("M-3", "M-6"), ("M-6", "D-7")], ("D-7", "M-3"), "D-7 → M-3 → M-6 → D-7"),
    ],
)
def test_a_circle_is_refused_with_its_path(plan, before, last, path):
    for pair in before:
        wait(plan, *pair)

    with pytest.raises(Circular) as refusal:
        wait(plan, *last)

    assert str(refusal.value) == f"That would close a circle: {path}. Break it at one of them."
    assert Dependency.objects.count() == len(before)


def test_deliverables_of_one_milestone_may_wait_for_each_other(plan):
    assert wait(plan, "D-7", "D-8").key == "DP-1"
    assert wait(plan, "M-3", "D-7").key == "DP-2"


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(*[st.sampled_from(["M-3", "M-5", "M-6", "D-7", "D-8"])] * 2), max_size=8))
def test_whatever_is_asked_nothing_waits_for_itself(plan, pairs):
    from_before = Dependency.objects.count()
    for needer, needed in pairs:
        try:
            wait(plan, needer, needed)
        except DomainError:
            continue
    edges = open_edges(plan["M-3"].program_id)
    edges.setdefault("M-5", []).extend(["D-7", "D-8"])

    circles = [key for key in plan for after in edges.get(key, ()) if path_between(edges, after, key)]

    assert circles == []
    assert Dependency.objects.count() >= from_before


def test_edit_checks_circles_without_itself_and_turns_the_kind(plan, program):
    first, second = wait(plan, "M-3", "M-5"), wait(plan, "M-6", "M-3")

    dependencies.edit(
        dependency=first, changes={"needed_milestone": plan["M-5"], "title": "x"}, actor=actor()
    )
    with pytest.raises(Circular, match="M-3 → M-6 → M-3"):
        dependencies.edit(dependency=first, changes={"needed_milestone": plan["M-6"]}, actor=actor())
    dependencies.edit(
        dependency=second, changes={"needed_milestone": None, "title": "A lease"}, actor=actor()
    )
    dependencies.edit(dependency=first, changes={"needed_milestone": plan["M-6"]}, actor=actor())

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.needed_milestone, second.kind) == (plan["M-6"], "EXTERNAL")
    with pytest.raises(StaleEdit):
        dependencies.edit(
            dependency=second, changes={"contingency": "Mine"}, base={"contingency": "Seen"}, actor=actor()
        )


def test_confirmed_by_whom_and_when_and_taken_back(plan, program):
    row = DependencyFactory(program=program, milestone=plan["M-3"], title="A lease", number=90)
    for by, on, sentence in (
        (" ", TODAY, "who outside"),
        ("The owner", TODAY + timedelta(days=1), "a day to come"),
    ):
        with pytest.raises(DomainError, match=sentence):
            dependencies.confirm(dependency=row, by=by, on=on, actor=actor())
    with pytest.raises(DomainError, match="inside the program"):
        dependencies.confirm(dependency=wait(plan, "M-3", "M-5"), by="x", on=TODAY, actor=actor())

    dependencies.confirm(dependency=row, by="The owner", on=date(2026, 2, 1), actor=actor())
    row.refresh_from_db()
    assert (row.is_confirmed, row.confirmed_by, row.confirmed_on) == (True, "The owner", date(2026, 2, 1))

    with pytest.raises(DomainError, match="one sentence"):
        dependencies.doubt(dependency=row, reason="", actor=actor())
    dependencies.doubt(dependency=row, reason="They left", actor=actor())
    row.refresh_from_db()
    assert (row.is_confirmed, row.confirmed_by, row.confirmed_on) == (False, "", None)


def test_an_external_one_that_becomes_internal_is_confirmed_no_more(plan, program):
    row = DependencyFactory(
        program=program, milestone=plan["M-3"], is_confirmed=True, confirmed_by="x", confirmed_on=TODAY
    )

    dependencies.edit(dependency=row, changes={"needed_milestone": plan["M-6"]}, actor=actor())

    row.refresh_from_db()
    assert (row.kind, row.is_confirmed, row.confirmed_on) == ("INTERNAL", False, None)


def test_met_dropped_and_open_again_unless_that_closes_a_circle(plan):
    row = wait(plan, "M-3", "M-5")

    dependencies.take_step(dependency=row, to="MET", actor=actor())
    row.refresh_from_db()
    assert (row.status, row.met_on) == ("MET", TODAY)
    wait(plan, "M-5", "M-3")  # what is met holds nothing up any more
    with pytest.raises(Circular):
        dependencies.take_step(dependency=row, to="OPEN", reason="Not so", actor=actor())
    with pytest.raises(IllegalStep, match="it cannot become no longer needed now"):
        dependencies.take_step(dependency=row, to="DROPPED", reason="x", actor=actor())


def test_an_owner_is_in_the_program(plan, program):
    row = wait(plan, "M-3", "M-5")
    dependencies.edit(dependency=row, changes={"owner": member_of(program)}, actor=actor())
    with pytest.raises(DomainError, match="is not in"):
        dependencies.edit(dependency=row, changes={"owner": member_of(ProgramFactory())}, actor=actor())


def test_a_deliverable_does_not_move_into_a_milestone_that_it_waits_for(plan):
    wait(plan, "D-7", "M-6")
    wait(plan, "M-6", "M-3")
    for goal, path in (("M-6", "M-6 → D-7 → M-6"), ("M-3", "M-3 → D-7 → M-6 → M-3")):
        with pytest.raises(Circular, match=f"In {goal} it would wait for itself: {path}"):
            deliverables.move(deliverable=plan["D-7"], to=plan[goal], reason="Smaller", actor=actor())

    moved = deliverables.move(deliverable=plan["D-8"], to=plan["M-6"], reason="Smaller", actor=actor())

    assert moved.milestone == plan["M-6"]
