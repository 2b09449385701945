"""The roadmap on paper: up to sixty milestones on one landscape sheet, more on as many as they need."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from milestones.filters import MilestoneFilter
from milestones.models import Milestone
from milestones.pure.sheets import Entry, Sheet, lay_out
from milestones.pure.timeline import Span, Window
from milestones.queries.roadmap import GROUPS, count_lanes, load_choices, visible
from milestones.templatetags.plan import late_detail, shows_health, signed_days, stage, target_words
from milestones.views.roadmap import Found, read_state
from milestones.views.roadmap_bars import begin_of, end_of, pc
from milestones.views.roadmap_rows import OTHER_LANE, Reader
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.pure.days import long_day
from pm.templatetags.cells import filled
from pm.templatetags.ui import health_mark
from pm.views.as_of import at_a_day

MOST_ROWS = 600
HEAVY = frozenset({"LATE", "AT_RISK"})
EMPTY = SafeString("")


@dataclass(frozen=True, slots=True)
class Printed:
    """One milestone on paper, every cell ready. `lane` heads a lane where it or a sheet begins."""

    key: str
    title: str
    owner: str
    state: SafeString
    target: str
    forecast: str
    claimed: str
    bar: SafeString
    lane: str = ""


@requires(Permission.VIEW)
@at_a_day
@require_safe
def roadmap_print(request: UserRequest, program: Program) -> HttpResponse:
    """What the roadmap of this address holds, for a sheet of paper."""
    actor, state, choices = actor_of(request, program), read_state(request.GET), load_choices(program)
    rows = visible(program, sees_internal=request.access.can(Permission.VIEW_INTERNAL))
    filters = MilestoneFilter(request.GET, queryset=rows, choices=choices, actor=actor)
    window = state.window(actor.today)
    counts = count_lanes(filters.qs, state.order.group, None, actor.today)
    found = Found(request, actor, state, choices, filters, counts, window)
    loaded = found.load(filters.qs, size=MOST_ROWS)
    reader = found.reader(loaded)
    names = {lane.pk: lane.name for lane in choices.lanes(state.order.group)}
    lanes = [lane_of(row, names, state.order.group) for row in loaded]
    entries = [entry_of(row, lane, actor.today) for row, lane in zip(loaded, lanes, strict=True)]
    density, sheets = lay_out(entries)
    query = request.GET.urlencode()
    here = timezone.now().astimezone(ZoneInfo(program.zone)).date()
    return render(
        request,
        "milestones/roadmap/print.html",
        {
            "density": density.name,
            "sheets": [list(printed(reader, loaded, lanes, sheet, window)) for sheet in sheets if loaded],
            "months": header(window),
            "grid": grid(window, actor.today),
            "window": window,
            "words": words_of(filters, state.order.group),
            "count": count_words(found, len(loaded)),
            "printed_on": long_day(here),
            "as_of_text": long_day(actor.today) if actor.today != here else "",
            "back_url": f"{reverse('roadmap', args=[program.slug])}{f'?{query}' if query else ''}",
            "crumbs": [("Roadmap", reverse("roadmap", args=[program.slug])), ("On paper", None)],
        },
    )


def lane_of(row: Milestone, names: dict[int, str], group: str) -> str:
    """The name of a row's lane; empty where there are none."""
    lane: int = row.lane  # type: ignore[attr-defined]  # annotated by with_lane
    return names.get(lane, OTHER_LANE[group])


def entry_of(row: Milestone, lane: str, today: date) -> Entry:
    """What decides how many lines a row takes."""
    return Entry(lane, row.title, owner_of(row), target_of(row, today))


def owner_of(row: Milestone) -> str:
    return str(row.owner) if row.owner else "no owner"


def target_of(row: Milestone, today: date) -> str:
    """30 Sep, +42 d; `no target` where there is none."""
    if row.target_to_on is None and row.kind == Milestone.Kind.BUDGET_LINE:
        return "no end"
    words = target_words(row, today) if row.target_to_on or row.target_text else "no target"
    return f"{words}, {signed_days(row.slip_days)}" if row.slip_days else words


def printed(
    reader: Reader, rows: Sequence[Milestone], lanes: Sequence[str], sheet: Sheet, window: Window
) -> Iterator[Printed]:
    """The rows of one sheet; a lane that goes on from the sheet before is headed again."""
    for at in range(sheet.start, sheet.end):
        row, lane = rows[at], lanes[at]
        before = lanes[at - 1] if at else ""
        goes_on = at == sheet.start and lane == before
        head = f"{lane}, continued" if lane and goes_on else lane if lane != before else ""
        facts = reader.facts_of(row)
        claimed = facts.get("claimed")
        yield Printed(
            key=row.key,
            title=f"{row.title} (internal)" if row.is_internal else row.title,
            owner=owner_of(row),
            state=state_of(row, reader.today),
            target=target_of(row, reader.today),
            forecast=str(facts.get("p50") or "") if row.is_open else "",
            claimed=f"{claimed} %" if claimed is not None else "",
            bar=draw(row, reader, window),
            lane=head,
        )


def state_of(row: Milestone, today: date) -> SafeString:
    """Health of what goes on, heavy where it is at risk; the status of what ended."""
    if not shows_health(row):
        return filled("%s", stage(row))
    words = f"{health_mark(row.health).word} {late_detail(row, today)}".strip()
    return filled("<b>%s</b>" if row.health in HEAVY else "%s", words)


def draw(row: Milestone, reader: Reader, window: Window) -> SafeString:
    """Planned start to target, the claimed part black, the first target dotted, the forecast a diamond."""
    last = end_of(row)
    if last is None and row.kind != Milestone.Kind.BUDGET_LINE:
        return EMPTY
    end = last or window.end - timedelta(days=1)
    begin = min(begin_of(row, last or window.start), end)
    span = window.span(begin, end)
    if span is None:
        side = ("0", "start", "◂ earlier") if end < window.start else ("100%", "end", "later ▸")
        return filled('<text x="%s" y="78%%" text-anchor="%s">%s</text>', *side)
    return filled(
        "%s%s%s", body(row, reader, window, span), first_of(row, window), forecast(row, reader, window)
    )


def body(row: Milestone, reader: Reader, window: Window, span: Span) -> SafeString:
    """The bar itself: outlined, filled as far as it is claimed, hatched where its end is imprecise."""
    share = reader.facts_of(row).get("claimed") if row.is_open else 100
    done = span.width * min(share or 0, 100) / 100
    inside = '<rect class="%s" x="%s" width="%s" y="%s" height="%s"/>'
    parts = [filled(inside, "pr-body", pc(span.left), pc(span.width), "18%", "64%")]
    if done:
        parts.append(filled(inside, "pr-done", pc(span.left), pc(done), "34%", "32%"))
    first, last = row.target_from_on, row.target_to_on
    if row.is_open and first and last and first != last and (vague := window.span(first, last)):
        parts.append(filled(inside, "pr-vague", pc(vague.left), pc(vague.width), "18%", "64%"))
    return SafeString("".join(parts))  # each part is escaped


def first_of(row: Milestone, window: Window) -> SafeString:
    """The dotted line of the first target, where the target has moved since."""
    first = row.first_target_on
    if first is None or first == row.target_to_on or not window.holds(first):
        return EMPTY
    at = pc(window.at(first + timedelta(days=1)))
    return filled('<line class="pr-first" x1="%s" x2="%s" y1="0" y2="100%%"/>', at, at)


def forecast(row: Milestone, reader: Reader, window: Window) -> SafeString:
    """The diamond of the forecast P50."""
    day = reader.facts_of(row).get("p50_on")
    if not isinstance(day, date) or not window.holds(day) or not row.is_open:
        return EMPTY
    return filled(
        '<svg x="%s" y="50%%" overflow="visible"><path class="pr-p50" d="M0-3 3 0 0 3-3 0z"/></svg>',
        pc(window.at(day)),
    )


def grid(window: Window, today: date) -> SafeString:
    """The lines behind the bars, and today's."""
    lines = [("pr-q" if tick.is_major else "pr-m", tick.at) for tick in window.ticks() if tick.at > 0]
    if window.holds(today):
        lines.append(("pr-now", window.at(today)))
    return format_html_join(
        "", '<line class="{0}" x1="{1}" x2="{1}" y1="0" y2="100%"/>', ((css, pc(at)) for css, at in lines)
    )


def header(window: Window) -> SafeString:
    """The names of quarters and months over the bars."""
    names = (("pr-q" if tick.is_major else "pr-m", tick) for tick in window.ticks())
    return format_html_join(
        "",
        '<text class="{0}" x="{1}" dx="2" y="{2}">{3}</text>',
        ((css, pc(tick.at), "40%" if tick.is_major else "92%", tick.label) for css, tick in names),
    )


def words_of(filters: MilestoneFilter, group: str) -> str:
    """The filters in words, and the grouping."""
    said = [f"{chip.label}: {chip.value}" for chip in filters.chips()]
    shown = "; ".join(said) or "No filter: what is planned, and what this half-year delivered"
    return f"{shown}. {'Not grouped' if group == 'none' else f'By {GROUPS[group].lower()}'}."


def count_words(found: Found, shown: int) -> str:
    """15 milestones; how many are left out where there are too many for paper."""
    total = found.total.total
    words = f"{total} milestone{pluralize(total)}"
    return f"The first {shown} of {words}. Filter for the rest" if shown < total else words
