from datetime import timedelta

import pytest

from pm.models import JobRun
from pm.permissions import Role
from tests.factories.actors import NOW
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.django_db
QUERIES = 9


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


def failed(program, slot="M-1"):
    at = NOW - timedelta(hours=3)
    return JobRun.objects.create(
        program=program, job="pm.none", slot=slot, state="FAILED", attempts=5, error="ValueError: no pace",
        requested_at=at, not_before=at, finished_at=at,
    )  # fmt: skip


def test_failed_runs_come_first_with_age_error_and_retry(client, program):
    run = failed(program)
    client.force_login(member_of(program, Role.MANAGER))

    html = client.get("/kit/jobs/").content.decode()

    assert "1 run has failed and waits for a retry." in html
    assert "After 5 attempts, failed 3 hours ago." in html
    assert "ValueError: no pace" in html
    assert f'action="/kit/jobs/{run.pk}/retry/"' in html


def test_a_member_sees_them_and_may_not_retry(client, program):
    run = failed(program)
    client.force_login(member_of(program, Role.MEMBER, SubteamFactory(program=program)))

    assert "/retry/" not in client.get("/kit/jobs/").content.decode()
    assert client.post(f"/kit/jobs/{run.pk}/retry/").status_code == 403


def test_a_retry_offers_the_run_again(client, program):
    run = failed(program)
    client.force_login(member_of(program, Role.MANAGER))

    response = client.post(f"/kit/jobs/{run.pk}/retry/")

    run.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, "/kit/jobs/")
    assert (run.state, run.attempts, run.error) == ("QUEUED", 0, "")


def test_a_run_of_another_program_is_not_here(client, program):
    run = failed(ProgramFactory())
    client.force_login(member_of(program, Role.MANAGER))

    assert client.post(f"/kit/jobs/{run.pk}/retry/").status_code == 404


def test_nothing_asked_for_is_an_empty_page(client, program):
    client.force_login(member_of(program, Role.MANAGER))

    assert "No work has been asked for yet" in client.get("/kit/jobs/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_query_count_does_not_grow(client, program, rows, django_assert_num_queries):
    for number in range(rows):
        failed(program, slot=f"M-{number}")
    client.force_login(member_of(program, Role.MANAGER))

    client.get("/kit/jobs/")  # the first request of a session also writes it

    with django_assert_num_queries(QUERIES):
        client.get("/kit/jobs/")
