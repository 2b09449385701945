"""The verbs of an attachment: a small file put beside a thing, and taken away."""

from hashlib import sha256

from pm.actor import Actor
from pm.errors import DomainError
from pm.models import Attachment, AttachmentContent, Program, User
from pm.models.comment import LARGEST_FILE
from pm.pure.attachment import FileProblem, clean_name, media_type_of
from pm.services.history import recording

LARGEST_IN_WORDS = f"{LARGEST_FILE // 1024 // 1024} MiB"
TOO_LARGE = f"A file has at most {LARGEST_IN_WORDS}. Put a larger one where files live, and link it."
MOST_FILES = 50


def add(*, program: Program, subject: str, name: str, data: bytes, by: User, actor: Actor) -> Attachment:
    """Keep a file beside the thing with that key. What it is, its content says, not its name."""
    if len(data) > LARGEST_FILE:
        raise DomainError(TOO_LARGE, field="file")
    try:
        media_type = media_type_of(data, name)
    except FileProblem as problem:
        raise DomainError(str(problem), field="file") from problem
    with recording(actor, program) as record:
        record.lock(program)  # so that two at once do not pass the limit
        standing = Attachment.objects.filter(program=program, subject=subject, removed_at=None)
        if standing.count() >= MOST_FILES:
            raise DomainError(
                f"{subject} has {MOST_FILES} files. Remove one that is no longer needed.", field="file"
            )
        row = record.create(
            Attachment(
                program=program,
                subject=subject,
                name=clean_name(name, media_type),
                media_type=media_type,
                size=len(data),
                digest=sha256(data).hexdigest(),
                by=by,
                created_at=actor.moment,
            ),
            subject=subject,
        )
        record.create(AttachmentContent(program=program, attachment=row, data=data), subject=subject)
    return row


def remove(*, attachment: Attachment, actor: Actor) -> Attachment:
    """Serve it no more; its line stays."""
    with recording(actor, attachment.program) as record:
        row = record.lock(attachment)
        if row.removed_at is None:
            record.update(row, {"removed_at": actor.moment}, subject=row.subject)
    return row
