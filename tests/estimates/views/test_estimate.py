"""Estimating in place and on a page: saved, refused, changed by somebody else meanwhile."""

from decimal import Decimal

import pytest

from estimates.models import Estimate
from estimates.services.estimate import set_estimate
from pm.permissions import Role
from tests.factories.actors import actor
from tests.factories.estimates import EstimateFactory, part, running
from tests.factories.pm import ProgramFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def program():
    return ProgramFactory(slug="kittiwake")


@pytest.fixture
def milestone(program):
    return running(program=program, number=12, title="Store")


@pytest.fixture
def signed_in(client, program):
    client.force_login(member_of(program, Role.SUBTEAM_LEAD))
    return client


def put(target, days, by="Cleo Fenn"):
    value = Decimal(days)
    return set_estimate(target=target, low=value, likely=value, high=value, actor=actor(UserFactory(name=by)))


URL = "/kittiwake/milestones/M-12/estimate/"


def test_the_editor_for_htmx_is_one_cell_with_its_base(milestone, signed_in):
    seen = put(milestone, 90)

    answer = signed_in.get(URL, headers=HTMX)

    html = answer.content.decode()
    assert (answer.status_code, "<html" in html) == (200, False)
    assert f'id="milestone-{milestone.pk}-estimate"' in html
    assert f'name="base_estimate" value="{seen.pk}"' in html
    assert 'value="90 d"' in html


def test_the_editor_without_htmx_is_a_page(milestone, signed_in):
    answer = signed_in.get(URL)

    html = answer.content.decode()
    assert "<h1>Estimate of M-12</h1>" in html
    assert 'name="purpose"' in html


def test_an_estimate_is_saved_in_place(milestone, signed_in):
    answer = signed_in.post(URL, {"estimate": "4.5 months", "base_estimate": "0"}, headers=HTMX)

    html = answer.content.decode()
    assert answer.status_code == 200
    assert answer["HX-Trigger"] == "milestone-changed"
    assert "The estimate of M-12 is 90 d now." in html
    assert "cell-saved" in html
    assert Estimate.objects.get().likely_days == 90


def test_an_estimate_is_saved_on_the_page_and_leads_back(milestone, signed_in):
    answer = signed_in.post(URL, {"estimate": "60–90–140", "base_estimate": "0", "reason": "Two more nodes"})

    assert (answer.status_code, answer["Location"]) == (302, "/kittiwake/milestones/M-12/")
    assert Estimate.objects.values_list("low_days", "high_days", "reason").get() == (
        60,
        140,
        "Two more nodes",
    )


def test_what_is_no_estimate_keeps_what_was_typed(milestone, signed_in):
    answer = signed_in.post(URL, {"estimate": "60–140", "base_estimate": "0"}, headers=HTMX)

    html = answer.content.decode()
    assert answer.status_code == 422
    assert "has no likely value" in html
    assert 'value="60–140"' in html
    assert not Estimate.objects.exists()


def test_an_empty_estimate_is_refused_on_the_page(milestone, signed_in):
    answer = signed_in.post(URL, {"estimate": ""})

    assert answer.status_code == 422
    assert "An estimate is missing." in answer.content.decode()


@pytest.mark.parametrize("typed", ["4", "4.0", "70"])
def test_a_number_without_a_unit_is_refused(milestone, signed_in, typed):
    answer = signed_in.post(URL, {"estimate": typed, "base_estimate": "0"}, headers=HTMX)

    assert answer.status_code == 422
    assert f"“{typed}” has no unit. Write {typed} months or {typed} d." in answer.content.decode()
    assert not Estimate.objects.exists()


@pytest.mark.parametrize("headers", [HTMX, {}])
def test_an_estimate_made_meanwhile_is_a_conflict_with_all_three(milestone, signed_in, headers):
    seen = put(milestone, 90)
    newer = put(milestone, 120)

    answer = signed_in.post(URL, {"estimate": "100 d", "base_estimate": seen.pk}, headers=headers)

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Cleo Fenn estimated this while you were editing" in html
    assert [text for text in ("90 d", "120 d", "100 d") if text not in html] == []
    assert f'name="base_estimate" value="{newer.pk}"' in html
    assert Estimate.objects.count() == 2


def test_keeping_mine_goes_on_top_of_theirs(milestone, signed_in):
    newer = put(milestone, 120)

    answer = signed_in.post(URL, {"estimate": "100 d", "base_estimate": newer.pk}, headers=HTMX)

    assert answer.status_code == 200
    assert Estimate.objects.newest_first().first().likely_days == 100


def test_cancel_gives_the_cell_back(milestone, signed_in):
    put(milestone, 90)

    assert "4.5" in signed_in.get(f"{URL}?rest=1", headers=HTMX).content.decode()
    assert signed_in.get(f"{URL}?rest=1")["Location"] == "/kittiwake/milestones/M-12/"


def test_what_remains_of_a_deliverable_is_stated(milestone, signed_in):
    row = part(milestone, 20, number=7)

    answer = signed_in.post(
        "/kittiwake/deliverables/D-7/estimate/",
        {"estimate": "0", "purpose": "REMAINING", "base_remaining": "0"},
        follow=True,
    )

    assert [str(one) for one in answer.context["messages"]] == ["What remains of D-7 is 0 d now."]
    assert Estimate.objects.filter(deliverable=row, purpose="REMAINING").get().likely_days == 0


def test_what_remains_stated_meanwhile_is_a_conflict(milestone, signed_in):
    row = part(milestone, 20, number=7)
    newer = EstimateFactory(program=milestone.program, deliverable=row, purpose="REMAINING", likely_days=5)

    answer = signed_in.post(
        "/kittiwake/deliverables/D-7/estimate/",
        {"estimate": "3 d", "purpose": "REMAINING", "base_remaining": "0"},
    )

    assert answer.status_code == 409
    assert f'name="base_remaining" value="{newer.pk}"' in answer.content.decode()


@pytest.mark.parametrize("role", [Role.MEMBER, Role.STAKEHOLDER])
def test_estimating_is_for_leads(milestone, client, role):
    client.force_login(member_of(milestone.program, role))

    assert client.get(URL).status_code == 403
    assert client.post(URL, {"estimate": "9 d"}).status_code == 403


def test_another_programs_milestone_is_not_there(signed_in):
    running(number=99)
    part(running(), number=99)

    assert signed_in.get("/kittiwake/milestones/M-99/estimate/").status_code == 404
    assert signed_in.get("/kittiwake/deliverables/D-99/estimate/").status_code == 404
