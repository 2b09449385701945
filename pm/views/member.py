"""The people of a program: invite, another role, deactivate with hand-over, take back, join."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from pm.errors import DomainError
from pm.filters import chips
from pm.forms.member import HandOverForm, InvitationForm, JoinForm, MemberFilter, MemberForm, Owned
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Invitation, Membership, Program, Subteam, User
from pm.permissions import ROLES, Permission, Role
from pm.queries.member import Member, members_of, open_invitations, people_of
from pm.queries.page import clamped, number_of
from pm.registry import HOLDINGS
from pm.rules import Access
from pm.services import membership
from pm.views.csv_file import csv_answer
from pm.views.record import record_page

PAGE_SIZE = 50
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def grantable(access: Access) -> list[Role]:
    """The roles this person may give: those that hold nothing they lack themselves."""
    names = [Role(value) for value, _ in Role.member_choices()]
    return [role for role in names if all(access.can(permission) for permission in ROLES[role])]


def form_of(request: UserRequest, program: Program, *, bound: bool = True) -> InvitationForm:
    """The invitation form, bound to a POST."""
    return InvitationForm(
        request.POST if bound and request.method == "POST" else None,
        auto_id="invite_%s",  # the filters of the page have a role and subteams, too
        program=program,
        roles=grantable(request.access),
        subteams=working_subteams(program),
    )


def working_subteams(program: Program) -> list[Subteam]:
    rows = Subteam.objects.filter(program=program, is_archived=False)
    return list(rows.order_by("rank", "name", "pk"))


def people_file(program: Program, members: Iterable[Member], today: date) -> HttpResponse:
    """The people who pass the filters, for a spreadsheet."""
    return csv_answer(
        f"{program.slug}-people-{today.isoformat()}.csv",
        ("name", "e-mail", "role", "subteams", "since", "active"),
        ((one.name, one.email, one.role_label, one.teams, one.since_on, one.is_active) for one in members),
    )


def people_page(
    request: UserRequest,
    program: Program,
    form: InvitationForm,
    *,
    link: str = "",
    invited: str = "",
    status: int = 200,
) -> HttpResponse:
    """The people of the program with the invitation form."""
    now = timezone.now()
    everybody = members_of(program, now=now)
    may_end = {role.value for role in grantable(request.access)}
    filterset = MemberFilter(
        request.GET,
        queryset=Membership.objects.filter(program=program),
        subteams=list(form.by_slug.values()),
    )
    on = chips(filterset, request.GET, request.path)
    chosen = set(filterset.qs.values_list("pk", flat=True)) if on else None
    found = [one for one in everybody if chosen is None or one.pk in chosen]
    if request.GET.get("format") == "csv":
        return people_file(program, found, actor_of(request, program).today)
    active = [one for one in found if one.is_active]
    number = clamped(number_of(request.GET.get("page")), total=len(active), size=PAGE_SIZE)
    start = (number - 1) * PAGE_SIZE
    shown = active[start : start + PAGE_SIZE]
    context: dict[str, Any] = {
        "active": [(one, one.role in may_end) for one in shown],
        "active_count": len(active),
        "page_number": number,
        "has_next": start + PAGE_SIZE < len(active),
        "page_words": f"roles {start + 1}–{start + len(shown)} of {len(active)}",
        "ended": [(one, one.role in may_end) for one in found if not one.is_active],
        "people_count": len({one.email for one in everybody if one.is_active}),
        "chips": on,
        "filters": filterset.form,
        "count": f"{len(found)} role{'' if len(found) == 1 else 's'}",
        "invitations": open_invitations(program, now=now),
        "form": form,
        "link": link,
        "invited": invited,
        "hours": membership.INVITATION_HOURS,
        "crumbs": [("People", None)],
    }
    return render(request, "pm/member/list.html", context, status=status)


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: UserRequest, program: Program) -> HttpResponse:
    """Who is in the program, and who is invited. A POST invites and shows the link once."""
    form = form_of(request, program)
    if request.method != "POST":
        return people_page(request, program, form)
    if not form.is_valid():
        return people_page(request, program, form, status=422)
    try:
        _, token = membership.invite(
            program=program,
            email=form.cleaned_data["email"],
            role=Role(form.cleaned_data["role"]),
            access=request.access,
            link_prefix=request.build_absolute_uri("/invitations/"),
            subteams=form.chosen_subteams,
            actor=actor_of(request, program),
        )
    except DomainError as error:
        form.add_error(None, str(error))
        return people_page(request, program, form, status=422)
    link = request.build_absolute_uri(reverse("invitation_accept", args=[token]))
    empty = form_of(request, program, bound=False)
    return people_page(request, program, empty, link=link, invited=form.cleaned_data["email"], status=201)


def load_member(request: UserRequest, program: Program, pk: int) -> Membership:
    """A role in this program that the person may give and so may end; else 404 or 403."""
    member: Membership = load_or_404(
        Membership.objects.filter(program=program).select_related("user", "program"), pk=pk
    )
    if Role(member.role) not in grantable(request.access):
        raise PermissionDenied
    return member


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def member_edit(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Give a person another role, or the role other subteams."""
    member = load_member(request, program, pk)
    form = MemberForm.of(request, program, row=member, roles=grantable(request.access))
    people_url = reverse("people", args=[program.slug])

    def save() -> Membership:
        added, removed = form.joined("subteams")
        return membership.change(
            member=member,
            changes=form.changes(),
            base=form.base(),
            added=added,
            removed=removed,
            access=request.access,
            actor=actor_of(request, program),
        )

    return record_page(
        request,
        program,
        form=form,
        save=save,
        title=f"Role of {member.user}",
        submit="Save",
        lead=f"What {member.user} may do in {program.name}.",
        crumbs=[("People", people_url), (str(member.user), None)],
        cancel_url=people_url,
        done=lambda row: people_url,
        say=lambda row: f"{row.user} is {Role(row.role).label.lower()} now.",
    )


def owned_by(program: Program, user: User) -> list[Owned]:
    """Everything open that a person owns here, by the kinds that are registered."""
    return [Owned(name, held) for name, holding in HOLDINGS.items() for held in holding.find(program, user)]


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def member_deactivate(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Hand over what a person owns, and end their role."""
    member = load_member(request, program, pk)
    owned = owned_by(program, member.user)
    others = people_of(program).exclude(pk=member.user_id)
    form = HandOverForm(
        request.POST if request.method == "POST" else None, owned=owned, people=list(others) if owned else []
    )
    if form.is_bound and form.is_valid():
        try:
            return leave(request, program, member, form)
        except DomainError as error:
            form.add_error(None, str(error))
    context = {
        "member": member,
        "role": Role(member.role).label.lower(),
        "form": form,
        "owned": [(form[one.field], one.held.url) for one in owned],
        "crumbs": [("People", reverse("people", args=[program.slug])), (str(member.user), None)],
    }
    return render(request, "pm/member/deactivate.html", context, status=422 if form.errors else 200)


def leave(request: UserRequest, program: Program, member: Membership, form: HandOverForm) -> HttpResponse:
    """Write the hand-over, end the role unless only the hand-over was asked for, and say both."""
    actor, given = actor_of(request, program), form.given
    stays = "hand_over" in request.POST
    with transaction.atomic():
        count = membership.hand_over(program=program, giver=member.user, given=given, actor=actor)
        if not stays:
            membership.deactivate(member=member, actor=actor)
    left = len(form.owned) - count
    role = Role(member.role).label.lower()
    said = [] if stays else [f"{member.user} is no longer {role} here."]
    if count or stays:
        said.append(f"Handed over {count} of {len(form.owned)}.")
    if left and not stays:
        said.append(f"{left} still {'carries' if left == 1 else 'carry'} their name.")
    messages.success(request, " ".join(said))
    return (
        redirect("member_deactivate", program.slug, member.pk) if stays else redirect("people", program.slug)
    )


@requires(Permission.MANAGE_PEOPLE)
@require_POST
def member_activate(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Give a person their ended role back, with the subteams it named."""
    member = load_member(request, program, pk)
    teams = [link.subteam for link in member.subteam_links.select_related("subteam")]
    membership.join(
        program=program,
        user=member.user,
        role=Role(member.role),
        subteams=teams,
        actor=actor_of(request, program),
    )
    messages.success(request, f"{member.user} is {Role(member.role).label.lower()} again.")
    return redirect("people", program.slug)


@requires(Permission.MANAGE_PEOPLE)
@require_POST
def invitation_withdraw(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Take an open invitation back."""
    invitation = load_or_404(Invitation.objects.filter(program=program, accepted_at=None), pk=pk)
    if Role(invitation.role) not in grantable(request.access):
        raise PermissionDenied
    membership.withdraw(invitation=invitation, actor=actor_of(request, program))
    messages.success(request, f"Took back the invitation of {invitation.email}. Its link no longer works.")
    return redirect("people", program.slug)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: UserRequest, token: str) -> HttpResponse:
    """Join by a link: logged in with the invited address, or with a new account."""
    try:
        invitation = membership.find_invitation(token=token, now=timezone.now())
    except membership.InvitationGone as error:
        return render(request, "pm/invitation/gone.html", {"sentence": str(error)}, status=410)
    known = request.user if request.user.is_authenticated else None
    has_account = known is not None or User.objects.filter(email__iexact=invitation.email).exists()
    is_post = request.method == "POST"
    form = None if has_account else JoinForm(request.POST if is_post else None, email=invitation.email)
    refusal = wrong_person(invitation, known)
    if is_post and not refusal and (form.is_valid() if form else known is not None):
        try:
            return join(request, invitation, token, known, form)
        except DomainError as error:
            refusal = str(error)
    return join_page(request, invitation, form=form, refusal=refusal, status=422 if is_post else 200)


def wrong_person(invitation: Invitation, user: User | None) -> str:
    """Why this person cannot use the link; empty when they can."""
    if user is None or user.email.lower() == invitation.email:
        return ""
    return f"This invitation is for {invitation.email}. Log out, then open the link again."


def join(
    request: UserRequest, invitation: Invitation, token: str, user: User | None, form: JoinForm | None
) -> HttpResponse:
    """Accept the invitation, log a new person in, and go to the program."""
    account = form.cleaned_data if form else {}
    actor = actor_of(request)
    if account:
        actor = replace(actor, name=account["name"])
    member = membership.accept(token=token, actor=actor, user=user, **account)
    if user is None:
        login(request, member.user, backend=BACKEND)
    messages.success(request, f"You are {Role(member.role).label.lower()} of {invitation.program.name}.")
    return redirect("program_home", invitation.program.slug)


def join_page(
    request: UserRequest, invitation: Invitation, *, form: JoinForm | None, refusal: str, status: int
) -> HttpResponse:
    """What the link is for, and the way in."""
    context = {
        "invitation": invitation,
        "role": Role(invitation.role).label.lower(),
        "form": form,
        "refusal": refusal,
        "login_url": f"{reverse('account_login')}?next={request.path}",
    }
    return render(request, "pm/invitation/accept.html", context, status=status)
