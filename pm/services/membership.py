"""The verbs of people in a program: join, leave, invite, accept."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

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
        row = record.lock(member)
        leads = Membership.objects.filter(program=program, role=Role.LEAD, is_active=True)
        if row.role == Role.LEAD and row.is_active and leads.count() == 1:
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


def find_invitation(*, token: str, now: datetime) -> Invitation:
    """The invitation of a token; raises InvitationGone."""
    row = (
        Invitation.objects.select_related("program", "invited_by")
        .filter(
            token_hash=hash_of(token),
            accepted_at=None,
            withdrawn_at=None,
            expires_at__gt=now,
        )
        .first()
    )
    if row is None:
        raise InvitationGone("This invitation was used or has ended. Ask for a new one.")
    return row


def accept(*, token: str, actor: Actor, user: User | None, name: str = "", password: str = "") -> Membership:
    """Join by a link. A person without an account gets one with the invited address."""
    found = find_invitation(token=token, now=actor.moment)
    with recording(actor, found.program) as record:
        invitation = record.lock(found)
        if invitation.accepted_at is not None:
            raise InvitationGone("This invitation was used already. Ask for a new one.")
        if user is None:
            if User.objects.filter(email__iexact=invitation.email).exists():
                raise DomainError(f"{invitation.email} has an account. Log in, then open the link again.")
            user = User.objects.create_user(email=invitation.email, name=name, password=password)
        elif user.email.lower() != invitation.email:
            raise DomainError(f"This invitation is for {invitation.email}. Log in with that address.")
        subteams = [link.subteam for link in invitation.subteam_links.select_related("subteam")]
        record.update(invitation, {"accepted_at": actor.moment, "accepted_by_id": user.pk})
        return join(
            program=invitation.program,
            user=user,
            role=Role(invitation.role),
            subteams=subteams,
            actor=actor,
        )


def withdraw(*, invitation: Invitation, actor: Actor) -> Invitation:
    """Take an invitation back."""
    with recording(actor, invitation.program) as record:
        row = record.lock(invitation)
        record.update(row, {"withdrawn_at": actor.moment})
    return row
