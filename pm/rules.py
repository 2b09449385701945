"""Who may: roles from memberships, read against the table in pm.permissions."""

from dataclasses import dataclass, field, replace

from django.contrib.auth.models import AnonymousUser

from pm.models import Membership, Program, User
from pm.permissions import OWN_SUBTEAM_ONLY, READING, ROLES, SERVICE_SUBTEAMS, SUBTEAM_ROLES, Permission, Role


@dataclass(frozen=True, slots=True)
class Access:
    """What one user may do in one program: loaded once a request.

    `own_subteams` holds the ids of the subteams that a subteam lead's or member's role names, by role.
    """

    roles: frozenset[Role]
    own_subteams: dict[Role, frozenset[int]]
    only_reads: bool = False
    # A page asks the same for each of its cells.
    answers: dict[tuple[Permission, int | None], bool] = field(
        default_factory=dict, init=False, compare=False, repr=False
    )

    def can(self, permission: Permission, *, subteam_id: int | None = None) -> bool:
        """Whether some role of theirs holds the permission, for that subteam where it is asked."""
        found = self.answers.get((permission, subteam_id))
        if found is None:
            found = self.answers[permission, subteam_id] = self._holds(permission, subteam_id)
        return found

    def _holds(self, permission: Permission, subteam_id: int | None) -> bool:
        if self.only_reads and permission not in READING:
            return False
        return any(
            permission in ROLES[role] and self._covers(role, permission, subteam_id) for role in self.roles
        )

    def _covers(self, role: Role, permission: Permission, subteam_id: int | None) -> bool:
        bound = role in SUBTEAM_ROLES or (role in SERVICE_SUBTEAMS and role in self.own_subteams)
        if not bound or permission not in OWN_SUBTEAM_ONLY:
            return True
        own = self.own_subteams.get(role, frozenset())
        return bool(own) if subteam_id is None else subteam_id in own

    def reading(self) -> "Access":
        """The same eyes without hands: a past day is read, never written."""
        return replace(self, only_reads=True)

    @property
    def sees(self) -> bool:
        """Whether the program exists for them at all."""
        return bool(self.roles)


def load_access(user: User | AnonymousUser, program: Program) -> Access:
    """The user's access to the program, in one query (none for the instance administrator)."""
    roles: set[Role] = {Role.PUBLIC} if program.is_public else set()
    own: dict[Role, frozenset[int]] = {}
    if isinstance(user, User) and user.is_active:
        if user.is_superuser:
            return Access(roles=frozenset({Role.INSTANCE}), own_subteams={})
        rows = Membership.objects.filter(program=program, user=user, is_active=True).values_list(
            "role", "subteam_links__subteam_id"
        )
        for name, subteam_id in rows:
            role = Role(name)
            roles.add(role)
            if subteam_id is not None:
                own[role] = own.get(role, frozenset()) | {subteam_id}
    return Access(roles=frozenset(roles), own_subteams=own)


def can(
    user: User | AnonymousUser, permission: Permission, program: Program, *, subteam_id: int | None = None
) -> bool:
    """Whether this user may do this in this program."""
    return load_access(user, program).can(permission, subteam_id=subteam_id)
