import pytest

from milestones.models import Deliverable, Feature
from milestones.queries.feature import (
    coverage_by_area,
    coverage_of,
    facts_by_letter,
    in_list,
    load_matrix,
    with_gaps,
)
from pm.permissions import Role
from pm.rules import Access
from pm.services.history import computing
from tests.factories.actors import NOW
from tests.factories.delivery import EvidenceRequirementFactory, SignOffFactory
from tests.factories.milestones import (
    DeliverableFactory,
    FeatureFactory,
    MilestoneFactory,
    PinFactory,
    StatementFactory,
)
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.django_db
INSIDER = Access(roles=frozenset({Role.MANAGER}), own_subteams={})
READER = Access(roles=frozenset({Role.PUBLIC}), own_subteams={})


@pytest.fixture
def feature():
    return FeatureFactory(area="Messaging")


def statement(feature, letter="F", number=1, **fields):
    return StatementFactory(program=feature.program, feature=feature, letter=letter, number=number, **fields)


def promise(one, *, closed=False, **fields):
    program = one.program
    state = {"status": "CLOSED", "closed_on": NOW.date()} if closed else {}
    held = fields.pop("deliverable", None) or DeliverableFactory(program=program, **state)
    PinFactory(program=program, deliverable=held, statement=one, **fields)
    return held


def test_coverage_counts_what_nobody_promises(feature):
    statement(feature, number=1)
    promise(statement(feature, number=2))
    promise(
        statement(feature, number=3),
        deliverable=DeliverableFactory(program=feature.program, status="DROPPED"),
    )
    promise(statement(feature, number=4), is_dropped=True)
    statement(feature, number=5, state="LIMITATION")

    found = coverage_of(feature.program)

    assert (found.total, found.unpromised) == (4, 3)
    assert [row.unpromised for row in in_list(Feature.objects.all())] == [3]
    assert list(with_gaps(Feature.objects.all())) == [feature]


def test_areas_are_named_once():
    program = ProgramFactory()
    for area in ("Messaging", "Devices", "Messaging", ""):
        FeatureFactory(program=program, area=area)

    assert [area for area in coverage_by_area(program) if area] == ["Devices", "Messaging"]


def test_matrix_keeps_statement_and_promise_apart(feature):
    shared = statement(feature, number=1)
    open_one = promise(shared)
    closed = promise(shared, closed=True)
    alone = statement(feature, letter="R", number=1)
    drifted = statement(feature, number=2, revision=2)
    promise(drifted, revision=1)

    matrix = load_matrix(feature, INSIDER, today=NOW.date())

    rows = {row.statement.pk: row for row in matrix.rows}
    assert [row.statement.code for row in matrix.rows] == ["F1", "F2", "R1"]
    assert {one.deliverable.pk: one.state for one in rows[shared.pk].held} == {
        open_one.pk: "target",
        closed.pk: "claimed",
    }
    assert (rows[shared.pk].state, rows[shared.pk].promises) == ("target", 2)
    assert (rows[alone.pk].promises, rows[drifted.pk].has_drifted) == (0, True)
    assert (matrix.unpromised, matrix.drifted) == (1, 1)
    assert list(facts_by_letter(matrix.rows)) == ["F", "R"]


def test_an_acceptance_from_outside_verifies_and_one_from_inside_does_not(feature):
    program = feature.program
    team = SubteamFactory(program=program)
    inside = member_of(program, Role.SUBTEAM_LEAD, team)
    outside = member_of(program, Role.MANAGER)
    states = {}
    for number, person in enumerate((inside, outside), start=1):
        held = promise(statement(feature, number=number), closed=True)
        with computing():
            Deliverable.objects.filter(pk=held.pk).update(accountable=team, accepted_by=person)

    for row in load_matrix(feature, INSIDER, today=NOW.date()).rows:
        states[row.statement.code] = (row.state, [one.state for one in row.held])

    assert states == {"F1": ("claimed", ["claimed"]), "F2": ("verified", ["verified"])}


def test_performance_is_verified_by_the_evidence_its_policy_asks_for_not_by_an_acceptance(feature):
    EvidenceRequirementFactory(program=feature.program)
    held = promise(statement(feature, letter="P"), closed=True)
    with computing():
        Deliverable.objects.filter(pk=held.pk).update(accepted_by=member_of(feature.program, Role.MANAGER))

    [row] = load_matrix(feature, INSIDER, today=NOW.date()).rows
    assert (row.state, row.held[0].state) == ("claimed", "claimed")

    SignOffFactory(statement=row.statement)
    [row] = load_matrix(feature, INSIDER, today=NOW.date()).rows
    assert (row.state, row.held[0].state) == ("verified", "verified")


def test_a_reader_from_outside_sees_no_internal_deliverable_but_the_same_truth(feature):
    one = statement(feature)
    internal = MilestoneFactory(program=feature.program, is_internal=True)
    promise(one, deliverable=DeliverableFactory(program=feature.program, milestone=internal))

    [row] = load_matrix(feature, READER, today=NOW.date()).rows

    assert (row.held, row.promises) == ((), 1)


@pytest.mark.parametrize("rows", [1, 3])
def test_matrix_costs_the_same_whatever_its_size(feature, rows, django_assert_num_queries):
    for number in range(1, rows + 1):
        promise(statement(feature, number=number))

    with django_assert_num_queries(4):
        load_matrix(feature, INSIDER, today=NOW.date())
