"""A program's name in addresses, its zone, its days."""

import pytest
from django.urls import get_resolver

from pm.errors import DomainError
from pm.models import Change, JobRun, Program
from pm.models.program import RESERVED_SLUGS
from pm.services import program as programs
from tests.factories.actors import actor
from tests.factories.pm import ProgramFactory

pytestmark = pytest.mark.django_db


def test_every_root_route_is_reserved():
    roots = {str(entry.pattern).partition("/")[0] for entry in get_resolver().url_patterns}

    assert {root for root in roots if root and "<" not in root} <= RESERVED_SLUGS


@pytest.mark.parametrize(
    "slug", ["", "Wave", "wave\n", "-wave", "wa ve", "wave/x", "w" * 41, "wäve", "admin"]
)
def test_create_under_a_name_no_address_can_hold_is_refused(slug):
    with pytest.raises(DomainError):
        programs.create(slug=slug, name="Wave", actor=actor())

    assert not Program.objects.exists()


def test_create_under_a_name_taken_at_the_same_moment_is_refused(monkeypatch):
    ProgramFactory(slug="wave")
    monkeypatch.setattr(programs, "check_slug", lambda slug: None)

    with pytest.raises(DomainError, match="There is a program “wave” already"):
        programs.create(slug="wave", name="Wave", actor=actor())


@pytest.mark.parametrize(
    "fields",
    [
        {"zone": "Mars/North"},
        {"zone": "localtime"},
        {"zone": "Factory"},
        {"days_per_month": 0},
        {"days_per_month": 32},
        {"weekdays": ""},
        {"weekdays": "10"},
        {"weekdays": "7"},
        {"breaker_factor": 0.5},
        {"breaker_factor": 100},
    ],
)
def test_odd_zones_months_weeks_and_factors_are_refused(fields):
    with pytest.raises(DomainError):
        programs.create(slug="wave", name="Wave", actor=actor(), **fields)
    with pytest.raises(DomainError):
        programs.edit(program=ProgramFactory(), changes=fields, base=None, actor=actor())


def test_edit_never_moves_the_address():
    with pytest.raises(DomainError, match="slug cannot be edited"):
        programs.edit(program=ProgramFactory(), changes={"slug": "other"}, base=None, actor=actor())


def test_edit_is_told_in_the_programs_history():
    program = ProgramFactory(name="Old")

    programs.edit(program=program, changes={"name": "New"}, base={"name": "Old"}, actor=actor())

    assert list(Change.objects.values_list("program", "before", "after")) == [(program.pk, "Old", "New")]


def test_figures_are_asked_for_when_what_they_are_made_of_changes():
    program = ProgramFactory()

    programs.edit(program=program, changes={"name": "New", "update_weekday": 2}, base=None, actor=actor())
    before = JobRun.objects.count()
    programs.edit(program=program, changes={"weekdays": "0123"}, base=None, actor=actor())

    assert (before, JobRun.objects.get().args) == (0, {"program_id": program.pk})
