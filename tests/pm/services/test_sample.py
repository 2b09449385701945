"""The sample program as a whole: it comes in one piece and goes without a trace."""

from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection

from pm.errors import DomainError
from pm.models import Change, JobRun, Membership, Program, User
from pm.permissions import Role
from pm.services import membership, sample
from tests.factories.actors import NOW, actor
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
def test_create_loads_a_program_with_every_role() -> None:
    program = sample.create(actor())

    roles = set(Membership.objects.filter(program=program).values_list("role", flat=True))
    assert program.is_sample
    assert roles == {value for value, _ in Role.member_choices()}


@pytest.mark.django_db
def test_create_makes_people_who_cannot_log_in() -> None:
    sample.create(actor())

    assert not any(person.has_usable_password() for person in User.objects.all())


@pytest.mark.django_db
def test_create_with_a_demo_password_lets_its_people_log_in(settings) -> None:  # type: ignore[no-untyped-def]
    settings.DEMO_PASSWORD = "tide and wind and rain"

    sample.create(actor())

    assert User.objects.get(email="hale.merrin@kittiwake.example").check_password("tide and wind and rain")


@pytest.mark.django_db
def test_create_makes_the_person_who_loads_it_its_lead() -> None:
    loader = UserFactory()

    program = sample.create(actor(loader))

    assert Membership.objects.get(program=program, user=loader).role == Role.LEAD


@pytest.mark.django_db
def test_create_twice_is_refused() -> None:
    sample.create(actor())

    with pytest.raises(sample.SampleThere, match="Remove it first"):
        sample.create(actor())


@pytest.mark.django_db
def test_create_asks_for_no_run_of_days_long_past() -> None:
    sample.create(actor())

    assert JobRun.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "day",
    [date(2026, 1, 1), date(2026, 7, 5), date(2027, 12, 31), date(2028, 2, 29)],
)
def test_create_on_any_day_tells_nothing_of_the_future(day: date) -> None:
    moment = datetime(day.year, day.month, day.day, 5, 30, tzinfo=UTC)

    program = sample.create(actor(moment=moment))
    connection.check_constraints()

    assert not Change.objects.filter(program=program, recorded_at__gt=moment).exists()


@pytest.mark.django_db
def test_history_of_the_sample_is_in_the_order_of_its_days() -> None:
    program = sample.create(actor())

    moments = list(
        Change.objects.filter(program=program, recorded_at__lt=NOW)
        .order_by("pk")
        .values_list("recorded_at", flat=True)
    )
    assert moments == sorted(moments)


@pytest.mark.django_db
def test_remove_leaves_no_row_behind() -> None:
    other = ProgramFactory()
    member_of(other)
    before = count_rows()
    program = sample.create(actor())

    sample.remove(program, actor())
    connection.check_constraints()

    assert count_rows() == before


@pytest.mark.django_db
def test_remove_refuses_a_real_program() -> None:
    program = ProgramFactory(slug="wave", name="Wave")

    with pytest.raises(DomainError, match="Wave is not the sample"):
        sample.remove(program, actor())

    assert Program.objects.filter(pk=program.pk).exists()


@pytest.mark.django_db
def test_remove_keeps_a_person_who_works_elsewhere_and_shuts_the_door() -> None:
    program = sample.create(actor())
    person = User.objects.get(email="ada.quill@kittiwake.example")
    membership.join(program=ProgramFactory(), user=person, role=Role.STAKEHOLDER, actor=actor())

    sample.remove(program, actor())

    person.refresh_from_db()
    assert (person.is_active, person.has_usable_password()) == (False, False)


@pytest.mark.django_db
def test_a_sample_that_was_removed_can_be_loaded_again() -> None:
    sample.remove(sample.create(actor()), actor())

    assert sample.create(actor()) == sample.find()


@pytest.mark.django_db
def test_the_commands_load_once_and_remove(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("seed_demo")
    call_command("seed_demo")
    call_command("remove_demo")
    call_command("remove_demo")

    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["Loaded", "Kittiwake", "Removed", "There"]
    assert lines[1] == "Kittiwake is loaded already: /kittiwake/"


@pytest.mark.django_db
def test_the_command_refuses_to_remove_a_real_program() -> None:
    ProgramFactory(slug="wave", name="Wave")

    with pytest.raises(CommandError, match="Nothing was removed"):
        call_command("remove_demo", program="wave")
