"""How uploads are read: in memory, and never more of a file than may be kept."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler, SkipFile
from django.http import HttpRequest

from pm.models.comment import LARGEST_FILE

LARGE = "has_large_file"
AROUND_IT = 64 * 1024  # the other fields of a form
HOPELESS = 64 * 1024 * 1024


class SmallFileHandler(MemoryFileUploadHandler):
    """Keeps a file up to the largest that is taken; of a larger one nothing, and the request says so."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803 -- Django's name
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        """Look at what the request announces before any of it is read."""
        if content_length > HOPELESS:
            raise RequestDataTooBig("The upload is far larger than any file that is taken.")
        self.activated = True
        self.kept = 0
        self.is_too_large = content_length > LARGEST_FILE + AROUND_IT

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        self.kept = 0
        if self.is_too_large:
            self.skip()
        super().new_file(*args, **kwargs)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.kept += len(raw_data)
        if self.kept > LARGEST_FILE:
            self.file.close()
            self.skip()
        kept: bytes | None = super().receive_data_chunk(raw_data, start)
        return kept

    def skip(self) -> None:
        """Let the rest of the file pass by."""
        if self.request is not None:
            setattr(self.request, LARGE, True)
        raise SkipFile


def has_large_file(request: HttpRequest) -> bool:
    """Whether a file was sent that was too large to be kept."""
    return bool(getattr(request, LARGE, False))
