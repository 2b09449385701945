"""A sign-off: for the current revision, with its evidence, never by the team that built it."""

from datetime import timedelta

import pytest

from milestones.models import SignOff
from milestones.services import feature
from milestones.services import signoff as service
from pm.errors import DomainError
from pm.models import Change
from pm.permissions import Role
from tests.factories.actors import NOW, actor
from tests.factories.delivery import EvidenceRequirementFactory
from tests.factories.milestones import DeliverableFactory, PinFactory, StatementFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
LINK = "https://runs.example/1"


@pytest.fixture
def world():
    """P3, built by Engine; a simulation by a service team and a panel by Engine are required."""

    class World:
        program = ProgramFactory()
        team = SubteamFactory(program=program, name="Engine")
        service = SubteamFactory(program=program, name="Simulation", kind="SERVICE")
        statement = StatementFactory(program=program, letter="P", number=3, revision=2)
        deliverable = DeliverableFactory(program=program, accountable=team)
        builder = member_of(program, Role.MEMBER, team)
        signer = member_of(program, Role.SERVICE, service)

    PinFactory(program=World.program, deliverable=World.deliverable, statement=World.statement)
    EvidenceRequirementFactory(program=World.program, expires_after_days=90)
    EvidenceRequirementFactory(program=World.program, kind="PANEL", provider="OWNER")
    EvidenceRequirementFactory(program=World.program, kind="TEST_SUITE", need="IF_RELEVANT")
    EvidenceRequirementFactory(program=World.program, kind="OTHER", need="OFF")
    return World


def give(world, **fields) -> SignOff:
    person = fields.pop("by", world.signer)
    given = {"kind": "SIMULATION", "verdict": "SIGNED", "link": LINK, "subteam": world.service, **fields}
    return service.give(statement=world.statement, actor=actor(person), **given)


def test_a_signature_keeps_its_link_its_day_its_revision_and_expires_by_the_policy(world):
    row = give(world, environment="100 nodes, 30 % loss", happened_on=TODAY - timedelta(days=2), revision=2)

    assert (row.revision, row.signer, row.environment) == (2, world.signer, "100 nodes, 30 % loss")
    assert (row.happened_on, row.expires_on) == (TODAY - timedelta(days=2), TODAY + timedelta(days=88))
    assert Change.objects.get().subject == "P3"


def test_a_refusal_and_a_not_relevant_say_why_and_never_expire(world):
    refused = give(world, verdict="REFUSED", link="", reason="It lost 3 of 100.", expires_on=TODAY)
    other = give(world, kind="TEST_SUITE", verdict="NOT_RELEVANT", link="", reason="It holds no state.")

    assert [(row.reason, row.expires_on) for row in (refused, other)] == [
        ("It lost 3 of 100.", None),
        ("It holds no state.", None),
    ]


@pytest.mark.parametrize(
    ("fields", "match"),
    [
        ({"link": "tbd"}, "Give the link"),
        ({"verdict": "REFUSED"}, "why it is refused"),
        ({"verdict": "NOT_RELEVANT", "kind": "TEST_SUITE"}, "why it is not relevant"),
        ({"verdict": "NOT_RELEVANT", "reason": "None."}, "The policy requires this evidence of every P"),
        ({"kind": "OTHER"}, "asks for no such evidence of P"),
        ({"revision": 1}, "P3 moved to revision 2"),
        ({"happened_on": TODAY + timedelta(days=1)}, "a day to come"),
        ({"expires_on": TODAY - timedelta(days=1)}, "expires before"),
        ({"kind": "PANEL"}, "The subteam that builds P3 brings this evidence"),
    ],
)
def test_what_no_sign_off_can_be_is_refused(world, fields, match):
    with pytest.raises(DomainError, match=match):
        give(world, **fields)

    assert not SignOff.objects.exists()


def test_who_built_it_signs_for_its_own_panel_only(world):
    panel = give(world, kind="PANEL", subteam=world.team, by=world.builder)
    assert panel.subteam == world.team

    with pytest.raises(service.NotTheirs, match="Engine is no service team"):
        give(world, subteam=world.team)
    with pytest.raises(service.NotTheirs, match="You are in a subteam that builds P3"):
        give(world, by=world.builder)
    testers = SubteamFactory(program=world.program, name="Testers", kind="QA")
    assert give(world, subteam=testers).subteam == testers
    built = DeliverableFactory(program=world.program, accountable=testers)
    PinFactory(program=world.program, deliverable=built, statement=world.statement)
    with pytest.raises(service.NotTheirs, match="Testers builds P3"):
        give(world, subteam=testers)


def test_what_is_retired_needs_none(world):
    feature.reword(statement=world.statement, text="In 2 s.", actor=actor(), why="Measured.")
    world.statement.refresh_from_db()
    assert give(world).revision == 3

    retired = StatementFactory(program=world.program, letter="P", number=4, state="RETIRED")
    with pytest.raises(DomainError, match="P4 is retired"):
        service.give(
            statement=retired, kind="SIMULATION", verdict="SIGNED", link=LINK, subteam=world.service,
            actor=actor(world.signer),
        )  # fmt: skip


def test_withdrawing_keeps_the_record_and_says_why_once(world):
    row = give(world)
    with pytest.raises(DomainError, match="why it is withdrawn"):
        service.withdraw(signoff=row, because=" ", actor=actor(world.signer))

    row = service.withdraw(signoff=row, because="The wrong run.", actor=actor(world.signer))

    assert (row.withdrawn_at, row.withdrawn_because, row.withdrawn_by) == (
        NOW,
        "The wrong run.",
        world.signer,
    )
    assert not SignOff.objects.standing().exists()
    with pytest.raises(DomainError, match="withdrawn already"):
        service.withdraw(signoff=row, because="Again.", actor=actor(world.signer))
