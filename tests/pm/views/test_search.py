"""What the page of search and the palette show, and to whom."""

import pytest
from django.urls import NoReverseMatch, resolve, reverse

from milestones.models import Milestone, Risk
from pm.permissions import ROLES, Role
from pm.pure.search import typed_words
from pm.queries.search import find
from pm.registry import ACTIONS
from pm.rules import load_access
from pm.services import search
from tests.factories.base import RowFactory
from tests.factories.milestones import (
    DeliverableFactory,
    FeatureFactory,
    MilestoneFactory,
    StatementFactory,
    TrackFactory,
)
from tests.factories.pm import ProgramFactory, SubteamFactory, UserFactory, member_of
from tests.factories.spec import (
    DesignArtefactFactory,
    GateFactory,
    StakeholderFactory,
    SuccessCriterionFactory,
)
from tests.factories.structure import PeriodFactory

pytestmark = pytest.mark.django_db
PAGE_QUERIES = 9
PALETTE_QUERIES = 7


class RiskFactory(RowFactory):
    class Meta:
        model = Risk


@pytest.fixture
def program():
    return ProgramFactory(slug="kit", name="Kittiwake", is_public=True)


@pytest.fixture
def world(program):
    """A row of the common kinds about a beacon, and an internal milestone with what hangs on it."""
    track = TrackFactory(program=program, slug="radio", name="Beacon radio")
    team = SubteamFactory(program=program, slug="clients", name="Clients", code="CL")
    shown = MilestoneFactory(
        program=program, track=track, number=12, title="Beacon on the hill",
        narrative="A **béacon** that <b>everybody</b> sees from the sea.",
    )  # fmt: skip
    DeliverableFactory(program=program, milestone=shown, accountable=team, number=7, title="Light the beacon")
    feature = FeatureFactory(program=program, slug="light", name="Light", area="Signals")
    StatementFactory(
        program=program, feature=feature, letter="F", number=3, text="The beacon is lit at dusk."
    )
    RiskFactory(program=program, number=4, title="Beacon falls over", milestone=shown)
    hidden = MilestoneFactory(
        program=program, track=track, number=13, title="Secret beacon", is_internal=True
    )
    DeliverableFactory(
        program=program, milestone=hidden, accountable=team, number=8, title="Secret beacon lamp"
    )
    RiskFactory(program=program, number=5, title="Secret beacon costs", milestone=hidden)
    RiskFactory(program=program, number=6, title="Secret beacon gossip", is_internal=True)
    search.rebuild(program)
    return program


@pytest.fixture
def lead(client, program):
    person = member_of(program, Role.LEAD)
    client.force_login(person)
    return person


def found_titles(program, user, text):
    return {
        one.search.title: [hit.title for hit in one.hits]
        for one in find(program, load_access(user, program), typed_words(text))
    }


def test_every_kind_is_found_by_title_or_text(world, lead):
    assert found_titles(world, lead, "BEACON") == {
        "Milestones": ["Secret beacon", "Beacon on the hill"][::-1],
        "Deliverables": ["Light the beacon", "Secret beacon lamp"][::-1],
        "Statements": ["The beacon is lit at dusk."],
        "Risks": ["Beacon falls over", "Secret beacon gossip", "Secret beacon costs"],
        "Tracks": ["Beacon radio"],
    }


def test_the_lines_of_a_milestone_and_who_must_hear_of_it_are_found(world, lead):
    shown, hidden = Milestone.objects.filter(program=world).order_by("number")
    for milestone in (shown, hidden):
        SuccessCriterionFactory(program=world, milestone=milestone, text="Foghorn heard at two miles")
        GateFactory(program=world, milestone=milestone, lessons="Foghorn first.")
        DesignArtefactFactory(program=world, milestone=milestone, scope="Foghorn")
    StakeholderFactory(program=world, name="Foghorn keepers")
    PeriodFactory(program=world, code="2026H1", goal="A foghorn on each hill.")
    search.rebuild(world)
    both = {"Success criteria", "Gates", "Design artefacts"}

    found = found_titles(world, lead, "foghorn")
    assert {title: len(hits) for title, hits in found.items()} == {
        **dict.fromkeys(both, 2), "Periods": 1, "Stakeholders": 1,
    }  # fmt: skip
    of_outsiders = found_titles(world, UserFactory(), "foghorn")
    assert {title: len(hits) for title, hits in of_outsiders.items()} == {
        **dict.fromkeys(both, 1), "Periods": 1,
    }  # fmt: skip


def test_all_words_must_be_there_in_any_order(world, lead):
    assert found_titles(world, lead, "sea hill") == {"Milestones": ["Beacon on the hill"]}
    assert found_titles(world, lead, "sea lamp") == {}


@pytest.mark.parametrize(
    "path", ["/kit/search/?q=secret", "/kit/search/palette/?q=secret", "/kit/search/?q=M-13"]
)
def test_outsiders_find_nothing_of_internal_milestones(client, world, path):
    answer = client.get(path)

    assert answer.status_code == 200
    for words in ("Secret", "M-13<", "D-8", "R-5", "R-6", "</mark>"):
        assert words not in answer.content.decode()


def test_a_member_finds_no_people_and_a_manager_does(client, world):
    member = member_of(world, Role.MEMBER)
    manager = member_of(world, Role.MANAGER)

    assert found_titles(world, member, manager.name) == {}
    assert found_titles(world, manager, f"{member.name} example.org")["People"] == [member.name]


def test_another_programs_rows_are_never_found(world):
    other = ProgramFactory()
    MilestoneFactory(program=other, title="Beacon elsewhere")
    search.rebuild(other)

    assert found_titles(other, member_of(other), "beacon") == {"Milestones": ["Beacon elsewhere"]}
    assert "Beacon elsewhere" not in str(found_titles(world, member_of(world), "beacon"))


def test_the_page_marks_the_words_and_escapes_the_rest(client, world, lead):
    html = client.get("/kit/search/?q=beacon").content.decode()

    assert "A <mark>béacon</mark> that &lt;b&gt;everybody&lt;/b&gt; sees from the sea." in html
    assert '<span class="key">M-12</span> <mark>Beacon</mark> on the hill</a>' in html
    assert "9 entries shown." in html


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("M-12", "/kit/milestones/M-12/"),
        (" d-7 ", "/kit/deliverables/D-7/"),
        ("light F3", "/kit/features/light/"),
        ("Light/f3", "/kit/features/light/"),
    ],
)
def test_a_key_leads_straight_to_its_page(client, world, lead, typed, address):
    assert client.get("/kit/search/", {"q": typed}).url == address
    assert client.get("/search/", {"q": typed}).url == address


@pytest.mark.parametrize("typed", ["M-99", "M-13x", "light F9", "Q-1", "M-9999999999"])
def test_a_key_of_nothing_is_looked_for_as_words(client, world, lead, typed):
    answer = client.get("/kit/search/", {"q": typed})

    assert answer.status_code == 200
    assert "Nothing you may see holds" in answer.content.decode()


@pytest.mark.parametrize("typed", ["", "   ", "\x00\x07", "\u200b"])
def test_nothing_typed_says_what_to_type(client, world, lead, typed):
    for path in ("/kit/search/", "/search/"):
        assert "Type a key such as M-12" in client.get(path, {"q": typed}).content.decode()


@pytest.mark.parametrize(
    "typed", ["x" * 10_240, "beacon\x00\x1b' OR 1=1 --", "%", "_", "\\", "😀", "a " * 200]
)
def test_strange_words_are_answered(client, world, lead, typed):
    for path in ("/kit/search/", "/kit/search/palette/", "/search/", "/search/palette/"):
        assert client.get(path, {"q": typed}).status_code == 200


def test_a_percent_sign_is_a_letter_like_others(world, lead):
    assert found_titles(world, lead, "%") == {}
    assert found_titles(world, lead, "b_acon") == {}


def test_of_more_than_twenty_the_page_shows_twenty_and_says_how_many(client, world, lead):
    for number in range(100, 130):
        MilestoneFactory(program=world, number=number, title=f"Buoy {number}")
    search.rebuild(world)

    html = client.get("/kit/search/?q=buoy").content.decode()

    assert "20 of 30, narrow the words" in html
    assert html.count("<mark>Buoy</mark>") == 20


def test_a_word_that_is_everywhere_is_cut_and_says_so(client, world, lead, monkeypatch):
    monkeypatch.setattr("pm.queries.search.ENOUGH", 5)
    for number in range(100, 120):
        milestone = MilestoneFactory(program=world, number=number, title=f"Buoy {number}")
        DeliverableFactory(program=world, milestone=milestone, number=number, title=f"Buoy {number}")
    FeatureFactory(program=world, name="Buoy")
    search.rebuild(world)

    html = client.get("/kit/search/?q=buoy").content.decode()

    assert html.count("of more than 5, narrow the words") == 2
    assert "<mark>Buoy</mark></a>" in html


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_as_much_for_one_hit_as_for_three(
    client, program, lead, django_assert_num_queries, count
):
    for number in range(count):
        deliverable = DeliverableFactory(program=program, number=50 + number, title=f"Buoy {number}")
        RiskFactory(program=program, number=60 + number, title="Buoy", milestone=deliverable.milestone)
        StatementFactory(program=program, number=70 + number, text="A buoy.")
    search.rebuild(program)
    client.get("/kit/search/?q=buoy")

    with django_assert_num_queries(PAGE_QUERIES):
        client.get("/kit/search/?q=buoy")
    with django_assert_num_queries(PALETTE_QUERIES):
        client.get("/kit/search/palette/?q=buoy")


def test_the_palette_offers_pages_and_what_one_may_begin(client, world, lead):
    everything = client.get("/kit/search/palette/").content.decode()
    some = client.get("/kit/search/palette/?q=road").content.decode()

    assert 'href="/kit/people/"' in everything
    assert "Invite a person" in everything
    assert 'href="/kit/roadmap/"' in some
    assert "Invite a person" not in some
    assert 'data-count="2 entries"' in some or 'data-count="1 entry"' in some


def test_the_palette_offers_only_what_its_page_allows():
    wrong = {}
    for action in ACTIONS:
        try:
            view = resolve(reverse(action.url_name, args=["kit"])).func
        except NoReverseMatch:
            continue
        if any(action.permission in held and view.permission not in held for held in ROLES.values()):
            wrong[action.url_name] = view.permission

    assert wrong == {}


def test_the_palette_offers_no_page_that_is_not_open(client, world):
    client.force_login(member_of(world, Role.STAKEHOLDER))

    html = client.get("/kit/search/palette/").content.decode()

    assert 'href="/kit/roadmap/"' in html
    assert "/kit/people/" not in html


def test_all_my_programs_are_searched_and_no_others(client, world, lead):
    mine = ProgramFactory(slug="mine", name="Mine")
    MilestoneFactory(program=mine, number=1, title="Beacon of mine")
    other = ProgramFactory(slug="other", name="Other")
    MilestoneFactory(program=other, number=1, title="Beacon of others")
    search.rebuild(mine)
    search.rebuild(other)
    from_both = member_of(mine, Role.MEMBER)
    client.force_login(from_both)

    for path in ("/search/", "/search/palette/"):
        html = client.get(path, {"q": "beacon"}).content.decode()

        assert "/mine/milestones/M-1/" in html
        assert "/kit/milestones/M-12/" in html
        assert "/other/" not in html
        assert "Secret" not in html


def test_the_palette_offers_to_change_what_a_key_names_to_those_who_may(client, world, lead, program):
    found = client.get("/kit/search/palette/?q=m-12").content.decode()
    client.force_login(member_of(program, Role.STAKEHOLDER))
    reader = client.get("/kit/search/palette/?q=m-12").content.decode()

    for words in ("Change the owner of M-12", "Change the status of M-12", "Change the target of M-12"):
        assert (words in found, words in reader) == (True, False)
    assert 'href="/kit/cell/M-12/owner/"' in found
