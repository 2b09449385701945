"""How the plan's nouns are compared and written by an import."""

from collections.abc import Sequence
from typing import Any

from milestones.exchange.standing import ended_by
from milestones.models import (
    ChecklistItem,
    Contribution,
    Deliverable,
    Dependency,
    Feature,
    Milestone,
    MilestonePin,
    Pin,
    PlanLine,
    PlannedEffort,
    Risk,
    Statement,
    Track,
    WeeklyUpdate,
)
from milestones.pure.markdown import normalise_statement
from milestones.services import imported
from milestones.services.target import TARGET_FIELDS
from pm.exchange.keepers import Items, Make, RowKeeper
from pm.exchange.plan import Step
from pm.models import Program, Subteam
from pm.services.history import Recorder

NAMED = (("slug",), ("name",))
Slugged = type[Subteam] | type[Track] | type[Feature]


def slugged(model: Slugged) -> Make:
    """Makes rows with a short name: a taken one gets a number."""

    def make(record: Recorder, program: Program, items: Items, subjects: Sequence[str]) -> list[Any]:
        taken = set(model._default_manager.filter(program=program).values_list("slug", flat=True))
        for values in items:
            slug, times = values["slug"], 1
            while slug in taken:
                times += 1
                slug = f"{values['slug']}-{times}"
            taken.add(slug)
            values["slug"] = slug
        return record.create_many([model(program=program, **values) for values in items], subjects=subjects)

    return make


def reword(record: Recorder, step: Step) -> Statement:
    return imported.reword(record, step.row, step.changes, step.base, step.subject, step.why)


def change_milestone(record: Recorder, step: Step) -> Milestone:
    return imported.change_milestone(record, step.row, step.changes, step.base, step.why)


def refuse_milestone(row: Milestone, name: str, value: Any) -> str:
    """A target before the planned start, and every step that an import does not take."""
    if name == "target_to_on":
        return imported.refuse_target(row, value)
    to = value if name == "status" else ended_by(value) if name == "target_text" else None
    return imported.refuse_milestone_step(row, to) if to and to != row.status else ""


def refuse_deliverable(row: Deliverable, name: str, value: Any) -> str:
    return imported.refuse_deliverable_step(row, value) if name == "status" else ""


def refuse_update(row: WeeklyUpdate, name: str, value: Any) -> str:
    """What was said of one deliverable is not moved to another."""
    if name != "deliverable":
        return ""
    return f"The source says this of another deliverable now; it stays with {row.deliverable.key} here."


def create_pins(record: Recorder, program: Program, items: Items, subjects: Sequence[str]) -> list[Pin]:
    """Promises of the revision that stands."""
    standing = Statement.objects.filter(program=program, revision__gt=1)
    revisions = dict(standing.values_list("pk", "revision"))
    rows = [
        Pin(program=program, revision=revisions.get(values["statement_id"], 1), **values) for values in items
    ]
    return record.create_many(rows, subjects=subjects)


def renew_pin(record: Recorder, step: Step) -> Pin:
    """A quote that now says what the statement says promises its present revision."""
    held: Pin = record.lock(step.row)
    statement = held.statement
    quoted = step.changes.get("quoted_text", "")
    if quoted and normalise_statement(quoted) == normalise_statement(statement.text):
        step.changes["revision"] = statement.revision
    record.update(held, step.changes, base=step.base, subject=step.subject, why=step.why)
    return held


# In the order in which they are written: what others point at comes first.
KEEPERS: tuple[RowKeeper, ...] = (
    RowKeeper(Subteam, likeness=NAMED, make=slugged(Subteam)),
    RowKeeper(Track, likeness=NAMED, make=slugged(Track)),
    RowKeeper(Feature, likeness=NAMED, make=slugged(Feature)),
    RowKeeper(
        Statement,
        unique=("feature", "letter", "number"),
        make=imported.create_statements,
        change=reword,
    ),
    RowKeeper(
        Milestone,
        likeness=(("title",), ("external_url",)),
        slots=(TARGET_FIELDS,),
        make=imported.create_milestones,
        change=change_milestone,
        refuse=refuse_milestone,
    ),
    RowKeeper(PlanLine, unique=("milestone", "period")),
    RowKeeper(PlannedEffort, unique=("plan_line", "subteam"), slots=(("person_days", "text"),)),
    RowKeeper(
        Deliverable,
        likeness=(("milestone", "title"), ("milestone", "external_url")),
        make=imported.create_deliverables,
        refuse=refuse_deliverable,
    ),
    RowKeeper(Contribution, unique=("deliverable", "subteam")),
    RowKeeper(
        ChecklistItem,
        likeness=(("deliverable", "kind", "text"), ("deliverable", "kind")),
        slots=(("state", "text", "evidence"),),
        make=imported.create_checklist,
    ),
    RowKeeper(Pin, unique=("deliverable", "statement", "scope"), make=create_pins, change=renew_pin),
    RowKeeper(MilestonePin, unique=("milestone", "statement")),
    RowKeeper(Risk, likeness=(("milestone", "title"),)),
    RowKeeper(
        Dependency,
        likeness=(
            ("deliverable", "needed_deliverable"),
            ("deliverable", "needed_milestone"),
            ("milestone", "needed_milestone"),
            ("milestone", "needed_deliverable"),
            ("deliverable", "title"),
            ("milestone", "title"),
        ),
        slots=(("kind", "title", "needed_milestone", "needed_deliverable"),),
    ),
    RowKeeper(
        WeeklyUpdate,
        unique=("deliverable", "subteam", "week"),
        refuse=refuse_update,
    ),
)
ORDER = {keeper.noun: at for at, keeper in enumerate(KEEPERS)}
