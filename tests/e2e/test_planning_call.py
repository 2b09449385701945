"""A planning call on the sample program: it takes minutes, and nothing typed, seen or focused is lost."""

import pytest
from django.utils import timezone

from pm.models import Program, User
from pm.services import sample
from tests.e2e.planning_call import EDITS, hold_call
from tests.factories.actors import actor
from tests.factories.pm import member_of

pytestmark = [pytest.mark.e2e]
MOST_SECONDS = 300  # a person's call, hands included


@pytest.fixture
def program(live) -> Program:
    return sample.create(actor(moment=timezone.now()))


def test_a_planning_call_on_the_sample_program(page_as, program, record_property) -> None:
    manager: User = member_of(program)

    story = hold_call(page_as(manager), page_as(member_of(program)), program.slug)

    record_property("figures", f"planning call on the sample program: {story}")
    assert sum(story.seconds.values()) < MOST_SECONDS
    assert story.edits == EDITS
    assert story.is_one_page
    assert story.focus_losses == 0
    assert story.layout_shift < 0.02
    assert story.complaints == []
