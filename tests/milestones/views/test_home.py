import re
from datetime import timedelta

import pytest

from pm.models import JobRun
from pm.permissions import Role
from pm.queries import freshness
from pm.registry import Job, Registry
from tests.factories.actors import NOW
from tests.factories.milestones import DeliverableFactory, MilestoneFactory, StatementFactory
from tests.factories.pm import MembershipFactory, ProgramFactory, SubteamFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
LIST_QUERIES = 7


@pytest.fixture
def program():
    return ProgramFactory(slug="kit", name="Kittiwake")


def words(client, path):
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(path).content.decode()).split())


def milestone(program, **fields):
    return MilestoneFactory(program=program, **{"status": "IN_PROGRESS", "committed_on": TODAY} | fields)


# --- My programs


def test_programs_show_what_is_at_risk_in_each(client, program):
    milestone(program, health="LATE")
    milestone(program, health="ON_TRACK")
    client.force_login(member_of(program, Role.LEAD))

    text, html = words(client, "/"), client.get("/").content.decode()

    assert "1 program, 1 milestone late or at risk." in text
    assert "Kittiwake Program lead 2 open milestones Late 1 On track 1" in text
    assert 'href="/kit/roadmap/?view=table&amp;health=LATE"' in html


def test_programs_of_nobody_say_how_to_join(client):
    client.force_login(UserFactory())

    html = client.get("/").content.decode()

    assert "You are in no program yet" in html
    assert "/sample/" not in html


def test_programs_of_a_new_installation_offer_to_begin(client):
    client.force_login(UserFactory(is_superuser=True))

    html = client.get("/").content.decode()

    assert 'href="/programs/new/"' in html
    assert 'action="/sample/"' in html


def test_programs_ask_to_sign_in(client):
    assert client.get("/")["Location"] == "/accounts/login/?next=/"


@pytest.mark.parametrize("rows", [1, 3])
def test_programs_query_count_does_not_grow(client, rows, django_assert_num_queries):
    me = UserFactory()
    client.force_login(me)
    for _ in range(rows):
        own = milestone(ProgramFactory(), owner=me, health="LATE")
        MembershipFactory(program=own.program, user=me, role=Role.MANAGER)
    client.get("/")

    with django_assert_num_queries(LIST_QUERIES):
        client.get("/")


# --- The home of one program


def test_home_lists_what_i_owe_with_its_mend(client, program):
    me = member_of(program, Role.MANAGER)
    client.force_login(me)
    over = TODAY - timedelta(days=2)
    row = milestone(program, owner=me, health="LATE", health_reason="Target passed 2 days ago.",
                    target_from_on=over, target_to_on=over, title="Store MVP")  # fmt: skip
    due = DeliverableFactory(program=program, milestone=row, owner=me, due_on=TODAY + timedelta(days=3))
    asked = DeliverableFactory(program=program, milestone=row, status="CLOSE_REQUESTED", title="Resume")

    text = words(client, "/kit/")

    for part in (
        "Three things are yours to do in the next 14 days, one of them late.",
        f"{row.key} Store MVP",
        "is late: Target passed 2 days ago.",
        "due 28 Feb, 2 days over",
        f"Start {due.key}",
        "due 5 Mar, in 3 days",
        f"Accept or return {asked.key} Resume",
    ):
        assert part in text


def test_home_numbers_link_to_their_rows(client, program):
    client.force_login(member_of(program, Role.STAKEHOLDER))
    DeliverableFactory(program=program, milestone=milestone(program), due_on=TODAY - timedelta(days=1))
    StatementFactory(program=program)

    html, text = client.get("/kit/").content.decode(), words(client, "/kit/")

    assert "1 overdue deliverable" in text
    assert "1 statement promised by nobody" in text
    assert 'href="/kit/deliverables/?overdue=true"' in html
    assert 'href="/kit/statements/?promised=nobody"' in html


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (Role.MEMBER, "Attach evidence to one open line of a checklist."),
        (Role.STAKEHOLDER, "See which statements are claimed and which are verified."),
    ],
)
def test_an_empty_home_offers_one_task_for_the_role(client, program, role, sentence):
    client.force_login(member_of(program, role, SubteamFactory(program=program)))

    text = words(client, "/kit/")

    assert "You owe nothing here in the next 14 days." in text
    assert sentence in text
    assert "There is no milestone yet." in text
    assert "manage.py import_program" not in text


def test_an_empty_program_says_what_to_do_first_and_what_is_done(client, program):
    lead = member_of(program, Role.LEAD)
    client.force_login(lead)
    bare = client.get("/kit/").content.decode()
    SubteamFactory(program=program)
    SubteamFactory(program=program)
    member_of(program, Role.MANAGER)
    later, text = client.get("/kit/").content.decode(), words(client, "/kit/")

    assert '<a class="btn btn-s btn-primary" href="/kit/teams/new/">Add a subteam</a>' in bare
    assert '<a class="btn btn-s" href="/kit/milestones/new/">Propose a milestone</a>' in bare
    assert '<a class="btn btn-s btn-primary" href="/kit/tracks/new/">Add a track</a>' in later
    assert "Add the subteams 2 so far" in text
    assert "Invite the people 2 so far" in text
    assert "manage.py import_program PATH --program kit --dry-run" in text
    assert 'href="/kit/edit/"' in later


def test_anybody_reads_the_home_of_a_public_program(client):
    ProgramFactory(slug="open", is_public=True)

    text = words(client, "/open/")

    assert "This program is public to read." in text
    assert ("Owed today" in text, text.startswith("Home · ")) == (False, True)


def test_a_decision_owed_stands_on_the_home_of_who_decides(client, program):
    milestone(
        program, decision_owed_on=TODAY, decision_owed_reason="A decision is owed: 12 of 10 days are spent"
    )
    client.force_login(member_of(program, Role.MANAGER))

    assert "A decision is owed: 12 of 10 days are spent." in words(client, "/kit/")


def test_the_sample_says_so_and_offers_its_end_to_those_who_may(client):
    program = ProgramFactory(slug="made-up", is_sample=True)
    client.force_login(member_of(program, Role.LEAD))
    lead = client.get("/made-up/").content.decode()
    client.force_login(member_of(program, Role.STAKEHOLDER))
    stakeholder = client.get("/made-up/").content.decode()

    assert 'action="/made-up/sample/remove/"' in lead
    assert "Everything in this program is made up" in stakeholder
    assert "/sample/remove/" not in stakeholder


def test_old_figures_are_said_under_the_top_bar(client, program, monkeypatch):
    jobs: Registry[Job] = Registry()
    jobs.add("x.compute", Job("x.compute", "Compute", lambda **_: None, nightly=lambda **_: None))
    monkeypatch.setattr(freshness, "JOBS", jobs)
    at = NOW - timedelta(days=3)
    JobRun.objects.create(
        program=program,
        job="x.compute",
        slot="s",
        state="DONE",
        requested_at=at,
        not_before=at,
        finished_at=at,
    )
    client.force_login(member_of(program, Role.LEAD))

    assert "Figures are 3 days old: no run has been done since. Open jobs" in words(client, "/kit/")
