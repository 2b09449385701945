"""The verbs of people in a program: join, leave, invite, accept."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from pm.actor import Actor
from pm.errors import DomainError
from pm.models import (
    Invitation,
    InvitationSubteam,
    Membership,
    MembershipSubteam,
    Program,
    Subteam,
    User,
)
from pm.permissions import ROLES, SUBTEAM_ROLES, Role
from pm.registry import HOLDINGS
from pm.rules import Access
from pm.services import outbox
from pm.services.history import recording

INVITATION_HOURS = 72


class MayNotGrant(DomainError):
    """Nobody gives a role that holds more than their own."""


class InvitationGone(DomainError):
    """The link was used, withdrawn, or is too old."""


def hash_of(token: str) -> str:
    """What is stored of an invitation's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def check_subteams(role: Role, subteams: Sequence[Subteam]) -> None:
    """Subteam roles name at least one subteam."""
    if role in SUBTEAM_ROLES and not subteams:
        raise DomainError(f"{role.label} is a role of subteams. Choose at least one.")


def check_grant(access: Access, role: Role) -> None:
    """Raise MayNotGrant when the role holds a permission the giver lacks."""
    if not all(access.can(permission) for permission in ROLES[role]):
        raise MayNotGrant(f"Only a program lead can make somebody {role.label.lower()}.")


def join(
    *, program: Program, user: User, role: Role, actor: Actor, subteams: Sequence[Subteam] = ()
) -> Membership:
    """Give a person a role; one that was deactivated becomes active again."""
    check_subteams(role, subteams)
    with recording(actor, program) as record:
        record.lock(program)  # two invitations of one person may be accepted at once
        member = Membership.objects.select_for_update().filter(program=program, user=user, role=role).first()
        if member is None:
            member = record.create(Membership(program=program, user=user, role=role, created_at=actor.moment))
        else:
            record.update(member, {"is_active": True})
        known = set(member.subteam_links.values_list("subteam_id", flat=True))
        record.create_many(
            [
                MembershipSubteam(program=program, membership=member, subteam=team)
                for team in subteams
                if team.pk not in known
            ]
        )
    return member


def check_lead_stays(row: Membership) -> None:
    """Raise DomainError when this is the role of the only program lead."""
    others = Membership.objects.filter(
        program=row.program, role=Role.LEAD, is_active=True, user__is_active=True
    ).exclude(pk=row.pk)
    if row.role == Role.LEAD and row.is_active and not others.exists():
        raise DomainError(
            f"{row.user} is the only program lead. Make somebody else lead first.", field="role"
        )


def deactivate(*, member: Membership, actor: Actor) -> Membership:
    """End a role. Refused for the last program lead."""
    program = member.program
    with recording(actor, program) as record:
        record.lock(program)  # else two leads who end each other's role at once leave none
        row = record.lock(member)
        check_lead_stays(row)
        record.update(row, {"is_active": False})
    return row


def change(
    *,
    member: Membership,
    changes: Mapping[str, Any],
    base: Mapping[str, Any] | None = None,
    added: Sequence[Subteam] = (),
    removed: Sequence[Subteam] = (),
    access: Access,
    actor: Actor,
) -> Membership:
    """Give a person another role, or the role other subteams. Both editors of the subteams win."""
    program, role = member.program, Role(changes.get("role", member.role))
    check_grant(access, role)
    with recording(actor, program) as record:
        record.lock(program)
        row = record.lock(member)
        if role != row.role and "role" in changes:
            check_lead_stays(row)
            check_free(row, role)
        record.update(row, changes, base=base)
        links = {link.subteam_id: link for link in row.subteam_links.select_related("subteam")}
        for team in removed:
            if team.pk in links:
                record.delete(links.pop(team.pk))
        new = [team for team in added if team.pk not in links]
        record.create_many([MembershipSubteam(program=program, membership=row, subteam=team) for team in new])
        if Role(row.role) in SUBTEAM_ROLES and not links and not new:
            raise DomainError(f"{role.label} is a role of subteams. Choose at least one.", field="subteams")
    return row


def check_free(row: Membership, role: Role) -> None:
    """Raise DomainError when this person holds or held the role already: a person has each role once."""
    other = (
        Membership.objects.filter(program=row.program, user=row.user, role=role).exclude(pk=row.pk).first()
    )
    if other is None:
        return
    if other.is_active:
        raise DomainError(
            f"{row.user} is {role.label.lower()} here already. End this role instead.", field="role"
        )
    raise DomainError(
        f"{row.user} was {role.label.lower()} here before. Activate that role again and end this one.",
        field="role",
    )


def hand_over(*, program: Program, giver: User, given: Mapping[str, tuple[str, User]], actor: Actor) -> int:
    """Give what a person owns to others, all or nothing: by its ref, the holding's name and who takes it."""
    with recording(actor, program) as record:
        if given:
            record.group(f"What {giver} owned was handed over")
        for ref, (holding, to) in given.items():
            HOLDINGS.get(holding).give(program=program, ref=ref, giver=giver, to=to, actor=actor)
    return len(given)


def invite(
    *,
    program: Program,
    email: str,
    role: Role,
    access: Access,
    link_prefix: str,
    actor: Actor,
    subteams: Sequence[Subteam] = (),
) -> tuple[Invitation, str]:
    """Invite an address: the invitation and its token, which is shown and mailed once, never stored."""
    check_grant(access, role)
    check_subteams(role, subteams)
    if actor.user_id is None:
        raise MayNotGrant("An invitation comes from a person. Log in first.")
    token = secrets.token_urlsafe(24)
    with recording(actor, program) as record:
        invitation = record.create(
            Invitation(
                program=program,
                email=email.strip().lower(),
                role=role,
                token_hash=hash_of(token),
                invited_by_id=actor.user_id,
                created_at=actor.moment,
                expires_at=actor.moment + timedelta(hours=INVITATION_HOURS),
            )
        )
        record.create_many(
            [InvitationSubteam(program=program, invitation=invitation, subteam=team) for team in subteams]
        )
        outbox.post(
            to=invitation.email,
            subject=f"{actor.name} invites you to {program.name}",
            text=(
                f"{actor.name} invites you to {program.name} on Milepost as {role.label.lower()}.\n\n"
                f"Open this link within {INVITATION_HOURS} hours to join:\n{link_prefix}{token}/\n"
            ),
            now=actor.moment,
            program=program,
        )
    return invitation, token


def check_open(invitation: Invitation | None, now: datetime) -> Invitation:
    """The invitation while it can be accepted; raises InvitationGone."""
    is_over = (
        invitation is None
        or invitation.accepted_at is not None
        or invitation.withdrawn_at is not None
        or invitation.expires_at <= now
    )
    if invitation is None or is_over:
        raise InvitationGone("This invitation was used or has ended. Ask for a new one.")
    return invitation


def find_invitation(*, token: str, now: datetime) -> Invitation:
    """The invitation of a token; raises InvitationGone."""
    rows = Invitation.objects.select_related("program", "invited_by")
    return check_open(rows.filter(token_hash=hash_of(token)).first(), now)


def account_for(invitation: Invitation, user: User | None, name: str, password: str) -> User:
    """Who accepts: the person logged in, or a new account with the invited address."""
    if user is not None:
        if user.email.lower() != invitation.email:
            raise DomainError(f"This invitation is for {invitation.email}. Log in with that address.")
        return user
    taken = DomainError(f"{invitation.email} has an account. Log in, then open the link again.")
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise taken
    try:
        with transaction.atomic():
            return User.objects.create_user(email=invitation.email, name=name, password=password)
    except IntegrityError:  # another invitation of this address was accepted at the same moment
        raise taken from None


def accept(*, token: str, actor: Actor, user: User | None, name: str = "", password: str = "") -> Membership:
    """Join by a link. A person without an account gets one with the invited address."""
    found = find_invitation(token=token, now=actor.moment)
    with transaction.atomic():
        locked = Invitation.objects.select_for_update(of=("self",)).filter(pk=found.pk).first()
        invitation = check_open(locked, actor.moment)
        person = account_for(invitation, user, name, password)
        joiner = replace(actor, name=str(person), user_id=person.pk)
        subteams = [link.subteam for link in invitation.subteam_links.select_related("subteam")]
        with recording(joiner, invitation.program) as record:
            record.update(invitation, {"accepted_at": actor.moment, "accepted_by_id": person.pk})
            return join(
                program=invitation.program,
                user=person,
                role=Role(invitation.role),
                subteams=subteams,
                actor=joiner,
            )


def withdraw(*, invitation: Invitation, actor: Actor) -> Invitation:
    """Take an invitation back; one that was accepted meanwhile is InvitationGone."""
    with recording(actor, invitation.program) as record:
        row = record.lock(invitation)
        if row.accepted_at is not None:
            raise InvitationGone(f"{row.email} has accepted meanwhile. End their role instead.")
        if row.withdrawn_at is None:
            record.update(row, {"withdrawn_at": actor.moment})
    return row
