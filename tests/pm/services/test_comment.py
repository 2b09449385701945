import pytest

from pm.errors import DomainError, Gone, StaleEdit
from pm.models import Change, Comment
from pm.services import comment
from tests.factories.actors import NOW, actor
from tests.factories.pm import ProgramFactory, UserFactory
from tests.factories.settings import CommentFactory

pytestmark = pytest.mark.django_db


def test_something_is_said_about_a_thing():
    person = UserFactory(name="Ann")

    row = comment.add(
        program=ProgramFactory(), subject="M-3", text="It holds.", by=person, actor=actor(person)
    )

    change = Change.objects.get()
    assert (row.subject, row.text, row.by, row.created_at, row.edited_at) == (
        "M-3",
        "It holds.",
        person,
        NOW,
        None,
    )
    assert (change.subject, change.actor_name, change.payload["text"]) == ("M-3", "Ann", "It holds.")


@pytest.mark.parametrize("text", ["", " \n", "x" * 50_001])
def test_nothing_or_too_much_is_refused(text):
    with pytest.raises(DomainError) as refusal:
        comment.add(program=ProgramFactory(), subject="M-3", text=text, by=UserFactory(), actor=actor())

    assert refusal.value.field == "text"


def test_an_edit_says_when_and_loses_nothing():
    row = CommentFactory(text="It holds.")

    comment.edit(comment=row, changes={"text": "It holds?"}, base={"text": "It holds."}, actor=actor())
    with pytest.raises(StaleEdit):
        comment.edit(comment=row, changes={"text": "No."}, base={"text": "It holds."}, actor=actor())
    with pytest.raises(DomainError):
        comment.edit(comment=row, changes={"text": " "}, actor=actor())
    with pytest.raises(DomainError):
        comment.edit(comment=row, changes={"by": 1}, actor=actor())
    comment.edit(comment=row, changes={"text": "It holds?"}, actor=actor())

    row.refresh_from_db()
    assert (row.text, row.edited_at) == ("It holds?", NOW)
    assert Change.objects.get(field="text").before == "It holds."


def test_what_was_taken_back_stays_as_a_line_and_is_edited_no_more():
    row = CommentFactory()

    comment.remove(comment=row, actor=actor())
    comment.remove(comment=row, actor=actor())
    with pytest.raises(Gone):
        comment.edit(comment=row, changes={"text": "Again."}, actor=actor())

    assert Comment.objects.get().removed_at == NOW
    assert Change.objects.count() == 1
