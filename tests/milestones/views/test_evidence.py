import pytest

from milestones.models import EvidenceRequirement
from pm.permissions import Role
from tests.factories.delivery import EvidenceRequirementFactory
from tests.factories.pm import ProgramFactory, member_of

pytestmark = pytest.mark.django_db
URL = "/kit/settings/evidence/"
LIST_QUERIES = 7


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture(autouse=True)
def manager(client, program):
    client.force_login(member_of(program, Role.MANAGER))


def test_the_policy_is_listed_by_letter_at_the_same_cost(client, program, django_assert_num_queries):
    client.get(URL)
    EvidenceRequirementFactory(program=program, letter="+", kind="OTHER", text="Last")
    with django_assert_num_queries(LIST_QUERIES):
        client.get(URL)
    EvidenceRequirementFactory(program=program, letter="P", kind="PANEL", expires_after_days=90)
    EvidenceRequirementFactory(program=program, letter="F", kind="TEST_SUITE", need="OFF")
    with django_assert_num_queries(LIST_QUERIES):
        html = client.get(URL).content.decode()

    assert html.index("F Functionality") < html.index("P Performance") < html.index("+ Others")
    assert "after 90 days" in html
    assert "Not asked for" in html


def test_evidence_is_asked_for_once_and_no_more(client, program):
    typed = {"letter": "S", "kind": "OTHER", "need": "REQUIRED", "provider": "OWNER", "rank": "1"}
    added = client.post(f"{URL}new/", typed)
    again = client.post(f"{URL}new/", typed)
    row = EvidenceRequirement.objects.get()
    page = client.get(f"{URL}{row.pk}/edit/").content.decode()
    seen = {"need": "REQUIRED", "provider": "OWNER", "text": "", "rank": "1", "expires_after_days": ""}
    base = {f"base_{name}": value for name, value in seen.items()}
    wrong = client.post(f"{URL}{row.pk}/edit/", {**seen, **base, "expires_after_days": "0"})
    saved = client.post(
        f"{URL}{row.pk}/edit/", {**seen, **base, "need": "OFF", "expires_after_days": "30", "letter": "F"}
    )

    row.refresh_from_db()
    assert (added.status_code, again.status_code, wrong.status_code, saved.status_code) == (
        302,
        422,
        422,
        302,
    )
    assert "The policy of S has a line “Other” already." in again.content.decode()
    assert 'name="letter"' not in page
    assert (row.letter, row.need, row.expires_after_days) == ("S", "OFF", 30)
