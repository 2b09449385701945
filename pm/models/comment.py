"""What people say about a thing, who watches it, and the files they put beside it.

The thing is named by its public key (`subject`, for example `M-12`): keys are never given twice, so that
the kernel needs to know no noun of the plan. `pm.registry.SUBJECTS` finds the row.
"""

from django.db import models

from pm.constraints import SameProgram
from pm.models.base import ProgramModel

LARGEST_FILE = 5 * 1024 * 1024


class Comment(ProgramModel):
    """A remark in Markdown. Taken back, it stays as a line without its text."""

    subject = models.CharField(max_length=20)
    text = models.TextField()
    by = models.ForeignKey("pm.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [*ProgramModel.Meta.constraints]
        indexes = [models.Index(fields=["program", "subject", "created_at"], name="comment_of_subject")]

    def __str__(self) -> str:
        return f"{self.by} on {self.subject}"


class Watch(ProgramModel):
    """A person who wants to hear of a thing."""

    subject = models.CharField(max_length=20)
    user = models.ForeignKey("pm.User", on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["program", "subject", "user"], name="watch_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} watches {self.subject}"


class Attachment(ProgramModel):
    """A small private file beside a thing. Removed, its line stays and the bytes are no longer served."""

    subject = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey("pm.User", on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(size__gt=0, size__lte=LARGEST_FILE), name="attachment_size_1_byte_to_5_mib"
            ),
        ]
        indexes = [models.Index(fields=["program", "subject", "created_at"], name="attachment_of_subject")]

    def __str__(self) -> str:
        return self.name


class AttachmentContent(ProgramModel):
    """The bytes of an attachment, apart from it, so that a list never reads them."""

    attachment = models.OneToOneField(Attachment, on_delete=models.CASCADE, related_name="content")
    data = models.BinaryField()

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            SameProgram("attachment", name="attachment_content_attachment_same_program"),
        ]

    def __str__(self) -> str:
        return f"bytes of {self.attachment_id}"
