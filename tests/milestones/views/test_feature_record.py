"""The plain forms of features and statements."""

import pytest

from milestones.models import Feature, Statement, StatementRevision
from milestones.services import feature as features
from pm.models import Change
from pm.permissions import Role
from tests.factories.actors import actor
from tests.factories.milestones import FeatureFactory, StatementFactory
from tests.factories.plan import typed
from tests.factories.pm import ProgramFactory, member_of

pytestmark = pytest.mark.django_db

NEW = "/kit/features/new/"
PAGE = "/kit/features/relay/"


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture
def row(program):
    return FeatureFactory(program=program, slug="relay", name="Relay", area="Core")


@pytest.fixture(autouse=True)
def manager(client, program):
    person = member_of(program, Role.MANAGER)
    client.force_login(person)
    return person


def test_a_feature_is_added_and_edited(client, program):
    first = client.post(NEW, typed(client.get(NEW), name="Store and Forward", area="Core"))
    twice = client.post(NEW, typed(client.get(NEW), name="Store and forward"))
    address = client.post(NEW, typed(client.get(NEW), name="New"))
    page = "/kit/features/store-and-forward/edit/"
    client.post(page, typed(client.get(page), area="Edge", description="Keeps **messages**.\r\n"))

    row = Feature.objects.get()
    assert first.url == "/kit/features/store-and-forward/"
    assert "The short name “store-and-forward” is taken." in twice.content.decode()
    assert "The short name “new” is taken." in address.content.decode()
    assert (row.name, row.area, row.description) == ("Store and Forward", "Edge", "Keeps **messages**.")


def test_a_stale_edit_of_a_feature_is_a_choice(client, row):
    shown = client.get(f"{PAGE}edit/")
    features.edit(feature=row, changes={"area": "Edge"}, actor=actor())

    stale = client.post(f"{PAGE}edit/", typed(shown, area="Middle"))

    assert stale.status_code == 409
    assert "<ins>Edge</ins>" in stale.content.decode()


def test_a_statement_gets_the_next_number_of_its_letter_and_none_is_given_twice(client, program, row):
    StatementFactory(program=program, feature=row, letter="P", number=4, state="RETIRED")

    client.post(f"{PAGE}statements/new/", {"letter": "P", "text": " Starts in\r\n 2 s. "})
    short = client.post(f"{PAGE}statements/new/", {"letter": "P", "text": "ok"})

    new = Statement.objects.get(number=5)
    assert (new.code, new.text, StatementRevision.objects.get().number) == ("P5", "Starts in 2 s.", 1)
    assert short.status_code == 422
    assert "A statement is a sentence that can be checked." in short.content.decode()


def test_a_statement_becomes_a_limitation_is_retired_and_counts_again(client, program, row):
    one = StatementFactory(program=program, feature=row, letter="F", number=3)
    page = f"{PAGE}F3/state/"

    silent = client.post(page, typed(client.get(page), state="RETIRED"))
    for state, why in (("LIMITATION", "Known."), ("RETIRED", "Gone."), ("ACTIVE", "Asked for again.")):
        answer = client.post(page, typed(client.get(page), state=state, why=why), follow=True)
        one.refresh_from_db()
        assert one.state == state

    assert silent.status_code == 422
    assert "F3 is active now." in answer.content.decode()
    assert list(Change.objects.filter(field="state").order_by("pk").values_list("why", flat=True)) == [
        "Known.", "Gone.", "Asked for again.",
    ]  # fmt: skip


def test_only_those_who_edit_features_open_the_forms(client, program, row):
    client.force_login(member_of(program, Role.STAKEHOLDER))

    assert {client.get(path).status_code for path in (NEW, f"{PAGE}edit/", f"{PAGE}statements/new/")} == {403}
