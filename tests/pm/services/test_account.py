import pytest

from pm.errors import DomainError
from pm.services import account
from tests.factories.pm import UserFactory

pytestmark = pytest.mark.django_db


def test_choose_theme_is_kept():
    person = UserFactory()

    account.choose_theme(user=person, theme="dark")

    person.refresh_from_db()
    assert person.theme == "dark"


def test_choose_theme_that_is_none_is_refused():
    with pytest.raises(DomainError, match="three themes"):
        account.choose_theme(user=UserFactory(), theme="pink")
