import csv
import re

import pytest

from milestones.models import Statement, StatementRevision
from milestones.services import feature as features
from pm.permissions import Role
from pm.services.history import computing
from tests.factories.actors import NOW, actor
from tests.factories.milestones import (
    DeliverableFactory,
    FeatureFactory,
    MilestoneFactory,
    PinFactory,
    StatementFactory,
)
from tests.factories.pm import ProgramFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}
LIST_QUERIES = 10
PAGE_QUERIES = 11
WORD = "/kit/features/store/F3/"
OLD = "Messages are kept for seven days."
NEW = "Messages are kept as long as the node says."


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def feature(program):
    return FeatureFactory(program=program, slug="store", name="Store-and-forward", area="Messaging")


@pytest.fixture
def statement(feature):
    return StatementFactory(program=feature.program, feature=feature, number=3, text=OLD)


@pytest.fixture
def manager(client, program):
    person = member_of(program, Role.MANAGER)
    client.force_login(person)
    return person


def words_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def promise(statement, **fields):
    program = statement.program
    held = DeliverableFactory(program=program, **fields)
    return PinFactory(program=program, deliverable=held, statement=statement, revision=statement.revision)


def test_list_shows_doneness_by_letter_and_what_nobody_promises(client, feature, statement, manager):
    FeatureFactory(program=feature.program, name="Pairing", area="Devices")

    words = words_of(client.get("/kit/features/"))

    assert "1 statement is written down; 1 of them promised by nobody." in words
    assert "Devices Pairing – – – – – – –" in words
    assert "Messaging Store-and-forward 0/1 claimed, 0 verified – – – – – 1" in words


def test_list_narrows_to_an_area_or_to_gaps(client, feature, statement, manager):
    FeatureFactory(program=feature.program, name="Pairing", area="Devices")

    area = client.get("/kit/features/?area=Devices").content.decode()
    gaps = client.get("/kit/features/?unpromised=true").content.decode()
    none = client.get("/kit/features/?area=Devices&unpromised=true").content.decode()

    assert ("Pairing" in area, "Store-and-forward" in area) == (True, False)
    assert ("Pairing" in gaps, "Store-and-forward" in gaps) == (False, True)
    assert "No feature matches" in none


def test_list_without_features_says_what_they_are(client, manager):
    assert "No feature is written down yet" in client.get("/kit/features/").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_list_query_count_does_not_grow(client, program, manager, rows, django_assert_num_queries):
    for number in range(rows):
        one = FeatureFactory(program=program, area=f"Area {number}")
        promise(StatementFactory(program=program, feature=one, number=1))
    client.get("/kit/features/")

    with django_assert_num_queries(LIST_QUERIES):
        client.get("/kit/features/")


def test_matrix_shows_promises_by_deliverable(client, feature, statement, manager):
    promise(statement, number=9101, title="Node storage", status="IN_PROGRESS")
    StatementFactory(program=feature.program, feature=feature, number=4, text="Nobody promised this.")
    StatementFactory(program=feature.program, feature=feature, letter="R", number=1, state="LIMITATION")

    response = client.get("/kit/features/store/")

    words, html = words_of(response), response.content.decode()
    assert "0 of 2 statements are claimed, 0 verified; 1 is promised by nobody" in words
    assert "Functionality claimed 0 of 2, verified 0" in words
    assert 'aria-label="D-9101 open"' in html
    assert "Promised by nobody" in words
    assert "limitation" in words


def test_many_deliverables_are_listed_instead_of_columns(client, feature, statement, manager):
    for number in range(9001, 9014):
        promise(statement, number=number)

    words = words_of(client.get("/kit/features/store/"))

    assert "Promised by 13 deliverables" in words
    assert "promised by 13" in words


def test_internal_deliverables_are_not_named_to_readers(client, program, feature, statement):
    hidden = MilestoneFactory(program=program, is_internal=True)
    promise(statement, number=9101, title="Secret work", milestone=hidden)
    with computing():
        type(program).objects.update(is_public=True)
    outside = client.get("/kit/features/store/").content.decode()
    client.force_login(member_of(program, Role.STAKEHOLDER))
    inside = client.get("/kit/features/store/").content.decode()

    assert ("D-9101" in inside, "D-9101" in outside, "Secret work" in outside) == (True, False, False)


@pytest.mark.parametrize("rows", [1, 3])
def test_matrix_query_count_does_not_grow(client, program, feature, manager, rows, django_assert_num_queries):
    for number in range(1, rows + 1):
        promise(StatementFactory(program=program, feature=feature, number=number))
    client.get("/kit/features/store/")

    with django_assert_num_queries(PAGE_QUERIES):
        client.get("/kit/features/store/")


def test_unknown_features_and_codes_are_404(client, feature, statement, manager):
    for path in ("/kit/features/nothing/", "/kit/features/store/F4/", "/kit/features/store/x/"):
        assert client.get(path).status_code == 404


# --- Rewording


def test_editor_is_a_page_or_a_fragment(client, feature, statement, manager):
    page = client.get(WORD).content.decode()
    fragment = client.get(WORD, headers=HTMX).content.decode()
    rest = client.get(f"{WORD}?rest=1", headers=HTMX).content.decode()

    assert "<html" in page
    assert "hx-post" not in page  # a whole page goes back to the feature, it is no cell
    assert "hx-post" in fragment
    spot = f'id="statement-{statement.pk}-text"'
    assert fragment.startswith(f'<form class="form st-edit cell-form-text" {spot}')
    assert rest.startswith(f'<a class="st-cell" {spot}')


def test_a_new_wording_is_a_new_revision(client, feature, statement, manager):
    response = client.post(WORD, {"text": NEW, "why": "Nodes differ.", "base_text": OLD})

    statement.refresh_from_db()
    assert (response.status_code, response["Location"]) == (302, "/kit/features/store/")
    assert (statement.text, statement.revision) == (NEW, 2)
    assert StatementRevision.objects.get().text == NEW


def test_htmx_gets_the_text_back_and_the_matrix_hears_of_it(client, feature, statement, manager):
    response = client.post(WORD, {"text": NEW, "base_text": OLD}, headers=HTMX)

    assert response.status_code == 200
    assert response["HX-Trigger-After-Settle"] == "statement-changed"
    assert 'data-announce="F3 is now at revision 2."' in response.content.decode()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_refused_wording_keeps_what_was_typed(client, feature, statement, manager, headers):
    response = client.post(WORD, {"text": "ab", "why": "Shorter.", "base_text": OLD}, headers=headers)

    html = response.content.decode()
    assert response.status_code == 422
    assert "A statement is a sentence that can be checked." in html
    assert 'value="Shorter."' in html


def test_the_same_words_change_nothing(client, feature, statement, manager):
    client.post(WORD, {"text": f" {OLD} ", "base_text": OLD})

    assert Statement.objects.get().revision == 1


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_two_wordings_are_a_choice_with_an_editable_result(client, feature, statement, manager, headers):
    theirs = "Messages are kept for a month."
    features.reword(statement=statement, text=theirs, actor=actor(UserFactory(name="Cleo Fenn")))

    response = client.post(WORD, {"text": NEW, "base_text": OLD}, headers=headers)
    html = response.content.decode()
    kept = client.post(WORD, {"text": NEW, "base_text": theirs})

    statement.refresh_from_db()
    assert response.status_code == 409
    assert "Cleo Fenn reworded F3 while you were writing" in html
    assert f'name="base_text" value="{theirs}"' in html
    assert f">{NEW}</textarea>" in html
    assert (kept.status_code, statement.text, statement.revision) == (302, NEW, 3)


@pytest.mark.parametrize("role", [Role.SUBTEAM_LEAD, Role.STAKEHOLDER])
def test_others_read_and_do_not_reword(client, program, feature, statement, role):
    client.force_login(member_of(program, role))

    assert "st-cell" not in client.get("/kit/features/store/").content.decode()
    assert client.post(WORD, {"text": NEW, "base_text": OLD}).status_code == 403


def test_the_file_of_features_holds_doneness_by_letter(client, program):
    client.force_login(member_of(program, Role.STAKEHOLDER))
    feature = FeatureFactory(program=program, name="Store", area="Messaging")
    row = DeliverableFactory(program=program, status="CLOSED", closed_on=NOW.date())
    promised, free = (StatementFactory(program=program, feature=feature, number=n) for n in (1, 2))
    PinFactory(program=program, deliverable=row, statement=promised)

    response = client.get(f"/{program.slug}/features/?format=csv")

    [line] = csv.DictReader(response.content.decode().splitlines())
    assert (line["feature"], line["area"], line["promised by nobody"]) == ("Store", "Messaging", "1")
    assert (line["F claimed"], line["F verified"], line["F statements"]) == ("1", "0", "2")
