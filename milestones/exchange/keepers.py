"""How the plan's nouns are compared and written by an import."""

from collections.abc import Sequence
from typing import Any

from milestones.exchange.standing import ended_by
from milestones.models import (
    ChecklistItem,
    Contribution,
    Deliverable,
    Feature,
    Milestone,
    MilestonePin,
    Pin,
    PlanLine,
    PlannedEffort,
    Statement,
    Track,
)
from milestones.pure.markdown import normalise_statement
from milestones.services import imported
from milestones.services.target import TARGET_FIELDS
from pm.exchange.plan import Keeper, Step
from pm.models import Program, Subteam
from pm.services.history import Recorder


class SluggedKeeper(Keeper):
    """A noun with a short name: a taken one gets a number."""

    likeness = (("slug",), ("name",))

    def create(
        self,
        record: Recorder,
        program: Program,
        items: Sequence[dict[str, Any]],
        subjects: Sequence[str],
    ) -> list[Any]:
        taken = set(self.model._default_manager.filter(program=program).values_list("slug", flat=True))
        for values in items:
            slug, times = values["slug"], 1
            while slug in taken:
                times += 1
                slug = f"{values['slug']}-{times}"
            taken.add(slug)
            values["slug"] = slug
        return super().create(record, program, items, subjects)


class SubteamKeeper(SluggedKeeper):
    model = Subteam


class TrackKeeper(SluggedKeeper):
    model = Track


class FeatureKeeper(SluggedKeeper):
    model = Feature


class StatementKeeper(Keeper):
    model = Statement
    unique = ("feature", "letter", "number")

    def create(
        self,
        record: Recorder,
        program: Program,
        items: Sequence[dict[str, Any]],
        subjects: Sequence[str],
    ) -> list[Statement]:
        return imported.create_statements(record, program, items, subjects)

    def update(self, record: Recorder, step: Step) -> Statement:
        return imported.reword(record, step.row, step.changes, step.base, step.subject, step.why)


class MilestoneKeeper(Keeper):
    model = Milestone
    likeness = (("title",), ("external_url",))
    slots = (TARGET_FIELDS,)

    def refusal(self, row: Milestone, name: str, value: Any) -> str:
        if name == "target_to_on":
            return imported.refuse_target(row, value)
        ended = ended_by(value) if name == "target_text" else None
        to = value if name == "status" else ended
        return imported.refuse_milestone_step(row, to) if to and to != row.status else ""

    def create(
        self,
        record: Recorder,
        program: Program,
        items: Sequence[dict[str, Any]],
        subjects: Sequence[str],
    ) -> list[Milestone]:
        return imported.create_milestones(record, program, items, subjects)

    def update(self, record: Recorder, step: Step) -> Milestone:
        return imported.change_milestone(record, step.row, step.changes, step.base, step.why)


class PlanLineKeeper(Keeper):
    model = PlanLine
    unique = ("milestone", "period")


class PlannedEffortKeeper(Keeper):
    model = PlannedEffort
    unique = ("plan_line", "subteam")
    slots = (("person_days", "text"),)


class DeliverableKeeper(Keeper):
    model = Deliverable
    likeness = (("milestone", "title"), ("milestone", "external_url"))

    def refusal(self, row: Deliverable, name: str, value: Any) -> str:
        return imported.refuse_deliverable_step(row, value) if name == "status" else ""

    def create(
        self,
        record: Recorder,
        program: Program,
        items: Sequence[dict[str, Any]],
        subjects: Sequence[str],
    ) -> list[Deliverable]:
        return imported.create_deliverables(record, program, items, subjects)


class ContributionKeeper(Keeper):
    model = Contribution
    unique = ("deliverable", "subteam")


class ChecklistKeeper(Keeper):
    model = ChecklistItem
    likeness = (("deliverable", "kind", "text"), ("deliverable", "kind"))
    slots = (("state", "text", "evidence"),)

    def create(
        self,
        record: Recorder,
        program: Program,
        items: Sequence[dict[str, Any]],
        subjects: Sequence[str],
    ) -> list[ChecklistItem]:
        return imported.create_checklist(record, program, items, subjects)


class PinKeeper(Keeper):
    model = Pin
    unique = ("deliverable", "statement", "scope")

    def create(
        self,
        record: Recorder,
        program: Program,
        items: Sequence[dict[str, Any]],
        subjects: Sequence[str],
    ) -> list[Pin]:
        revisions = dict(
            Statement.objects.filter(program=program, revision__gt=1).values_list("pk", "revision")
        )
        rows = [
            Pin(program=program, revision=revisions.get(values["statement_id"], 1), **values)
            for values in items
        ]
        return record.create_many(rows, subjects=subjects)

    def update(self, record: Recorder, step: Step) -> Pin:
        """A quote that now says what the statement says promises its present revision."""
        held: Pin = record.lock(step.row)
        statement = held.statement
        quoted = step.changes.get("quoted_text", "")
        if quoted and normalise_statement(quoted) == normalise_statement(statement.text):
            step.changes["revision"] = statement.revision
        record.update(held, step.changes, base=step.base, subject=step.subject, why=step.why)
        return held


class AimKeeper(Keeper):
    model = MilestonePin
    unique = ("milestone", "statement")


KEEPERS: tuple[Keeper, ...] = (
    SubteamKeeper(),
    TrackKeeper(),
    FeatureKeeper(),
    StatementKeeper(),
    MilestoneKeeper(),
    PlanLineKeeper(),
    PlannedEffortKeeper(),
    DeliverableKeeper(),
    ContributionKeeper(),
    ChecklistKeeper(),
    PinKeeper(),
    AimKeeper(),
)
