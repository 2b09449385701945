"""What of the plan is searched."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from milestones.models import (
    Blocker,
    Deliverable,
    Dependency,
    DesignArtefact,
    Feature,
    Gate,
    Handover,
    Milestone,
    Risk,
    Stakeholder,
    Statement,
    SuccessCriterion,
    Task,
    Track,
    Unknown,
    WeeklyUpdate,
)
from pm.models import Program
from pm.permissions import Permission
from pm.pure.search import fold
from pm.registry import ACTIONS, SCOPES, SEARCHES, Action
from pm.rules import Access
from pm.search import Kind, address, address_of_key, everything, no_key

STATEMENT = re.compile(r"(?P<feature>.+?)[\s/:]+(?P<letter>[FURPS+])(?P<number>\d{1,4})", re.IGNORECASE)
Found = Iterable[tuple[str, Sequence[int]]]
KEYED = ("number", "status")
ENDS = ("milestone", "deliverable", "needed_milestone", "needed_deliverable")


def hidden_milestones(program: Program, access: Access) -> Any:
    """The internal milestones, for those who may not see them."""
    if access.can(Permission.VIEW_INTERNAL):
        return None
    return Milestone.objects.filter(program=program, is_internal=True).values("pk")


def milestone_of(row: Any) -> int | None:
    """The milestone a row hangs on, by itself or by its deliverable."""
    own: int | None = getattr(row, "milestone_id", None)
    if own is not None:
        return own
    return row.deliverable.milestone_id if row.deliverable else None


def page_of(program: Program, row: Any) -> str:
    """The page of a row with a key, or of what it hangs on."""
    found = address_of_key(program, row.key)
    if found:
        return found
    if getattr(row, "deliverable", None):
        return address("deliverable_detail", program, row.deliverable.key)
    if getattr(row, "milestone", None):
        return address("milestone_detail", program, row.milestone.key)
    return reverse("program_home", args=[program.slug])


def of_deliverable(ids: Sequence[int]) -> Found:
    """What moves with a deliverable to another milestone."""
    for model in (Task, Handover, Dependency, WeeklyUpdate):
        yield (
            model._meta.label_lower,
            list(model._default_manager.filter(deliverable__in=ids).values_list("pk", flat=True)),
        )


def of_feature(ids: Sequence[int]) -> Found:
    """What is named by a feature."""
    rows = Statement.objects.filter(feature__in=ids)
    yield Statement._meta.label_lower, list(rows.values_list("pk", flat=True))


def jump_to_statement(program: Program, access: Access, typed: str) -> str | None:
    """`Relay F3` or `relay/F3`: the feature by its name or address, then the code."""
    match = STATEMENT.fullmatch(typed.strip())
    if match is None:
        return None
    wanted = fold(match["feature"])
    rows = Statement.objects.filter(
        program=program, letter=match["letter"].upper(), number=int(match["number"])
    )
    for row in rows.select_related("feature").order_by("pk"):
        if wanted in {fold(row.feature.name), row.feature.slug}:
            return statement_page(program, row)
    return None


def statement_page(program: Program, row: Statement) -> str:
    return address("feature_detail", program, row.feature.slug)


def seen_with_milestone(rows: Any, *, sees_internal: bool) -> Any:
    """The lines of milestones that this reader may see."""
    return rows if sees_internal else rows.exclude(milestone__is_internal=True)


def line_of_milestone(model: Any, title: str, icon: str, rank: int, section: str, **words: Any) -> Kind:
    """A kind of line that stands in a section of a milestone's page."""
    return Kind(
        model, title, icon, rank,
        address=lambda program, row: (
            f"{reverse('milestone_detail', args=[program.slug, row.milestone.key])}#{section}"
        ),
        related=("milestone",), key=lambda row: row.milestone.key, scope=lambda row: row.milestone_id,
        visible=seen_with_milestone, **words,
    )  # fmt: skip


def dependency_words(row: Dependency) -> str:
    """A dependency without a title of its own is named by what it waits for."""
    needed = row.needed_milestone or row.needed_deliverable
    return row.title or (f"Waits for {needed}" if needed else "")


KINDS = (
    Kind(
        Milestone, "Milestones", "flag", 10,
        address=lambda program, row: address("milestone_detail", program, row.key),
        texts=("benefit", "objective", "narrative", "scope_in", "scope_out", "risks_text", "rollback_plan"),
        shown=KEYED,
        scope=lambda row: row.pk,
    ),
    Kind(
        Deliverable, "Deliverables", "box", 20,
        address=lambda program, row: address("deliverable_detail", program, row.key),
        texts=("output", "dependencies_text"), scope=milestone_of, scope_field="milestone",
        shown=KEYED,
        follow={"milestone": of_deliverable},
    ),
    Kind(
        Feature, "Features", "furps", 30,
        address=lambda program, row: address("feature_detail", program, row.slug),
        texts=("area", "description"), named_by=("name", "slug"), key=no_key,
        heading=lambda row: row.name, status=lambda row: row.area, visible=everything,
        follow={"name": of_feature},
    ),
    Kind(
        Statement, "Statements", "seal", 40, address=statement_page, named_by=("text",),
        related=("feature",), key=lambda row: f"{row.code} {row.feature.name}", heading=lambda row: row.text,
        shown=("letter", "number", "state", "feature__name", "feature__slug"),
        status=lambda row: row.get_state_display(), visible=everything, jump=jump_to_statement,
    ),
    Kind(
        Task, "Tasks", "task", 50, address=page_of, texts=("text",), related=("deliverable",),
        shown=(*KEYED, "deliverable__number"),
        scope=milestone_of, scope_field="deliverable",
    ),
    Kind(
        Risk, "Risks", "at-risk", 60, address=page_of, texts=("text", "mitigation"), related=("milestone",),
        shown=(*KEYED, "milestone__number"),
        scope=lambda row: row.milestone_id, scope_field="milestone", is_internal=lambda row: row.is_internal,
    ),
    Kind(
        Blocker, "Blockers", "error", 61, address=page_of,
        texts=("text", "waiting_on", "action", "resolution"), related=("milestone",),
        shown=(*KEYED, "milestone__number"),
        scope=lambda row: row.milestone_id, scope_field="milestone",
    ),
    Kind(
        Unknown, "Unknowns", "h-unknown", 62, address=page_of,
        texts=("text", "waiting_on", "action", "resolution"), related=("milestone",),
        shown=(*KEYED, "milestone__number"),
        scope=lambda row: row.milestone_id, scope_field="milestone",
    ),
    Kind(
        Dependency, "Dependencies", "link", 63, address=page_of, texts=("if_delayed", "contingency"),
        related=ENDS,
        shown=(*KEYED, *(f"{name}__{column}" for name in ENDS for column in ("number", "title"))),
        heading=dependency_words, scope=milestone_of, scope_field="milestone deliverable",
    ),
    Kind(
        Handover, "Handovers", "handover", 64, address=page_of, texts=("discussion_text", "returned_because"),
        shown=(*KEYED, "deliverable__number"),
        related=("deliverable",), scope=milestone_of, scope_field="deliverable",
    ),
    line_of_milestone(
        SuccessCriterion, "Success criteria", "check", 70, "criteria",
        texts=("evidence",), named_by=("text",),
        heading=lambda row: row.text, status=lambda row: "Met" if row.is_met else row.get_level_display(),
        shown=("is_met", "level", "milestone__number"),
    ),
    line_of_milestone(
        Gate, "Gates", "flag", 72, "gates", texts=("who", "outcome", "lessons"), named_by=("kind",),
        heading=str, status=lambda row: "Held" if row.held_on else "Planned",
        shown=("held_on", "milestone__number"),
    ),
    line_of_milestone(
        DesignArtefact, "Design artefacts", "link", 74, "artefacts", texts=("scope", "link", "because"),
        named_by=("kind",), heading=str,
        status=lambda row: row.get_state_display(), shown=("state", "milestone__number"),
    ),
    Kind(
        WeeklyUpdate, "Weekly updates", "update", 80,
        address=lambda program, row: (
            address("deliverable_detail", program, row.deliverable.key) + "#updates"
        ),
        texts=("achieved", "next", "blocked", "scope_change", "date_change"), named_by=("week",),
        related=("deliverable",), key=lambda row: row.deliverable.key,
        heading=lambda row: f"{row.week}: {row.deliverable.title}", status=no_key, scope=milestone_of,
        shown=("deliverable__number", "deliverable__title"),
    ),
    Kind(
        Track, "Tracks", "timeline", 110,
        address=lambda program, row: f"{reverse('roadmap', args=[program.slug])}?track={row.slug}",
        texts=("description",), named_by=("name", "slug"), shown=("is_archived",), key=no_key,
        heading=lambda row: row.name,
        status=lambda row: "Archived" if row.is_archived else "", visible=everything,
    ),
    Kind(
        Stakeholder, "Stakeholders", "people", 135,
        address=lambda program, row: reverse("stakeholder_list", args=[program.slug]),
        texts=("organisation", "interest"), named_by=("name",), shown=("is_archived",), key=no_key,
        heading=lambda row: row.name,
        status=lambda row: "Archived" if row.is_archived else "", visible=everything,
        permission=Permission.VIEW_INTERNAL,
    ),
)  # fmt: skip

for kind in KINDS:
    SEARCHES.add(kind.model._meta.label_lower, kind.search())
SCOPES.add("milestone", hidden_milestones)
for name, label, permission in (
    ("milestone_create", "New milestone", Permission.PROPOSE_IDEA),
    ("deliverable_create", "New deliverable", Permission.EDIT_DELIVERABLE),
    ("feature_create", "New feature", Permission.EDIT_FEATURE),
    ("stakeholder_create", "New stakeholder", Permission.EDIT_SPEC),
):
    ACTIONS.add(f"begin {name}", Action(label, name, permission))
