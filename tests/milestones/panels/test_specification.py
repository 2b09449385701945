"""The sections of what a milestone specifies: what a reader sees, what a manager may do there."""

import re

import pytest

from pm.permissions import Role
from pm.services.history import computing
from tests.factories.actors import NOW
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import ProgramFactory, member_of
from tests.factories.spec import (
    AcceptanceCheckFactory,
    CommunicationFactory,
    DesignArtefactFactory,
    GateFactory,
    MilestoneSignOffFactory,
    SuccessCriterionFactory,
)

pytestmark = pytest.mark.django_db
SECTIONS = ("criteria", "artefacts", "gates", "communication")


@pytest.fixture
def milestone():
    return MilestoneFactory(program=ProgramFactory(slug="kit"), number=9031)


def sections(client, milestone, role):
    """The words of each section that is there, as this role reads them."""
    client.force_login(member_of(milestone.program, role))
    body = client.get("/kit/milestones/M-9031/").content.decode()
    found = dict(re.findall(r'<section id="(\w+)"(.*?)</section>', body, re.DOTALL))
    plain = {name: " ".join(re.sub("<[^>]+>", " ", f"<{html}").split()) for name, html in found.items()}
    return {name: plain[name] for name in SECTIONS if name in plain}


def test_empty_sections_are_one_line_for_a_manager_and_nothing_for_a_reader(client, milestone):
    told = sections(client, milestone, Role.MANAGER)

    assert list(told) == list(SECTIONS)
    assert "is not written yet. Add a criterion · Name who signs · Add a check" in told["criteria"]
    assert "Flow chart, if needed" in told["artefacts"]
    assert "Plan a gate" in told["gates"]
    assert sections(client, milestone, Role.MEMBER) == {}


def test_lines_say_where_things_stand_and_offer_only_what_one_may(client, milestone):
    of = {"program": milestone.program, "milestone": milestone}
    SuccessCriterionFactory(**of, text="It holds", is_met=True, evidence="Log 12", met_on=NOW.date())
    MilestoneSignOffFactory(**of, role="Quality", moment="MET")
    AcceptanceCheckFactory(**of, text="Restart", result="FAILED", evidence="Log 13")
    DesignArtefactFactory(**of, state="PRESENT", link="https://example.org/a")
    DesignArtefactFactory(**of, kind="FLOW", state="NOT_NEEDED", because="there is one path")
    GateFactory(**of, planned_on=NOW.date())
    CommunicationFactory(**of, message="It comes")

    told = sections(client, milestone, Role.MEMBER)
    offered = sections(client, milestone, Role.MANAGER)

    assert "1 of 1 met" in told["criteria"]
    assert "It holds Must · Technical · met 2 Mar: Log 12" in told["criteria"]
    assert "Quality a program lead or manager signs" in told["criteria"]
    assert "Restart Manual · Failed Log 13" in told["criteria"]
    assert "1 of 4 answered" in told["artefacts"]
    assert "Flow chart Not needed because there is one path" in told["artefacts"]
    assert "planned for 2 Mar" in told["gates"]
    assert "0 of 1 told" in told["communication"]
    assert not [words for words in told.values() if "Edit" in words or "Sign :" in words or "Add" in words]
    assert "Sign : Quality" in offered["criteria"]
    assert "Edit : It holds" in offered["criteria"]


def test_the_communication_plan_is_not_for_the_public(client, milestone):
    CommunicationFactory(program=milestone.program, milestone=milestone, message="It comes")
    with computing():
        type(milestone.program).objects.update(is_public=True)

    assert "It comes" not in client.get("/kit/milestones/M-9031/").content.decode()
