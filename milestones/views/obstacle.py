"""What the pages of blockers and unknowns share."""

from datetime import date
from typing import Any

from django.urls import reverse

from milestones.models import Blocker, Unknown
from milestones.views.spec import Fact, crumbs_to, work_link
from pm.models import Program
from pm.pure.days import short_day
from pm.views.register import Column

Row = Blocker | Unknown


def columns_of(program: Program, label: str, today: date) -> list[Column]:
    """The columns of both registers; the second one is named for the noun."""

    def milestone_url(row: Row) -> str:
        return reverse("milestone_detail", args=[program.slug, row.milestone.key])

    def deliverable_url(row: Row) -> str:
        return work_link(row.deliverable, program)[1]

    def link(row: Row) -> str:
        return reverse(f"{row._meta.model_name}_detail", args=[program.slug, row.key])

    return [
        Column("Key", lambda row: row.key, link, css="key", order=("number",)),
        Column(label, lambda row: row.title, link, is_head=True, edit="title"),
        Column(
            "Milestone",
            lambda row: row.milestone.key,
            milestone_url,
            css="nowrap",
            order=("milestone__number",),
            group="milestone_id",
        ),
        Column(
            "Deliverable",
            lambda row: row.deliverable.key if row.deliverable else "",
            deliverable_url,
            css="nowrap",
        ),
        Column(
            "Priority",
            lambda row: row.get_priority_display(),
            order=("priority_weight",),
            group="priority",
            edit="priority",
        ),
        Column("Waiting on", lambda row: row.waiting_on, css="skip-s", edit="waiting_on"),
        Column("Owner", lambda row: row.owner, order=("owner__name",), group="owner_id", edit="owner"),
        Column("Open", lambda row: age_of(row, today), css="num", order=("opened_on",), in_csv=False),
        Column(
            "Settle by",
            lambda row: row.resolve_by_on,
            css="nowrap",
            order=("resolve_by_on",),
            edit="resolve_by_on",
        ),
        Column("Delay", delay_words, css="nowrap skip-s", order=("delay_high_days",)),
        Column(
            "Status", lambda row: row.get_status_display(), order=("status",), group="status", edit="status"
        ),
        Column("Open since", lambda row: row.opened_on, in_page=False),
        Column("Settled", lambda row: row.resolved_on, in_page=False),
        Column("Text", lambda row: row.text, in_page=False),
        Column("Action", lambda row: row.action, in_page=False),
        Column("Resolution", lambda row: row.resolution, in_page=False),
    ]


def age_of(row: Row, today: date) -> str:
    """How long it has been open, or was."""
    return f"{((row.resolved_on or today) - row.opened_on).days} d"


def delay_words(row: Row) -> str:
    """`5–15 d`, what it may cost."""
    known = [str(days) for days in (row.delay_low_days, row.delay_high_days) if days is not None]
    if not known:
        return ""
    return f"{known[0]} d" if len(set(known)) == 1 else f"{known[0]}–{known[1]} d"


def facts_of(row: Row, program: Program, today: date) -> list[Fact]:
    """The plain facts of the side column."""
    day = short_day(row.resolve_by_on, today)
    over = (today - row.resolve_by_on).days if row.resolve_by_on and row.status == "OPEN" else 0
    part = [("Deliverable", *work_link(row.deliverable, program))] if row.deliverable else []
    return [
        ("Milestone", *work_link(row.milestone, program)),
        *part,
        ("Priority", row.get_priority_display(), ""),
        ("Waiting on", row.waiting_on, ""),
        ("Open since", f"{short_day(row.opened_on, today)}, {age_of(row, today)}", ""),
        ("To be settled by", f"{day}, {over} d ago" if over > 0 else day, ""),
        ("May cost", delay_words(row), ""),
        *([("Settled", short_day(row.resolved_on, today), "")] if row.resolved_on else []),
    ]


def crumbs_of(title: str, program: Program, row: Any = None) -> list[tuple[str, str | None]]:
    """The register, and the row's page."""
    return crumbs_to(program, title, f"{title.lower().removesuffix('s')}_list", row)
