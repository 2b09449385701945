"""What a saved view refuses beside what its page says."""

import pytest

from pm.errors import DomainError
from pm.models import SavedView
from pm.services import saved_view
from tests.factories.actors import actor
from tests.factories.pm import ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db


def made(program, owner, **fields):
    said = {"page": "history", "name": "Mine", "query": "", "owner_id": owner.pk, "actor": actor()}
    return saved_view.create(program=program, **{**said, **fields})


def test_a_person_has_so_many_views_of_a_list(monkeypatch):
    monkeypatch.setattr(saved_view, "MOST", 1)
    program, owner = ProgramFactory(), UserFactory()
    made(program, owner)

    with pytest.raises(DomainError, match="You have 1 views of this list"):
        made(program, owner, name="Other")
    made(program, UserFactory(), name="Other")


def test_a_name_is_the_programs_once_it_is_shared_and_a_new_default_ends_the_former():
    program, owner, other = ProgramFactory(), UserFactory(), UserFactory()
    first = made(program, owner, is_default=True)

    with pytest.raises(DomainError, match="The program has a view “Mine” of this list"):
        made(program, other, is_shared=True)
    with pytest.raises(DomainError, match="needs a name"):
        made(program, other, name=" ")
    second = made(program, other, name="Ours", is_default=True)

    assert (first.is_shared, SavedView.objects.get(is_default=True)) == (True, second)


def test_a_view_is_edited_in_what_it_has():
    view = made(ProgramFactory(), UserFactory())

    with pytest.raises(ValueError, match="query"):
        saved_view.edit(view=view, changes={"query": "a=1"}, base={}, actor=actor())
    view = saved_view.edit(view=view, changes={"rank": 4}, base={"rank": 0}, actor=actor())

    assert (view.rank, view.name) == (4, "Mine")
