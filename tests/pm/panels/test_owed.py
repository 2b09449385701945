import pytest

from pm.models import JobRun
from pm.permissions import Role
from tests.factories.actors import NOW
from tests.factories.owed import dues_of
from tests.factories.pm import ProgramFactory, member_of

pytestmark = pytest.mark.django_db


def test_failed_runs_are_one_thing_for_those_who_may_retry_them():
    program = ProgramFactory(slug="kit")
    for slot in ("a", "b"):
        JobRun.objects.create(
            program=program, job="x", slot=slot, state="FAILED", requested_at=NOW, not_before=NOW
        )

    [due] = dues_of("jobs", member_of(program, Role.MANAGER), program)

    assert (due.title, due.url) == ("2 background runs failed", "/kit/jobs/")
    assert dues_of("jobs", member_of(program, Role.STAKEHOLDER), program) == []
