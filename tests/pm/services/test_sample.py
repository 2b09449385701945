"""The sample program as a whole: it comes in one piece and goes without a trace."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.core.management import CommandError, call_command
from django.db import connection

from milestones.models import Milestone
from pm.errors import DomainError
from pm.models import Change, Membership, Program
from pm.permissions import Role
from pm.services import membership, sample
from pm.services.history import computing
from tests.factories.actors import actor
from tests.factories.pm import ProgramFactory, UserFactory, member_of

OURS = ("pm", "milestones", "estimates")


def count_rows() -> dict[str, int]:
    """How many rows each of our tables holds."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label in OURS
    }


@pytest.mark.django_db
def test_with_a_demo_password_its_people_log_in() -> None:
    person = sample.hire("Hale Merrin", make_password("tide and wind and rain"))

    assert person.check_password("tide and wind and rain")


@pytest.mark.once
@pytest.mark.django_db
def test_create_on_a_sunday_tells_the_same_story_and_nothing_of_the_future() -> None:
    moment = datetime(2026, 7, 5, 5, 30, tzinfo=UTC)

    loader = UserFactory()

    program = sample.create(actor(loader, moment=moment))
    connection.check_constraints()

    assert Membership.objects.get(program=program, user=loader).role == Role.LEAD

    plan = Milestone.objects.open().exclude(kind="BUDGET_LINE").exclude(status="IDEA")
    levels = Counter(plan.values_list("health", flat=True))
    assert levels == {"ON_TRACK": 7, "LATE": 1, "AT_RISK": 1, "WATCH": 1, "UNKNOWN": 1}
    assert not Change.objects.filter(program=program, recorded_at__gt=moment).exists()


@pytest.mark.django_db
def test_the_commands_load_once_and_leave_no_row_behind(capsys: pytest.CaptureFixture[str]) -> None:
    member_of(ProgramFactory())
    before = count_rows()

    call_command("seed_demo")
    call_command("seed_demo")
    call_command("remove_demo")
    call_command("remove_demo")
    connection.check_constraints()

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["Loaded", "Kittiwake", "Removed", "There"]
    assert lines[1] == "Kittiwake is loaded already: /kittiwake/"
    assert count_rows() == before


@pytest.mark.django_db
def test_remove_refuses_a_real_program() -> None:
    program = ProgramFactory(slug="wave", name="Wave")

    with pytest.raises(DomainError, match="Wave is not the sample"):
        sample.remove(program, actor())

    assert Program.objects.filter(pk=program.pk).exists()


@pytest.mark.django_db
def test_one_of_its_people_who_works_elsewhere_stays_and_cannot_log_in() -> None:
    person = sample.hire("Ada Quill", make_password("tide and wind and rain"))
    membership.join(program=ProgramFactory(), user=person, role=Role.STAKEHOLDER, actor=actor())

    with computing():
        sample.dismiss()

    person.refresh_from_db()
    assert (person.is_active, person.has_usable_password()) == (False, False)


@pytest.mark.django_db
def test_the_command_refuses_to_remove_a_real_program() -> None:
    ProgramFactory(slug="wave", name="Wave")

    with pytest.raises(CommandError, match="Nothing was removed"):
        call_command("remove_demo", program="wave")
