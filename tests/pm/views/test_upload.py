import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import SkipFile, StopFutureHandlers
from django.http import HttpRequest

from pm.models.comment import LARGEST_FILE
from pm.views.upload import SmallFileHandler, has_large_file

MIB = 1024 * 1024


def handler_of(length: int) -> SmallFileHandler:
    handler = SmallFileHandler(HttpRequest())
    handler.handle_raw_input(None, {}, length, b"")
    return handler


def begin(handler: SmallFileHandler) -> None:
    handler.new_file("file", "a.txt", "text/plain", None)


def test_a_file_that_is_announced_too_large_is_not_begun():
    handler = handler_of(20 * MIB)

    with pytest.raises(SkipFile):
        begin(handler)

    assert has_large_file(handler.request)


def test_a_file_is_kept_to_the_last_byte_and_dropped_at_the_next():
    handler = handler_of(0)
    with pytest.raises(StopFutureHandlers):
        begin(handler)

    handler.receive_data_chunk(b"x" * LARGEST_FILE, 0)
    kept = has_large_file(handler.request)
    with pytest.raises(SkipFile):
        handler.receive_data_chunk(b"x", LARGEST_FILE)

    assert (kept, has_large_file(handler.request), handler.file.closed) == (False, True, True)


def test_what_is_far_too_large_is_not_read_at_all():
    with pytest.raises(RequestDataTooBig):
        handler_of(65 * MIB)
