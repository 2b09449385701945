"""The verbs of people in a program: join, leave, invite, accept."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

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


def deactivate(*, member: Membership, actor: Actor) -> Membership:
    """End a role. Refused for the last program lead."""
    program = member.program
    with recording(actor, program) as record:
        record.lock(program)  # else two leads who end each other's role at once leave none
        row = record.lock(member)
        others = Membership.objects.filter(
            program=program, role=Role.LEAD, is_active=True, user__is_active=True
        ).exclude(pk=row.pk)
        if row.role == Role.LEAD and row.is_active and not others.exists():
            raise DomainError(f"{row.user} is the only program lead. Make somebody else lead first.")
        record.update(row, {"is_active": False})
    return row


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
