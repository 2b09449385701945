import pytest

from milestones.services import milestone as milestones
from pm.permissions import Role
from pm.queries.history import noun_in_words
from pm.services.history import recording
from tests.factories.actors import actor
from tests.factories.milestones import FeatureFactory, MilestoneFactory, StatementFactory, TrackFactory
from tests.factories.pm import MembershipFactory, ProgramFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
QUERIES = 10


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def lead(client, program):
    person = member_of(program, Role.LEAD)
    client.force_login(person)
    return person


def retitle(program, number, title="New", *, why="", who=None):
    row = MilestoneFactory(program=program, number=number, title="Old")
    milestones.edit(milestone=row, changes={"title": title}, actor=actor(who), why=why)
    return row


def test_a_change_says_who_what_from_to_and_why(client, program, lead):
    retitle(program, 3, why="The scope is smaller.", who=UserFactory(name="Ada Quill"))

    html = client.get("/kit/history/").content.decode()

    assert "<b>Ada Quill</b>" in html
    assert '<a class="link" href="/kit/milestones/M-3/">M-3</a>' in html
    assert 'title <span class="from">Old</span> → New.' in html
    assert "Why: The scope is smaller." in html
    assert "Monday 2 Mar 2026" in html


def test_a_change_set_is_told_under_its_title(client, program, lead):
    with recording(actor(lead), program) as record:
        record.group("Import of notes")
        for number in (1, 2):
            retitle(program, number, who=lead)

    html = client.get("/kit/history/").content.decode()

    assert "Import of notes" in html
    assert "2 changes on this page" in html


def test_filters_stand_in_the_address(client, program, lead):
    retitle(program, 3, title="Third", who=lead)
    retitle(program, 4, title="Fourth", who=lead)

    html = client.get("/kit/history/?key=M-4&noun=milestone").content.decode()

    assert "Fourth" in html
    assert "Third" not in html
    assert 'href="/kit/history/?noun=milestone"' in html


def test_nothing_found_names_the_way_back(client, program, lead):
    retitle(program, 3)

    assert "No change matches the filters" in client.get("/kit/history/?key=M-99").content.decode()


def test_a_hundred_rows_a_page(client, program, lead):
    row = MilestoneFactory(program=program, number=1)
    for number in range(101):
        milestones.edit(milestone=row, changes={"title": f"Title {number}"}, actor=actor(lead))

    first = client.get("/kit/history/").content.decode()
    second = client.get("/kit/history/?page=2").content.decode()

    assert 'rel="next" href="?page=2"' in first
    assert 'rel="prev"' in second
    assert "Title 0." in second


@pytest.mark.parametrize(
    "query", ["page=x", "page=0", "since=31+Jun", "person=999999", "noun=%00", "until=9999-12-31"]
)
def test_any_address_answers(client, program, lead, query):
    assert client.get(f"/kit/history/?{query}").status_code == 200


def test_readers_from_outside_do_not_see_it(client):
    program = ProgramFactory(slug="open", is_public=True)
    client.force_login(UserFactory())

    assert client.get(f"/{program.slug}/history/").status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_query_count_does_not_grow(client, program, lead, rows, django_assert_num_queries):
    for number in range(1, rows + 1):
        row = retitle(program, number, who=lead)
        owner = MembershipFactory(program=program).user
        changes = {"owner": owner, "track": TrackFactory(program=program)}
        milestones.edit(milestone=row, changes=changes, actor=actor(lead))
        StatementFactory(program=program, feature=FeatureFactory(program=program))

    client.get("/kit/history/")  # the first request of a session also writes it

    with django_assert_num_queries(QUERIES):
        client.get("/kit/history/")


def test_subjects_lead_to_their_own_page(client, program, lead):
    feature = FeatureFactory(program=program, slug="sync")
    track = TrackFactory(program=program, slug="quality")
    with recording(actor(lead), program) as record:
        record.update(feature, {"name": "Sync"}, subject="sync")
        record.update(track, {"name": "Quality"}, subject="quality")
        record.update(program, {"name": "Kit"}, subject="R-7")

    html = client.get("/kit/history/").content.decode()

    assert 'href="/kit/features/sync/">sync</a>' in html
    assert 'href="/kit/risks/R-7/">R-7</a>' in html
    assert "on quality:" in html


def test_many_of_a_noun_are_said_as_people_say_them():
    assert noun_in_words("milestones.acceptancecriterion", many=True) == "acceptance criteria"
    assert noun_in_words("estimates.effortentry", many=True) == "effort entries"
    assert noun_in_words("pm.watch", many=True) == "watches"
    assert noun_in_words("milestones.signoff", many=True) == "sign-offs"
