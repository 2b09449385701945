"""Looking the at-risk page over."""

import pytest

from estimates.services.review import mark_reviewed
from pm.errors import DomainError
from tests.factories.actors import NOW, actor
from tests.factories.pm import ProgramFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_review_is_somebodys_at_a_moment():
    user = UserFactory()

    row = mark_reviewed(program=ProgramFactory(), actor=actor(user))

    assert (row.reviewed_by, row.reviewed_at) == (user, NOW)


def test_nobodys_review_is_refused():
    with pytest.raises(DomainError, match="Sign in"):
        mark_reviewed(program=ProgramFactory(), actor=actor())
