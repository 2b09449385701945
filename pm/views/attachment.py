"""Files beside a thing: put there, downloaded, removed."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pm.forms.attachment import AttachmentForm
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Attachment, AttachmentContent, Program
from pm.permissions import Permission
from pm.services import attachment as attachments
from pm.views.record import record_page, verb_page
from pm.views.subject import load_beside, load_thing, may_remove
from pm.views.upload import has_large_file

# A file of ours is saved, never shown: whatever it holds runs nowhere.
POLICY = "sandbox; default-src 'none'"


@requires(Permission.COMMENT)
@require_http_methods(["GET", "HEAD", "POST"])
def attachment_create(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Put a file beside a thing."""
    thing = load_thing(request, program, key)
    form = AttachmentForm.of(request, program)
    form.is_too_large = has_large_file(request)

    def save() -> Attachment:
        upload = form.cleaned_data["file"]
        return attachments.add(
            program=program,
            subject=key,
            name=upload.name,
            data=upload.read(),
            by=request.user,
            actor=actor_of(request, program),
        )

    return record_page(
        request,
        program,
        form=form,
        save=save,
        title=f"Attach a file to {thing.name}",
        submit="Attach the file",
        lead="People of the program download it; nobody else does, and it is never shown in a page.",
        crumbs=[(thing.name, thing.url), ("Attach a file", None)],
        cancel_url=thing.url,
        done=lambda _: f"{thing.url}#attachments",
        say=lambda row: f"Attached {row.name} to {thing.key}.",
    )


@requires(Permission.VIEW_INTERNAL)
@require_safe
def attachment_download(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """The bytes of a file, for those who see its thing."""
    row, _ = load_beside(request, program, Attachment, pk)
    content: AttachmentContent = load_or_404(
        AttachmentContent.objects.filter(program=program), attachment=row
    )
    response = HttpResponse(bytes(content.data), content_type=media_type(row))
    response["Content-Disposition"] = content_disposition_header(True, row.name) or "attachment"
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def media_type(row: Attachment) -> str:
    """What its content was found to be; texts with how they are written."""
    return f"{row.media_type}; charset=utf-8" if row.media_type.startswith("text/") else row.media_type


@requires(Permission.COMMENT)
@require_POST
def attachment_remove(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Remove a file: who put it there, or who manages people."""
    row, thing = load_beside(request, program, Attachment, pk)
    if not may_remove(request, row):
        raise PermissionDenied
    return verb_page(
        request,
        do=lambda: attachments.remove(attachment=row, actor=actor_of(request, program)),
        done=lambda _: f"{thing.url}#attachments",
        say=lambda row: f"Removed {row.name} from {thing.key}. Its line stays.",
    )
