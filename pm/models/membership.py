"""A person in a program with a role; subteam roles name their subteams."""

from django.db import models

from pm.constraints import SameProgram
from pm.models.base import ProgramModel
from pm.permissions import Role


class Membership(ProgramModel):
    """One role of one person in one program."""

    user = models.ForeignKey("pm.User", on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role.member_choices())
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["program", "user", "role"], name="membership_once_a_role"),
        ]

    def __str__(self) -> str:
        return f"{self.user} as {self.get_role_display()}"


class MembershipSubteam(ProgramModel):
    """A subteam that a membership's role is about."""

    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="subteam_links")
    subteam = models.ForeignKey("pm.Subteam", on_delete=models.PROTECT, related_name="membership_links")

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["membership", "subteam"], name="membership_subteam_once"),
            SameProgram("membership", name="membership_subteam_membership_same_program"),
            SameProgram("subteam", name="membership_subteam_subteam_same_program"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} in {self.subteam_id}"


class Invitation(ProgramModel):
    """A link that lets one e-mail address join with a role; only the token's hash is kept."""

    email = models.EmailField()
    role = models.CharField(max_length=16, choices=Role.member_choices())
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey("pm.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey("pm.User", null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [*ProgramModel.Meta.constraints]

    def __str__(self) -> str:
        return f"{self.email} as {self.get_role_display()}"


class InvitationSubteam(ProgramModel):
    """A subteam that an invitation's role will be about."""

    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="subteam_links")
    subteam = models.ForeignKey("pm.Subteam", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["invitation", "subteam"], name="invitation_subteam_once"),
            SameProgram("invitation", name="invitation_subteam_invitation_same_program"),
            SameProgram("subteam", name="invitation_subteam_subteam_same_program"),
        ]

    def __str__(self) -> str:
        return f"{self.invitation_id} in {self.subteam_id}"
