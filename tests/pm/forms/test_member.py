import pytest

from pm.forms.member import InvitationForm, JoinForm
from pm.permissions import Role
from tests.factories.pm import MembershipFactory, ProgramFactory, SubteamFactory, UserFactory

pytestmark = pytest.mark.django_db
ROLES = [Role.MANAGER, Role.MEMBER, Role.STAKEHOLDER]


@pytest.fixture
def program():
    return ProgramFactory()


def form(program, data, teams=()):
    return InvitationForm(data, program=program, roles=ROLES, subteams=teams)


def test_a_member_names_subteams_and_a_manager_none(program):
    team = SubteamFactory(program=program, slug="core")
    member = form(program, {"email": "A@Example.org", "role": "MEMBER", "subteams": ["core"]}, [team])
    manager = form(program, {"email": "b@example.org", "role": "MANAGER", "subteams": ["core"]}, [team])

    assert member.is_valid()
    assert manager.is_valid()
    assert (member.cleaned_data["email"], member.chosen_subteams) == ("a@example.org", [team])
    assert manager.chosen_subteams == []


def test_a_member_without_a_subteam_is_refused(program):
    team = SubteamFactory(program=program)
    sentence = "Member is a role of subteams. Choose at least one."

    assert form(program, {"email": "a@example.org", "role": "MEMBER"}, [team]).errors == {
        "subteams": [sentence]
    }
    assert form(program, {"email": "a@example.org", "role": "MEMBER"}).errors == {"role": [sentence]}


def test_a_role_above_ones_own_is_not_offered(program):
    assert "role" in form(program, {"email": "a@example.org", "role": "LEAD"}).errors


def test_somebody_who_is_in_it_already_is_not_invited_again(program):
    MembershipFactory(program=program, user=UserFactory(email="a@example.org"), role=Role.MANAGER)

    assert form(program, {"email": "A@example.org", "role": "MANAGER"}).errors == {
        "email": ["a@example.org is program manager here already."]
    }


@pytest.mark.parametrize("password", ["short", "passwordpassword1"[:11], "ada@example.org!"])
def test_a_weak_password_is_refused_beside_its_field(password):
    found = JoinForm({"name": "Ada", "password": password}, email="ada@example.org")

    assert list(found.errors) == ["password"]


def test_a_long_password_joins():
    assert JoinForm({"name": "Ada", "password": "correct horse battery"}, email="ada@example.org").is_valid()
