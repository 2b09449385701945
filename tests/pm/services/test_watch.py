import pytest

from pm.models import Watch
from pm.services.watch import unwatch, watch
from tests.factories.actors import actor
from tests.factories.pm import ProgramFactory, UserFactory
from tests.factories.settings import WatchFactory

pytestmark = pytest.mark.django_db


def test_a_thing_is_watched_once_and_no_more():
    program, person = ProgramFactory(), UserFactory()
    other = WatchFactory(program=program, subject="M-3")
    asked = {"program": program, "subject": "M-3", "user": person, "actor": actor(person)}

    watch(**asked)
    watch(**asked)
    watching = set(Watch.objects.values_list("subject", "user_id"))
    unwatch(**asked)
    unwatch(**asked)

    assert watching == {("M-3", person.pk), ("M-3", other.user_id)}
    assert list(Watch.objects.all()) == [other]
