"""A file to be put beside a thing."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from pm.forms.record import RecordForm
from pm.models.comment import LARGEST_FILE
from pm.pure.attachment import TAKEN
from pm.services.attachment import LARGEST_IN_WORDS, TOO_LARGE


class AttachmentForm(RecordForm):
    """One small file. `is_too_large` says that one was sent and not kept."""

    is_too_large = False
    file = forms.FileField(
        label="File",
        help_text=f"At most {LARGEST_IN_WORDS}. {TAKEN}",
        error_messages={
            "required": "Choose a file.",
            "empty": "The file is empty. Choose one that holds something.",
        },
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        upload = cleaned.get("file")
        if self.is_too_large or (upload is not None and upload.size > LARGEST_FILE):
            self.errors.pop("file", None)
            self.add_error("file", ValidationError(TOO_LARGE))
        return cleaned
