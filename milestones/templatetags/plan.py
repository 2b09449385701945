"""The plan in words and marks: {% load plan %}. Views use the same functions for ready-made rows."""

import datetime as dt
from decimal import Decimal

from django import template
from django.template.defaultfilters import pluralize
from django.utils.safestring import SafeString

from milestones.models import Milestone
from milestones.pure.states import MILESTONE_ENDED
from pm.pure.dates import ImpreciseDate, format_imprecise
from pm.templatetags.cells import EMPTY, filled, sign
from pm.templatetags.ui import DAYS_PER_MONTH, NONE, health_mark, months

register = template.Library()

DASH = SafeString(f'<span class="muted">{NONE}</span>')
STATUS_MARKS = {
    "PLANNED": "c-open",
    "IN_PROGRESS": "c-prog",
    "CLOSE_REQUESTED": "c-prog",
    "CLOSED": "c-done",
    "DROPPED": "c-na",
}


@register.simple_tag
def target_words(row: Milestone, today: dt.date) -> str:
    """30 Sep; Q1 2027; the text as written where it names no day; a dash for none."""
    if row.target_to_on is None:
        return row.target_text or NONE
    return format_imprecise(ImpreciseDate(row.target_from_on, row.target_to_on, row.target_text), today)


@register.filter
def slip_words(row: Milestone) -> str:
    """+42 d, 1 push; empty while the target stands where it was committed."""
    moved = signed_days(row.slip_days) if row.slip_days else ""
    pushes = f"{row.push_count} push{pluralize(row.push_count, 'es')}" if row.push_count else ""
    return ", ".join(part for part in (moved, pushes) if part)


def signed_days(days: int) -> str:
    """+42 d, −7 d, 0 d."""
    sign = "+" if days > 0 else "\N{MINUS SIGN}" if days < 0 else ""
    return f"{sign}{abs(days)} d"


def shows_health(row: Milestone) -> bool:
    """Ideas, ended work and budget lines have no health."""
    has_none = row.status == Milestone.Status.IDEA or row.status in MILESTONE_ENDED
    return not has_none and row.kind != Milestone.Kind.BUDGET_LINE


def late_detail(row: Milestone, today: dt.date) -> str:
    """How far past its target an open milestone is: 10 d."""
    if row.health != Milestone.Health.LATE or row.target_to_on is None or row.target_to_on >= today:
        return ""
    return f"{(today - row.target_to_on).days} d"


@register.simple_tag
def milestone_health(row: Milestone, today: dt.date) -> SafeString:
    """Icon, word and days late; a dash for what has no health."""
    if not shows_health(row):
        return DASH
    mark, detail = health_mark(row.health), late_detail(row, today)
    more = filled(' <span class="muted">%s</span>', detail) if detail else EMPTY
    return filled('<span class="health %s">%s%s%s</span>', mark.css, sign(mark.icon), mark.word, more)


@register.filter
def stage(row: Milestone) -> str:
    """The status in one word: a proposed milestone without a demanded date is pencilled."""
    if row.kind == Milestone.Kind.BUDGET_LINE and row.is_open:
        return "Budget line"
    if row.is_pencilled and row.status == Milestone.Status.PROPOSED:
        return "Pencilled"
    return str(row.get_status_display())


def share_bar(percent: int | None, said: str = "") -> SafeString:
    """The 44 px bar of a table cell with its figure, and what it means; a dash when nothing is known."""
    if percent is None:
        return DASH
    return filled(
        '<span class="prog" title="%s"><svg width="44" height="6" aria-hidden="true">'
        '<rect class="f-bar" width="44" height="6" rx="1"/>'
        '<rect class="f-ink2" width="%s" height="6" rx="1"/></svg><span class="prog-n">%s %%</span></span>',
        said,
        f"{min(max(percent, 0), 100) * 0.44:.1f}",
        percent,
    )


def effort_months(days: Decimal | None, per_month: int | None) -> str:
    """Person-days as months: 4.8."""
    return months(days, per_month or DAYS_PER_MONTH)
