import re

import pytest
from django.test import Client

from milestones.models import Deliverable, Milestone
from pm.models import Change, ChangeSet, Invitation, Membership, User
from pm.permissions import Role
from pm.rules import load_access
from pm.services import membership
from tests.factories.actors import NOW, actor
from tests.factories.milestones import DeliverableFactory, MilestoneFactory
from tests.factories.pm import (
    MembershipFactory,
    MembershipSubteamFactory,
    ProgramFactory,
    SubteamFactory,
    UserFactory,
    member_of,
)

pytestmark = pytest.mark.django_db
QUERIES = 11
PASSWORD = "correct horse battery"


@pytest.fixture
def program():
    return ProgramFactory(slug="kit", name="Kittiwake")


@pytest.fixture
def team(program):
    return SubteamFactory(program=program, slug="core", name="Core")


@pytest.fixture
def lead(client, program, team):
    person = member_of(program, Role.LEAD)
    client.force_login(person)
    return person


def invited(program, by, email="new@example.org", role=Role.STAKEHOLDER, subteams=(), moment=NOW):
    return membership.invite(
        program=program, email=email, role=role, access=load_access(by, program), link_prefix="/invitations/",
        subteams=subteams, actor=actor(by, moment=moment),
    )  # fmt: skip


def test_people_are_shown_with_role_and_subteams(client, program, team, lead):
    member_of(program, Role.MEMBER, team)

    html = client.get("/kit/people/").content.decode()

    assert "2 people are in Kittiwake." in html
    assert ">Core<" in html


def test_an_invitation_shows_its_link_once(client, program, lead):
    response = client.post(
        "/kit/people/", {"email": "New@example.org", "role": "MEMBER", "subteams": ["core"]}
    )
    again = client.get("/kit/people/").content.decode()

    [token] = re.findall(r'value="http://testserver/invitations/([^"]+)/"', response.content.decode())
    invitation = Invitation.objects.get()
    assert response.status_code == 201
    assert invitation.token_hash == membership.hash_of(token)
    assert (invitation.email, invitation.role) == ("new@example.org", "MEMBER")
    assert 'value="New@example.org"' not in response.content.decode()
    assert token not in again
    assert "new@example.org" in again


def test_a_refused_invitation_keeps_what_was_typed(client, lead):
    response = client.post("/kit/people/", {"email": "new@example.org", "role": "MEMBER"})

    html = response.content.decode()
    assert response.status_code == 422
    assert "Member is a role of subteams. Choose at least one." in html
    assert 'value="new@example.org"' in html
    assert not Invitation.objects.exists()


def test_a_manager_does_not_make_a_lead(client, program, team):
    client.force_login(member_of(program, Role.MANAGER))

    response = client.post("/kit/people/", {"email": "new@example.org", "role": "LEAD"})

    assert response.status_code == 422
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", [Role.SUBTEAM_LEAD, Role.MEMBER, Role.SERVICE, Role.STAKEHOLDER])
def test_others_do_not_manage_people(client, program, team, role):
    client.force_login(member_of(program, role, team))

    assert client.get("/kit/people/").status_code == 403
    assert client.post("/kit/people/", {"email": "a@example.org", "role": "STAKEHOLDER"}).status_code == 403


def test_a_role_is_ended_after_a_question_and_given_back(client, program, team, lead):
    member = MembershipFactory(program=program, role=Role.MEMBER)
    MembershipSubteamFactory(membership=member, program=program, subteam=team)
    path = f"/kit/people/{member.pk}/"

    question = client.get(f"{path}deactivate/")
    unchanged = Membership.objects.get(pk=member.pk).is_active
    ended = client.post(f"{path}deactivate/")
    off = Membership.objects.get(pk=member.pk).is_active
    client.post(f"{path}activate/")

    assert question.status_code == 200
    assert (ended.status_code, ended["Location"]) == (302, "/kit/people/")
    assert (unchanged, off, Membership.objects.get(pk=member.pk).is_active) == (True, False, True)


def test_the_only_lead_stays(client, program, lead):
    own = Membership.objects.get(user=lead)

    response = client.post(f"/kit/people/{own.pk}/deactivate/")

    assert response.status_code == 422
    assert "is the only program lead" in response.content.decode()


def test_a_manager_does_not_end_a_lead(client, program, team):
    own = MembershipFactory(program=program, role=Role.LEAD)
    client.force_login(member_of(program, Role.MANAGER))

    assert client.post(f"/kit/people/{own.pk}/deactivate/").status_code == 403
    assert client.post(f"/kit/people/{own.pk}/activate/").status_code == 403


def test_a_role_of_another_program_is_not_here(client, program, lead):
    other = MembershipFactory()

    assert client.post(f"/kit/people/{other.pk}/deactivate/").status_code == 404


def test_an_invitation_is_taken_back(client, program, lead):
    invitation, token = invited(program, lead)

    response = client.post(f"/kit/people/invitations/{invitation.pk}/withdraw/")
    gone = client.get(f"/invitations/{token}/")

    assert response.status_code == 302
    assert gone.status_code == 410
    assert "This invitation was used or has ended." in gone.content.decode()


def test_a_new_person_joins_with_name_and_password(client, program, team, lead):
    _, token = invited(program, lead, role=Role.MEMBER, subteams=[team])
    client.logout()

    page = client.get(f"/invitations/{token}/").content.decode()
    response = client.post(f"/invitations/{token}/", {"name": "Nils Varga", "password": PASSWORD})
    home = client.get("/kit/")

    person = User.objects.get(email="new@example.org")
    assert "Join Kittiwake" in page
    assert (response.status_code, response["Location"]) == (302, "/kit/")
    assert home.status_code == 200
    assert (person.name, person.check_password(PASSWORD)) == ("Nils Varga", True)
    assert list(person.memberships.values_list("role", "subteam_links__subteam__slug")) == [
        ("MEMBER", "core")
    ]


def test_a_weak_password_is_refused_beside_the_field(client, program, lead):
    _, token = invited(program, lead)
    client.logout()

    response = client.post(f"/invitations/{token}/", {"name": "Nils", "password": "short"})

    assert response.status_code == 422
    assert "at least 12 characters" in response.content.decode()
    assert 'value="Nils"' in response.content.decode()
    assert not User.objects.filter(email="new@example.org").exists()


def test_a_person_with_an_account_signs_in_first_then_joins(client, program, lead):
    person = UserFactory(email="new@example.org")
    _, token = invited(program, lead)
    client.logout()

    signed_out = client.get(f"/invitations/{token}/").content.decode()
    sneaked = client.post(f"/invitations/{token}/", {"name": "Eve", "password": PASSWORD})
    client.force_login(person)
    response = client.post(f"/invitations/{token}/")

    assert f"/accounts/login/?next=/invitations/{token}/" in signed_out
    assert sneaked.status_code == 422
    assert (response.status_code, response["Location"]) == (302, "/kit/")
    assert Membership.objects.filter(user=person, role="STAKEHOLDER").exists()


def test_somebody_else_cannot_use_the_link(client, program, lead):
    _, token = invited(program, lead)

    response = client.post(f"/invitations/{token}/")

    assert response.status_code == 422
    assert "This invitation is for new@example.org." in response.content.decode()
    assert Invitation.objects.get().accepted_at is None


def test_a_link_works_once(client, program, lead):
    _, token = invited(program, lead)
    client.logout()
    client.post(f"/invitations/{token}/", {"name": "Nils", "password": PASSWORD})

    assert client.get(f"/invitations/{token}/").status_code == 410


@pytest.mark.parametrize("rows", [1, 3])
def test_query_count_does_not_grow(client, program, team, lead, rows, django_assert_num_queries):
    for number in range(rows):
        member_of(program, Role.MEMBER, team)
        invited(program, lead, email=f"p{number}@example.org", role=Role.MEMBER, subteams=[team])

    client.get("/kit/people/")  # the first request of a session also writes it

    with django_assert_num_queries(QUERIES):
        client.get("/kit/people/")


def test_many_people_are_shown_page_by_page(client, program, team, lead, monkeypatch):
    monkeypatch.setattr("pm.views.member.PAGE_SIZE", 2)
    for _ in range(4):
        member_of(program, Role.MEMBER, team)

    pages = [client.get(f"/kit/people/?page={number}").content.decode() for number in (1, 3, 9)]

    assert [html.count('class="who"') for html in pages] == [2, 1, 1]
    assert "roles 1–2 of 5" in pages[0]
    assert ("Next rows" in pages[0], "Earlier rows" in pages[1]) == (True, True)


def test_people_are_filtered_by_the_address_and_go_into_a_file(client, program, team, lead):
    ada = member_of(program, Role.MEMBER, team)
    member_of(program, Role.STAKEHOLDER)
    MembershipFactory(program=program, user=UserFactory(name="=Bo"), role=Role.SERVICE, is_active=False)

    listed = client.get("/kit/people/", {"subteam": "core"}).content.decode()
    named = client.get("/kit/people/", {"q": ada.name.upper()}).content.decode()
    rows = client.get("/kit/people/", {"format": "csv", "role": ["MEMBER", "SERVICE"]})

    assert [text.count('data-l="Role"') for text in (listed, named)] == [1, 1]
    assert "3 people are in Kittiwake" in listed
    assert 'aria-label="Remove the filter Subteam Core"' in listed
    assert [row.split(",")[0] for row in rows.content.decode().splitlines()] == ["name", ada.name, "'=Bo"]
    assert rows.content.decode().splitlines()[1].endswith(",Member,Core,2026-01-05,yes")


@pytest.fixture
def leaver(program):
    """Somebody who owns an open milestone and deliverable, and one that is closed."""
    member = MembershipFactory(program=program, role=Role.STAKEHOLDER, user=UserFactory(name="Nia Reed"))
    milestone = MilestoneFactory(program=program, owner=member.user, title="Harbour lights", number=3)
    DeliverableFactory(milestone=milestone, program=program, owner=member.user, number=7)
    DeliverableFactory(
        milestone=milestone, program=program, owner=member.user, status="CLOSED", closed_on="2026-02-01",
        number=8,
    )  # fmt: skip
    return member


def owners(program):
    rows = [*Milestone.objects.order_by("number"), *Deliverable.objects.order_by("number")]
    return {row.key: row.owner.name if row.owner else "" for row in rows}


def test_who_leaves_leaves_a_list_of_what_they_own(client, leaver, lead):
    page = client.get(f"/kit/people/{leaver.pk}/deactivate/").content.decode()
    ended = client.post(f"/kit/people/{leaver.pk}/deactivate/", follow=True).content.decode()

    assert "2 open things are theirs" in page
    assert '<a class="link small" href="/kit/milestones/M-3/">Open' in page
    assert "2 still carry their name." in ended


def test_everything_open_is_handed_to_one_person_apart_from_what_goes_to_another(
    client, program, leaver, lead
):
    ada = member_of(program, Role.MEMBER, SubteamFactory(program=program))
    url = f"/kit/people/{leaver.pk}/deactivate/"

    said = client.post(url, {"to_all": lead.pk, "to_D-7": ada.pk}, follow=True).content.decode()

    assert owners(program) == {"M-3": lead.name, "D-7": ada.name, "D-8": "Nia Reed"}
    assert "Nia Reed is no longer stakeholder here. Handed over 2 of 2." in said
    [title] = ChangeSet.objects.values_list("title", flat=True)
    assert title == "What Nia Reed owned was handed over"
    assert Change.objects.filter(field="owner", change_set__isnull=False).count() == 2


def test_work_can_be_handed_over_before_anybody_leaves(client, program, leaver, lead):
    url = f"/kit/people/{leaver.pk}/deactivate/"

    said = client.post(url, {"to_M-3": lead.pk, "hand_over": "1"}, follow=True)

    leaver.refresh_from_db()
    assert said.redirect_chain == [(url, 302)]
    assert (leaver.is_active, owners(program)["M-3"]) == (True, lead.name)
    assert "1 open thing is theirs" in said.content.decode()


def test_nothing_is_handed_to_strangers_and_nothing_when_the_role_cannot_end(client, program, leaver, lead):
    stranger = UserFactory()
    refused = client.post(f"/kit/people/{leaver.pk}/deactivate/", {"to_all": stranger.pk})
    MilestoneFactory(program=program, owner=lead, number=4)
    own = lead.memberships.get()
    last = client.post(f"/kit/people/{own.pk}/deactivate/", {"to_all": leaver.user_id})

    assert (refused.status_code, last.status_code) == (422, 422)
    assert "Choose somebody who is in the program." in refused.content.decode()
    assert "is the only program lead. Make somebody else lead first." in last.content.decode()
    assert owners(program)["M-4"] == lead.name


def test_a_role_and_its_subteams_are_changed(client, program, team, lead):
    other = SubteamFactory(program=program, slug="quay", name="Quay")
    person = member_of(program, Role.MEMBER, team)
    member = person.memberships.get()
    url = f"/kit/people/{member.pk}/edit/"
    seen = {"base_role": "MEMBER", "base_subteams": "core"}

    page = client.get(url).content.decode()
    client.post(url, {**seen, "role": "SUBTEAM_LEAD", "subteams": ["quay"]})

    member.refresh_from_db()
    assert 'name="base_subteams" value="core"' in page
    assert (member.role, [link.subteam for link in member.subteam_links.all()]) == ("SUBTEAM_LEAD", [other])
    none = client.post(url, {"role": "MEMBER", "base_role": "SUBTEAM_LEAD", "base_subteams": "quay"})
    assert none.status_code == 422
    assert "Member is a role of subteams. Choose at least one." in none.content.decode()


def test_a_role_somebody_has_or_nobody_may_give_is_refused(client, program, team, lead):
    person = member_of(program, Role.STAKEHOLDER)
    MembershipFactory(program=program, user=person, role=Role.MANAGER)
    url = f"/kit/people/{person.memberships.get(role='STAKEHOLDER').pk}/edit/"
    seen = {"base_role": "STAKEHOLDER", "base_subteams": ""}
    taken = client.post(url, {**seen, "role": "MANAGER"})
    last = client.post(f"/kit/people/{lead.memberships.get().pk}/edit/",
                       {"base_role": "LEAD", "base_subteams": "", "role": "SERVICE"})  # fmt: skip
    client.force_login(member_of(program, Role.MANAGER))
    higher = client.post(url, {**seen, "role": "LEAD"})

    assert [page.status_code for page in (taken, last, higher)] == [422, 422, 422]
    assert "is program manager here already. End this role instead." in taken.content.decode()
    assert "is the only program lead." in last.content.decode()


def test_who_leaves_is_out_with_the_next_request(client, program, lead):
    member = MembershipFactory(program=program, role=Role.STAKEHOLDER)
    theirs = Client()
    theirs.force_login(member.user)
    assert theirs.get("/kit/").status_code == 200

    client.post(f"/kit/people/{member.pk}/deactivate/")

    assert theirs.get("/kit/").status_code == 404


def test_a_manager_does_not_take_back_the_invitation_of_a_lead(client, program, lead):
    invitation, _ = invited(program, lead, role=Role.LEAD)
    client.force_login(member_of(program, Role.MANAGER))

    assert client.post(f"/kit/people/invitations/{invitation.pk}/withdraw/").status_code == 403
