from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pm.models import Attachment
from pm.models.comment import LARGEST_FILE
from pm.permissions import Role
from tests.factories.milestones import MilestoneFactory
from tests.factories.pm import ProgramFactory, member_of
from tests.factories.settings import AttachmentContentFactory, AttachmentFactory

pytestmark = pytest.mark.django_db
NEW = "/kit/things/M-1/attachments/new/"
PNG = b"\x89PNG\r\n\x1a\nrest"
TOO_LARGE = "A file has at most 5 MiB."


@pytest.fixture
def program():
    program = ProgramFactory(slug="kit")
    MilestoneFactory(program=program, number=1, title="First boats")
    return program


@pytest.fixture(autouse=True)
def person(client, program):
    person = member_of(program, Role.STAKEHOLDER)
    client.force_login(person)
    return person


def put(client, name: str, data: bytes, **more):
    return client.post(NEW, {"file": SimpleUploadedFile(name, data, **more)})


def test_a_file_is_attached_listed_and_downloaded_as_what_it_is(client, person):
    saved = put(client, "Karte Förde.html", PNG, content_type="text/html")
    row = Attachment.objects.get()
    page = client.get("/kit/milestones/M-1/").content.decode()
    response = client.get(f"/kit/attachments/{row.pk}/")

    assert (saved.status_code, saved["Location"]) == (302, "/kit/milestones/M-1/#attachments")
    assert (row.subject, row.by, row.name) == ("M-1", person, "Karte Förde.html.png")
    assert f'href="/kit/attachments/{row.pk}/" download>Karte Förde.html.png</a>' in page
    assert (response.status_code, response.content) == (200, PNG)
    assert {
        name: response[name]
        for name in ("Content-Type", "Content-Disposition", "Content-Security-Policy", "Cache-Control")
    } == {
        "Content-Type": "image/png",
        "Content-Disposition": "attachment; filename*=utf-8''Karte%20F%C3%B6rde.html.png",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cache-Control": "private, no-store",
    }
    assert response["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("page.png", b"<html><script>alert(1)</script>", "HTML, SVG and XML are not taken"),
        ("tool.pdf", b"MZ\x90\x00", "The file is of no kind that is known here."),
        ("empty.txt", b"", "The file is empty."),
        ("large.txt", b"x" * (LARGEST_FILE + 1), TOO_LARGE),
        ("huge.txt", b"x" * (20 * 1024 * 1024), TOO_LARGE),
    ],
)
def test_what_is_not_taken_is_refused_beside_the_field(client, name, data, sentence):
    response = put(client, name, data)

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Attachment.objects.exists()


def test_no_file_is_asked_for(client):
    response = client.post(NEW, {})

    assert response.status_code == 422
    assert "Choose a file." in response.content.decode()


def test_a_path_in_a_name_leads_nowhere(client):
    put(client, "..%2f..\\..\\evil\u202etxt.exe", b"A note.")

    assert Attachment.objects.get().name == "eviltxt.exe.txt"


def test_a_removed_file_is_a_line_and_is_served_no_more(client, program, person):
    mine = AttachmentContentFactory(attachment__program=program, attachment__by=person).attachment
    theirs = AttachmentContentFactory(attachment__program=program, attachment__name="plan.txt").attachment
    refused = client.post(f"/kit/attachments/{theirs.pk}/remove/")
    removed = client.post(f"/kit/attachments/{mine.pk}/remove/")
    again = client.post(f"/kit/attachments/{mine.pk}/remove/")
    page = client.get("/kit/milestones/M-1/").content.decode()
    client.force_login(member_of(program, Role.MANAGER))
    by_manager = client.post(f"/kit/attachments/{theirs.pk}/remove/")

    assert [one.status_code for one in (refused, removed, again, by_manager)] == [403, 302, 404, 302]
    assert client.get(f"/kit/attachments/{mine.pk}/").status_code == 404
    assert '<span class="muted">note.txt</span><span class="muted">removed; ' in page
    assert "plan.txt</a>" in page


def test_files_of_others_are_not_found(client, program):
    other = AttachmentContentFactory().attachment
    lost = AttachmentContentFactory(attachment__program=program, attachment__subject="M-9").attachment
    kindless = AttachmentFactory(program=program, subject="ZZ-1", removed_at=datetime(2026, 1, 1, tzinfo=UTC))

    assert {client.get(f"/kit/attachments/{row.pk}/").status_code for row in (other, lost, kindless)} == {404}
    assert client.get("/kit/things/M-9/attachments/new/").status_code == 404
    assert client.get("/kit/things/nothing/attachments/new/").status_code == 404
