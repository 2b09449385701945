from hashlib import sha256

import pytest

from pm.errors import DomainError
from pm.models import Attachment, AttachmentContent, Change
from pm.models.comment import LARGEST_FILE
from pm.services import attachment
from tests.factories.actors import actor
from tests.factories.pm import ProgramFactory, UserFactory
from tests.factories.settings import AttachmentFactory

pytestmark = pytest.mark.django_db


def add(program, data=b"A note.", name="../note.txt"):
    person = UserFactory(name="Ann")
    return attachment.add(
        program=program, subject="M-1", name=name, data=data, by=person, actor=actor(person)
    )


def test_a_file_is_kept_apart_from_its_line():
    row = add(ProgramFactory())

    content = AttachmentContent.objects.get()
    history = dict(Change.objects.values_list("noun", "payload"))
    assert (row.name, row.media_type, row.size) == ("note.txt", "text/plain", 7)
    assert row.digest == sha256(b"A note.").hexdigest()
    assert (bytes(content.data), content.attachment) == (b"A note.", row)
    assert history["pm.attachmentcontent"]["data"] == f"sha256:{row.digest}"
    assert set(Change.objects.values_list("subject", flat=True)) == {"M-1"}


@pytest.mark.parametrize("data", [b"\x00\x01", b"<html>", b"", b"x" * (LARGEST_FILE + 1)])
def test_what_is_not_taken_leaves_nothing(data):
    with pytest.raises(DomainError) as refusal:
        add(ProgramFactory(), data)

    assert refusal.value.field == "file"
    assert not Attachment.objects.exists()


def test_a_thing_has_a_bounded_number_of_files():
    program = ProgramFactory()
    rows = AttachmentFactory.create_batch(attachment.MOST_FILES, program=program)

    with pytest.raises(DomainError, match="M-1 has 50 files."):
        add(program)
    attachment.remove(attachment=rows[0], actor=actor())

    assert add(program).pk


def test_a_removed_file_keeps_its_line_once():
    row = add(ProgramFactory())

    attachment.remove(attachment=row, actor=actor())
    attachment.remove(attachment=row, actor=actor())

    row.refresh_from_db()
    assert row.removed_at is not None
    assert Change.objects.filter(field="removed_at").count() == 1
