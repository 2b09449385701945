import pytest

from pm.models import JobRun
from pm.permissions import Role
from tests.factories.pm import ProgramFactory, member_of

pytestmark = pytest.mark.django_db
LIST_QUERIES = 17


@pytest.fixture
def program():
    return ProgramFactory(slug="kit", name="Kit")


@pytest.fixture(autouse=True)
def manager(client, program):
    client.force_login(member_of(program, Role.MANAGER))


def test_the_settings_say_what_stands_on_each_page(client, django_assert_num_queries):
    client.get("/kit/settings/")
    with django_assert_num_queries(LIST_QUERIES):
        html = client.get("/kit/settings/").content.decode()

    for words in (
        "Kit, UTC",
        "Updates due on Friday; a subteam lead closes alone",
        "22 rules, none set otherwise than the default",
        "5 working days a week, no free days",
        "No lines in every new deliverable",
        "No stakeholders",
        "S 10 d, M 30 d",
        "Private: only its people see it",
    ):
        assert words in html
    assert 'href="/kit/settings/" aria-current="page"' in html


def test_the_process_is_changed(client, program):
    base = {"base_update_weekday": "4", "base_asks_close_acceptance": "", "base_allows_contributors": "true"}
    typed = {**base, "base_breaker_factor": "2.00", "update_weekday": "2", "asks_close_acceptance": "on"}

    refused = client.post("/kit/settings/process/", {**typed, "breaker_factor": "0.5"})
    saved = client.post("/kit/settings/process/", {**typed, "breaker_factor": "1.5"})

    program.refresh_from_db()
    assert (refused.status_code, saved.status_code, saved["Location"]) == (422, 302, "/kit/settings/")
    assert "At least 1." in refused.content.decode()
    assert (program.update_weekday, program.asks_close_acceptance, program.allows_contributors) == (
        2,
        True,
        False,
    )
    assert program.breaker_factor == 1.5
    assert JobRun.objects.get().args == {"program_id": program.pk}


def test_the_working_days_are_changed_or_shown_beside_another_editors(client, program):
    typed = {"weekdays": ["0", "1", "3"], "days_per_month": "16"}
    seen = {"base_weekdays": "01234", "base_days_per_month": "20"}

    none = client.post("/kit/settings/calendar/days/", {**typed, **seen, "weekdays": []})
    saved = client.post("/kit/settings/calendar/days/", {**typed, **seen})
    stale = client.post("/kit/settings/calendar/days/", {**typed, **seen, "weekdays": ["0"]})

    program.refresh_from_db()
    assert (none.status_code, saved.status_code, stale.status_code) == (422, 302, 409)
    assert "A week has at least one working day. Tick one." in none.content.decode()
    assert "changed this while you were editing" in stale.content.decode()
    assert (program.weekdays, program.days_per_month) == ("013", 16)


def test_a_program_is_opened_to_anyone_and_closed_again(client, program):
    page = client.get("/kit/settings/access/").content.decode()
    client.post("/kit/settings/access/", {"is_public": "on", "base_is_public": ""})
    program.refresh_from_db()
    opened = program.is_public
    client.post("/kit/settings/access/", {"base_is_public": "true"})

    program.refresh_from_db()
    assert "Hidden stay what is marked internal, comments, attachments" in page
    assert (opened, program.is_public) == (True, False)
    assert not JobRun.objects.exists()
