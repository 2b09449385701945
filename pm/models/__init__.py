"""The kernel's tables."""

from pm.models.change import Change, ChangeSet
from pm.models.comment import Attachment, AttachmentContent, Comment, Watch
from pm.models.holiday import Holiday
from pm.models.import_identity import ImportIdentity
from pm.models.job import Heartbeat, JobRun
from pm.models.membership import Invitation, InvitationSubteam, Membership, MembershipSubteam
from pm.models.outbox import OutboxMail
from pm.models.period import Period
from pm.models.program import KeySequence, Program
from pm.models.rule_setting import RuleSetting
from pm.models.saved_view import SavedView
from pm.models.search import SearchEntry
from pm.models.subteam import Subteam
from pm.models.user import User

__all__ = [
    "Attachment",
    "AttachmentContent",
    "Change",
    "ChangeSet",
    "Comment",
    "Heartbeat",
    "Holiday",
    "ImportIdentity",
    "Invitation",
    "InvitationSubteam",
    "JobRun",
    "KeySequence",
    "Membership",
    "MembershipSubteam",
    "OutboxMail",
    "Period",
    "Program",
    "RuleSetting",
    "SavedView",
    "SearchEntry",
    "Subteam",
    "User",
    "Watch",
]
