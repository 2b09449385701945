"""Capacity, allocations, costs, sizes and effort in the browser."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from estimates.models import Absence, Allocation, Capacity, CostRate, EffortEntry, Estimate, Size
from pm.permissions import Role
from tests.factories.bets import AbsenceFactory, AllocationFactory, CapacityFactory, CostRateFactory
from tests.factories.estimates import EffortEntryFactory, part, running
from tests.factories.pm import SubteamFactory, member_of

pytestmark = pytest.mark.django_db
PAGE_QUERIES = 18
WEEK_QUERIES = 10
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def milestone():
    return running(number=3)


@pytest.fixture
def program(milestone):
    return milestone.program


@pytest.fixture
def team(program):
    return SubteamFactory(program=program, slug="relay", name="Relay")


@pytest.fixture
def lead(client, program):
    person = member_of(program, Role.MANAGER)
    client.force_login(person, backend=BACKEND)
    return person


def url(name, program, *args):
    return reverse(name, args=[program.slug, *args])


def with_bases(seen, **typed):
    return {**seen, **{f"base_{name}": text for name, text in seen.items()}, **typed}


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_sums_its_rows_in_the_same_statements(
    client, program, milestone, lead, rows, django_assert_num_queries
):
    for number in range(rows):
        one = SubteamFactory(program=program, name=f"Team {number}")
        CapacityFactory(program=program, subteam=one, people=Decimal(2))
        AbsenceFactory(program=program, subteam=one)
        AllocationFactory(program=program, subteam=one, milestone=milestone)
        CostRateFactory(program=program, subteam=one)
    client.get(url("capacity_home", program))

    with django_assert_num_queries(PAGE_QUERIES):
        answer = client.get(url("capacity_list", program, "2026H1"))

    context = answer.context
    assert len(context["rows"]) == len(context["absences"]) == len(context["allocations"]) == rows
    assert context["totals"][1] == ("Available", f"{Decimal('201.4') * rows:g}")
    assert "600 EUR" in answer.content.decode()
    lines = (
        client.get(url("capacity_list", program, "2026H1"), {"format": "csv"}).content.decode().splitlines()
    )
    assert (len(lines), lines[0].count("rate a day")) == (rows + 1, 1)


def test_costs_are_for_leads_and_managers_only(client, program, team):
    CostRateFactory(program=program, subteam=team)
    client.force_login(member_of(program, Role.SUBTEAM_LEAD, team), backend=BACKEND)

    page = client.get(url("capacity_list", program, "2026H1")).content.decode()
    file = client.get(url("capacity_list", program, "2026H1"), {"format": "csv"}).content.decode()

    assert "600" not in page
    assert "600" not in file
    assert client.get(url("cost_edit", program, "2026H1", "relay")).status_code == 403


def test_capacity_is_set_revised_and_compared(client, program, team, lead):
    address = url("capacity_edit", program, "2026H1", "relay")

    assert client.post(address, {"people": "3", "support_percent": "20", "note": ""}).status_code == 302
    seen = {"people": "3.00", "support_percent": "20", "note": ""}
    assert client.post(address, with_bases(seen, people="4")).status_code == 302
    stale = client.post(address, with_bases(seen, people="5"))
    assert client.post(address, with_bases(seen, support_percent="120")).status_code == 422

    assert stale.status_code == 409
    assert list(Capacity.objects.order_by("pk").values_list("people", flat=True)) == [3, 4]
    assert client.get(url("capacity_list", program, "2026X9")).status_code == 404


def test_absences_and_allocations_are_written_changed_and_removed(client, program, milestone, team, lead):
    absence = {"subteam": "relay", "from_on": "4 May 2026", "to_on": "5 May 2026", "person_days": "2 d"}
    assert client.post(url("absence_create", program), absence).status_code == 302
    assert client.post(url("absence_create", program), absence | {"to_on": "1 May 2026"}).status_code == 422
    row = Absence.objects.get()
    edit = url("absence_edit", program, row.pk)
    bases = dict(client.get(edit).context["form"].bases())
    assert client.post(edit, {**absence, **bases, "person_days": "3 d"}).status_code == 302
    row.refresh_from_db()
    assert row.person_days == 3
    assert client.post(url("absence_remove", program, row.pk)).status_code == 302

    share = {"milestone": "M-3", "subteam": "relay", "people": "1", "from_on": "4 May 2026",
             "to_on": "5 Jun 2026"}  # fmt: skip
    home = url("milestone_allocations", program, "M-3")
    assert client.post(url("allocation_create", program), share).url == home
    item = part(milestone, 20)
    neither = client.post(url("allocation_create", program), {**share, "milestone": ""})
    both = client.post(url("allocation_create", program), {**share, "deliverable": item.key})
    assert (neither.status_code, both.status_code) == (422, 422)
    of_item = {**share, "milestone": "", "deliverable": item.key}
    assert client.post(url("allocation_create", program), of_item).status_code == 302

    page = client.get(home)
    assert len(page.context["allocations"]) == 2
    first = Allocation.objects.get(milestone=milestone)
    seen = {"subteam": str(team.pk), "people": "1.00", "person": "", "from_on": "2026-05-04",
            "to_on": "2026-06-05", "note": ""}  # fmt: skip
    edit = url("allocation_edit", program, first.pk)
    assert client.post(edit, with_bases(seen, subteam="relay", people="2")).status_code == 302
    first.refresh_from_db()
    assert first.people == 2
    assert client.post(url("allocation_remove", program, first.pk)).status_code == 302
    assert (Absence.objects.count(), Allocation.objects.count()) == (0, 1)


def test_sizes_are_the_programs_and_estimates_use_them(client, program, milestone, lead):
    page = client.get(url("size_edit", program))
    form = page.context["form"]
    seen = {name: form.base_text(name, form.current(name)) for name in form.fields}

    assert client.post(url("size_edit", program), with_bases(seen, m_likely="25 d")).status_code == 302
    assert client.post(url("milestone_estimate", program, "M-3"), {"estimate": "M"}).status_code == 302

    assert Size.objects.get().likely_days == Estimate.objects.get().likely_days == 25
    assert "M is 15–25–60 d" in client.get(url("milestone_estimate", program, "M-3")).content.decode()
    assert client.post(url("size_edit", program), with_bases(seen, s_low="99 d")).status_code == 422


def test_a_rate_is_set_once_and_changed(client, program, team, lead):
    address = url("cost_edit", program, "2026H1", "relay")

    assert client.post(address, {"amount": "600", "currency": "eur"}).status_code == 302
    seen = {"amount": "600.00", "currency": "EUR"}
    assert client.post(address, with_bases(seen, amount="650")).status_code == 302

    assert (CostRate.objects.get().amount, CostRate.objects.get().currency) == (650, "EUR")


@pytest.mark.parametrize("rows", [1, 3])
def test_a_week_has_a_line_for_what_is_in_progress(
    client, program, milestone, team, rows, django_assert_num_queries
):
    items = [part(milestone, 20, number=number, accountable=team) for number in range(1, rows + 1)]
    part(milestone, 20, number=90, status="PLANNED", accountable=team)
    running(program=program, number=80, kind="BUDGET_LINE", title="Upkeep")
    client.force_login(member_of(program, Role.MEMBER, team), backend=BACKEND)
    address = url("effort_week", program, "2026-W09", "relay")
    client.get(address)

    with django_assert_num_queries(WEEK_QUERIES):
        page = client.get(address)
    assert list(page.context["form"].fields) == [*(f"d_{one.number}" for one in items), "m_80"]

    typed = {"d_1": "4 d", "base_d_1": "", "m_80": "1.5", "base_m_80": ""}
    assert client.post(address, typed).url == url("effort_list", program)
    assert sum(EffortEntry.objects.values_list("person_days", flat=True)) == Decimal("5.5")
    assert client.get(url("effort_list", program)).context["lines"][1][2][0][0] == "5.5 d"


@pytest.mark.parametrize("week", ["2025-W50", "9999-W52", "0001-W01", "2026-W60", "x"])
def test_earlier_weeks_are_found_again(client, program, team, lead, week):
    home = url("effort_list", program)

    page = client.get(home, {"week": week})

    asked = week == "2025-W50"
    assert (page.context["lines"][0][0] == week) is asked
    assert [label for label, _ in page.context["steps"]] == ["Earlier weeks", *["Later weeks"] * asked]
    assert client.get(page.context["steps"][0][1]).status_code == 200


def test_a_week_keeps_what_was_typed_and_shows_what_clashes(client, program, milestone, team, lead):
    item = part(milestone, 20, number=1, accountable=team)
    other = part(milestone, 20, number=2, accountable=team)
    address = url("effort_week", program, "2026-W09", "relay")
    EffortEntryFactory(
        program=program, deliverable=item, subteam=team, week="2026-W09", person_days=Decimal(7)
    )

    wrong = client.post(address, {"d_1": "many", "base_d_1": "7", "d_2": "3", "base_d_2": ""})
    clash = client.post(address, {"d_1": "4", "base_d_1": "", "d_2": "3", "base_d_2": ""})
    early = client.post(url("effort_week", program, "2026-W30", "relay"), {"d_2": "3", "base_d_2": ""})

    assert (wrong.status_code, wrong.context["form"].data["d_2"]) == (422, "3")
    assert (clash.status_code, list(clash.context["form"].conflicts)) == (409, ["d_1"])
    assert early.context["form"].errors["d_2"] == [
        "2026-W30 has not begun. Effort is logged when it was spent."
    ]
    assert EffortEntry.objects.filter(deliverable=other).count() == 0
    assert client.get(url("effort_week", program, "2026-W77", "relay")).status_code == 404


def test_a_line_that_ended_while_it_was_filled_in_is_kept(client, program, milestone, team, lead):
    part(milestone, 20, number=1, accountable=team, status="CLOSED", closed_on=date(2026, 3, 1))

    answer = client.post(url("effort_week", program, "2026-W09", "relay"), {"d_1": "4", "base_d_1": ""})

    assert (answer.status_code, EffortEntry.objects.get().person_days) == (302, 4)


def test_a_deliverable_takes_its_last_weeks(client, program, milestone, team):
    item = part(milestone, 20, number=1, accountable=team)
    client.force_login(member_of(program, Role.MEMBER, team), backend=BACKEND)
    address = url("deliverable_log", program, item.key)

    assert client.post(address, {"w_2026_09": "4", "base_w_2026_09": ""}).status_code == 302
    assert client.post(address, {"w_2026_09": "", "base_w_2026_09": "4"}).status_code == 302

    assert EffortEntry.objects.get().person_days == 0
    SubteamFactory(program=program, slug="other")
    assert client.get(address, {"team": "other"}).status_code == 403
    assert client.get(url("effort_week", program, "2026-W09", "other")).status_code == 403
