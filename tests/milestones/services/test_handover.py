"""A handover: its contract, its two sides, and the giver who never accepts."""

import pytest

from milestones.models import Handover, HandoverItem
from milestones.pure.delivery_states import GIVER, HANDOVER_STEPS, SIDE_OF_STEP
from milestones.services import handover as service
from pm.errors import DomainError, IllegalStep, StaleEdit
from pm.models import Change
from pm.permissions import Role
from tests.factories.actors import NOW, actor
from tests.factories.delivery import (
    HandoverFactory,
    HandoverItemFactory,
    HandoverKindFactory,
    HandoverKindItemFactory,
)
from tests.factories.milestones import DeliverableFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """A program with a research subteam that gives, an engineering one that takes, and their people."""

    class World:
        program = ProgramFactory()
        giver = SubteamFactory(program=program, kind="RESEARCH", name="Research")
        receiver = SubteamFactory(program=program, kind="ENGINEERING", name="Engine")
        deliverable = DeliverableFactory(program=program, accountable=giver, number=7, title="Sync")
        kind = HandoverKindFactory(program=program, name="Research to development")
        gives = member_of(program, Role.MEMBER, giver)
        takes = member_of(program, Role.MEMBER, receiver)
        manager = member_of(program, Role.MANAGER)

    HandoverKindItemFactory(kind=World.kind, text="The RFC is merged.")
    HandoverKindItemFactory(kind=World.kind, side="ACCEPT", text="The code is ours.", rank=1)
    return World


def draft(world, **fields) -> Handover:
    given = {"deliverable": world.deliverable, "giver": world.giver, "receiver": world.receiver, **fields}
    return service.create(program=world.program, actor=actor(world.gives), **given)


def offered(world) -> Handover:
    row = draft(world, kind=world.kind)
    for item in HandoverItem.objects.filter(handover=row, side="GIVE"):
        service.bring(item=item, evidence="https://rfc.example/1", actor=actor(world.gives))
    return service.take_step(handover=row, to="OFFERED", actor=actor(world.gives))


def test_it_starts_with_the_lines_of_its_contract_and_its_own(world):
    row = draft(world, kind=world.kind, give=["A talk."], accept=["We listen."])

    assert (row.key, row.title, row.status) == ("H-1", "Research to development: Sync", "DRAFT")
    assert list(row.items.order_by("rank").values_list("side", "text", "is_done")) == [
        ("GIVE", "The RFC is merged.", False),
        ("ACCEPT", "The code is ours.", False),
        ("GIVE", "A talk.", False),
        ("ACCEPT", "We listen.", False),
    ]
    assert Change.objects.filter(subject="H-1", kind="CREATE").count() == 5


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        (lambda w: {"receiver": w.giver}, "cannot hand over to itself"),
        (
            lambda w: {"kind": w.kind, "receiver": SubteamFactory(program=w.program, kind="DOCS")},
            "kind Engin",
        ),
        (lambda w: {"kind": w.kind, "giver": SubteamFactory(program=w.program, kind="QA")}, "kind Research"),
        (lambda w: {"kind": HandoverKindFactory(program=w.program, is_archived=True)}, "not in use any more"),
        (lambda w: {"receiving_deliverable": w.deliverable}, "is not accountable for D-7"),
        (lambda w: {"discussion": "LINK"}, "Write the link"),
        (lambda w: {"discussion": "MEETING"}, "when and where the meeting is"),
        (
            lambda w: {"deliverable": DeliverableFactory(program=w.program, status="DROPPED")},
            "Reopen it to hand it over",
        ),
    ],
)
def test_what_no_handover_can_be_is_refused(world, fields, match):
    with pytest.raises(DomainError, match=match):
        draft(world, **fields(world))

    assert not Handover.objects.exists()


def test_it_is_offered_with_evidence_and_accepted_with_ticks_by_the_other_side(world):
    row = draft(world, kind=world.kind)
    give, accept = row.items.order_by("rank")
    with pytest.raises(IllegalStep, match="“The RFC is merged.” has no evidence yet"):
        service.take_step(handover=row, to="OFFERED", actor=actor(world.gives))
    with pytest.raises(DomainError, match="Evidence is a link"):
        service.bring(item=give, evidence="tbd", actor=actor(world.gives))
    with pytest.raises(DomainError, match="is draft. Lines are agreed to"):
        service.agree(item=accept, is_done=True, actor=actor(world.takes))

    service.bring(item=give, evidence="https://rfc.example/1", actor=actor(world.gives))
    row = service.take_step(handover=row, to="OFFERED", base_status="DRAFT", actor=actor(world.gives))
    assert (row.status, row.offered_on, row.offered_by) == ("OFFERED", NOW.date(), world.gives)
    with pytest.raises(IllegalStep, match="“The code is ours.” is not agreed to"):
        service.take_step(handover=row, to="ACCEPTED", actor=actor(world.takes))

    service.agree(item=accept, is_done=True, base={"is_done": False}, actor=actor(world.takes))
    row = service.take_step(handover=row, to="ACCEPTED", actor=actor(world.takes))
    assert (row.status, row.accepted_on, row.accepted_by) == ("ACCEPTED", NOW.date(), world.takes)
    with pytest.raises(IllegalStep, match="H-1 is accepted; it cannot become returned"):
        service.take_step(handover=row, to="RETURNED", reason="Late.", actor=actor(world.takes))
    with pytest.raises(DomainError, match="its contract stands"):
        service.edit(handover=row, changes={"title": "Other"}, actor=actor(world.gives))


def test_the_giver_can_neither_agree_nor_accept_nor_return(world):
    row = offered(world)
    accept = row.items.get(side="ACCEPT")
    both = member_of(world.program, Role.MEMBER, world.giver, world.receiver)
    for person in (world.gives, both, None):
        with pytest.raises(service.NeverTheGiver):
            service.agree(item=accept, is_done=True, actor=actor(person))
        for to in ("ACCEPTED", "RETURNED"):
            with pytest.raises(service.NeverTheGiver, match="who gives can neither accept nor return"):
                service.take_step(handover=row, to=to, reason="Mine.", actor=actor(person))

    service.agree(item=accept, is_done=True, actor=actor(world.manager))
    assert service.take_step(handover=row, to="ACCEPTED", actor=actor(world.manager)).status == "ACCEPTED"


def test_a_manager_who_offered_it_cannot_accept_it(world):
    row = draft(world)
    row = service.take_step(handover=row, to="OFFERED", actor=actor(world.manager))

    with pytest.raises(service.NeverTheGiver):
        service.take_step(handover=row, to="ACCEPTED", actor=actor(world.manager))


def test_it_is_returned_with_a_reason_and_offered_again(world):
    row = offered(world)
    with pytest.raises(IllegalStep, match="write one sentence"):
        service.take_step(handover=row, to="RETURNED", actor=actor(world.takes))

    row = service.take_step(
        handover=row, to="RETURNED", reason="The RFC is a draft.", actor=actor(world.takes)
    )
    assert row.returned_because == "The RFC is a draft."
    extra = service.add_item(handover=row, side="GIVE", text="A talk.", actor=actor(world.gives))
    service.remove_item(item=extra, actor=actor(world.gives))
    row = service.take_step(handover=row, to="OFFERED", actor=actor(world.gives))

    assert (row.status, row.returned_because) == ("OFFERED", "")
    for late in (
        lambda: service.add_item(handover=row, side="GIVE", text="More.", actor=actor(world.gives)),
        lambda: service.bring(item=row.items.get(side="GIVE"), evidence="", actor=actor(world.gives)),
    ):
        with pytest.raises(DomainError, match="its lines stand as the receiver sees them"):
            late()


def test_each_line_is_answered_by_its_own_side(world):
    row = offered(world)

    with pytest.raises(DomainError, match="The giver answers this line"):
        service.agree(item=row.items.get(side="GIVE"), is_done=True, actor=actor(world.takes))
    row = service.take_step(handover=row, to="RETURNED", reason="No.", actor=actor(world.takes))
    with pytest.raises(DomainError, match="The receiver answers this line"):
        service.bring(item=row.items.get(side="ACCEPT"), evidence="a link", actor=actor(world.gives))
    taken = service.bring(item=row.items.get(side="GIVE"), evidence=" ", actor=actor(world.gives))
    assert (taken.is_done, taken.evidence) == (False, "")
    with pytest.raises(DomainError, match="A line is a sentence"):
        service.add_item(handover=row, side="GIVE", text=" ", actor=actor(world.gives))


def test_edit_keeps_the_contract_of_an_offered_one(world):
    row = offered(world)

    service.edit(
        handover=row, changes={"due_on": NOW.date()}, base={"due_on": None}, actor=actor(world.gives)
    )

    with pytest.raises(DomainError, match="H-1 is offered: its contract stands"):
        service.edit(handover=row, changes={"title": "Other"}, actor=actor(world.gives))
    with pytest.raises(DomainError, match="status cannot be edited here"):
        service.edit(handover=row, changes={"status": "ACCEPTED"}, actor=actor(world.gives))
    with pytest.raises(StaleEdit):
        service.take_step(handover=row, to="ACCEPTED", base_status="DRAFT", actor=actor(world.takes))
    other = HandoverFactory(program=world.program, deliverable=world.deliverable, number=9)
    with pytest.raises(DomainError, match="Write in a few words"):
        service.edit(handover=other, changes={"title": " "}, actor=actor(world.gives))
    assert HandoverItemFactory(handover=other).side == "GIVE"


def test_every_pair_of_states_obeys_the_table(world):
    legal = {(step.source, step.target): step for step in HANDOVER_STEPS}
    day = {"offered_on": NOW.date(), "offered_by": world.gives}
    marks = {
        "DRAFT": {},
        "OFFERED": day,
        "ACCEPTED": {**day, "accepted_on": NOW.date(), "accepted_by": world.takes},
        "RETURNED": {"returned_because": "No."},
    }
    number = 50
    for source in Handover.Status.values:
        for target in set(Handover.Status.values) - {source}:
            number += 1
            row = HandoverFactory(
                program=world.program, deliverable=world.deliverable, receiver=world.receiver, number=number,
                status=source, **marks[source],
            )  # fmt: skip
            person = world.gives if SIDE_OF_STEP.get(target) == GIVER else world.takes
            if (source, target) not in legal:
                with pytest.raises(IllegalStep, match="in one step"):
                    service.take_step(handover=row, to=target, reason="So.", actor=actor(person))
            else:
                row = service.take_step(handover=row, to=target, reason="So.", actor=actor(person))
                assert row.status == target
