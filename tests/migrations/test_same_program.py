"""What a row points at belongs to its own program: the database itself refuses anything else."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from estimates.models import AllocationLine, Estimate
from milestones.models import Contribution, MilestonePin, PlanLine, PlannedEffort, StatementRevision
from pm.constraints import SameProgram
from pm.models import InvitationSubteam, MembershipSubteam
from pm.services.history import removing
from tests.access.graph import Graph
from tests.access.world import World, build_world
from tests.factories.actors import NOW

pytestmark = pytest.mark.django_db
OURS = ("pm", "milestones", "estimates")


def walls() -> list[tuple[type[models.Model], SameProgram]]:
    """Every composite constraint of every model."""
    return [
        (model, constraint)
        for label in OURS
        for model in apps.get_app_config(label).get_models()
        for constraint in model._meta.constraints
        if isinstance(constraint, SameProgram)
    ]


def links() -> set[tuple[str, str]]:
    """Every foreign key from a table of a program to a table of a program."""

    def belongs(model: type[models.Model]) -> bool:
        return any(field.name == "program" for field in model._meta.concrete_fields)

    return {
        (model._meta.label, field.name)
        for label in OURS
        for model in apps.get_app_config(label).get_models()
        if belongs(model)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and belongs(field.related_model)
    }


# The head and the parts of one request, a change and the one it takes back: no row that a form names.
WITHOUT_A_WALL = {("pm.JobRun", "parent"), ("pm.Change", "undoes")}


def test_every_link_inside_a_program_has_its_wall():
    walled = {(model._meta.label, constraint.field) for model, constraint in walls()}

    assert links() - walled == WITHOUT_A_WALL


# What makes a copy of a row differ where the table wants it to.
CHANGED = {
    "number": 5000,
    "name": "A copy",
    "slug": "a-copy",
    "token_hash": "of a copy",
    "period": "2026H2",
    "role": "MANAGER",
    "is_baseline": False,
    "closed_at": NOW,
}


def copy_of(row: models.Model) -> models.Model:
    """Another row of the same program, which nothing points at yet."""
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    values |= {name: value for name, value in CHANGED.items() if name in values}
    return type(row)._default_manager.create(**{**values, "id": None})


def fill(graph: Graph) -> None:
    """The rows of a program that no route of the access matrix needs."""
    own, times = {"program": graph.program}, {"happened_on": NOW.date(), "recorded_at": NOW}
    subteam, milestone = {"subteam": graph.team}, {"milestone": graph.milestone}
    statement, estimate = {"statement": graph.statement}, Estimate.objects.get(program=graph.program)
    line = PlanLine.objects.get(program=graph.program)
    MembershipSubteam.objects.create(**own, **subteam, membership=graph.membership)
    InvitationSubteam.objects.create(**own, **subteam, invitation=graph.invitation)
    Contribution.objects.create(**own, **subteam, deliverable=graph.deliverable)
    StatementRevision.objects.create(**own, **statement, **times, number=1, text="text")
    MilestonePin.objects.create(**own, **milestone, **statement)
    PlannedEffort.objects.create(**own, **subteam, plan_line=line, person_days=1)
    AllocationLine.objects.create(**own, **subteam, estimate=estimate, people=1, months=1)


@pytest.fixture
def world() -> World:
    world = build_world()
    with removing():
        for graph in (world.ours, world.theirs):
            fill(graph)
    return world


def walls_in_database() -> set[tuple[str, str, str]]:
    """Every foreign key of (program_id, x) to (program_id, id): its table, x, the table pointed at."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if connection.vendor == "sqlite":
                cursor.execute(f"PRAGMA foreign_key_list({connection.ops.quote_name(table)})")
                parts: dict[int, tuple[str, list[tuple[str, str]]]] = {}
                for number, _, parent, source, target, *_ in cursor.fetchall():
                    parts.setdefault(number, (parent, []))[1].append((source, target))
            else:
                cursor.execute(
                    "SELECT c.oid, c.confrelid::regclass::text, a.attname, f.attname FROM pg_constraint c "
                    "CROSS JOIN LATERAL unnest(c.conkey, c.confkey) AS k(own, other) "
                    "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.own "
                    "JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = k.other "
                    "WHERE c.contype = 'f' AND c.conrelid = %s::regclass",
                    [table],
                )
                parts = {}
                for number, parent, source, target in cursor.fetchall():
                    parts.setdefault(number, (parent, []))[1].append((source, target))
            for parent, pairs in parts.values():
                if ("program_id", "program_id") in pairs:
                    found |= {(table, source, parent) for source, target in pairs if target == "id"}
    return found


def test_every_wall_stands_in_the_database():
    wanted = {
        (model._meta.db_table, field.attname, field.related_model._meta.db_table)
        for model, constraint in walls()
        for field in [model._meta.get_field(constraint.field)]
    }

    assert walls_in_database() == wanted


def test_a_link_into_another_program_is_refused(world):
    tried = {constraint.name: is_refused(world, model, constraint) for model, constraint in walls()}

    assert [name for name, refused in tried.items() if refused is False] == []
    assert [name for name, refused in tried.items() if refused is None] == []


def is_refused(world: World, model: type[models.Model], constraint: SameProgram) -> bool | None:
    """Whether the database refuses the link; None where the world holds no row that could make it."""
    field = model._meta.get_field(constraint.field)
    own = model._default_manager.filter(program=world.ours.program).order_by("pk").first()
    parent = field.related_model._default_manager.filter(program=world.theirs.program).order_by("pk").first()
    if own is None or parent is None:
        return None
    # An estimate or an entry is about a milestone or a deliverable: it leaves the one for the other.
    nullable = {"milestone", "deliverable"} & {field.name for field in model._meta.fields if field.null}
    others = nullable if constraint.field in nullable else set()
    with removing(), transaction.atomic():
        moved = dict.fromkeys(others) | {constraint.field: copy_of(parent)}
        try:
            with transaction.atomic():
                connection.check_constraints()
                model._default_manager.filter(pk=own.pk).update(**moved)
                connection.check_constraints()
        except IntegrityError:
            refused = True
        else:
            refused = False
        transaction.set_rollback(True)
    return refused
