"""My programs, and the home of one: what I owe today, and how the program stands."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from milestones.models import Deliverable, Milestone
from milestones.queries.feature import Coverage, coverage_of
from milestones.queries.home import ORDER, MyProgram, Owed, Standing, my_programs, owed_by, standing_of
from milestones.views.beginning import first_steps
from milestones.views.deliverable_parts import in_letters
from milestones.views.sections import address_of
from milestones.views.team import condition_words
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission, Role
from pm.pure.days import distance, short_day
from pm.queries.freshness import stale_banner
from pm.rules import Access

HEALTH_WORDS = {
    "LATE": "late",
    "AT_RISK": "at risk",
    "WATCH": "to watch",
    "UNKNOWN": "unknown",
    "ON_TRACK": "on track",
}
# One task of five minutes for each role, the first role that fits: sentence, page, words of the link.
TOUR = (
    (Role.INSTANCE, "Invite the person who leads this program.", "people", "Invite a person"),
    (Role.LEAD, "Read what will miss its date and why.", "at_risk", "Open the page at risk"),
    (Role.MANAGER, "Give each milestone without a date a target.", "roadmap", "Open the roadmap"),
    (
        Role.SUBTEAM_LEAD,
        "See which conditions keep your subteam’s deliverables from closing.",
        "deliverable_list",
        "Open the deliverables",
    ),
    (
        Role.MEMBER,
        "Attach evidence to one open line of a checklist.",
        "deliverable_list",
        "Open the deliverables",
    ),
    (
        Role.SERVICE,
        "See which statements wait for evidence from your team.",
        "signoff_list",
        "Open the sign-off desk",
    ),
    (
        Role.STAKEHOLDER,
        "See which statements are claimed and which are verified.",
        "feature_list",
        "Open the features",
    ),
    (Role.PUBLIC, "See what is planned, and what of it is late.", "roadmap", "Open the roadmap"),
)


@require_safe
def programs(request: UserRequest) -> HttpResponse:
    """Every program I may open, with what is at risk in it."""
    found = my_programs(request.user, timezone.localdate())
    is_admin = request.user.is_superuser
    context = {
        "lines": [program_line(one) for one in found],
        "is_admin": is_admin,
        "has_sample": any(one.program.is_sample for one in found),
        "sentence": programs_words(found),
        "crumbs": [("Programs", None)],
    }
    return render(request, "milestones/home/programs.html", context)


def programs_words(found: list[MyProgram]) -> str:
    """How many programs there are and what is at risk in them, in one sentence."""
    troubled = sum(one.health.get("LATE", 0) + one.health.get("AT_RISK", 0) for one in found)
    noun = "program" if len(found) == 1 else "programs"
    if not troubled:
        return f"{len(found)} {noun}, no milestone late or at risk."
    return (
        f"{len(found)} {noun}, {troubled} {'milestone' if troubled == 1 else 'milestones'} late or at risk."
    )


def program_line(one: MyProgram) -> dict[str, Any]:
    """One program ready for the template."""
    url = reverse("program_home", args=[one.program.slug])
    return {
        "name": one.program.name,
        "url": url,
        "roles": ", ".join(one.roles) or ("Public to read" if one.program.is_public else ""),
        "is_sample": one.program.is_sample,
        "milestones": one.milestones,
        "owed": one.owed,
        "marks": health_marks(one.health, one.program),
    }


def health_marks(health: dict[str, int], program: Program) -> list[dict[str, Any]]:
    """A mark for each level that holds a milestone, the heaviest first, linking to its rows."""
    roadmap = reverse("roadmap", args=[program.slug])
    return [
        {"level": level, "count": health[level], "url": f"{roadmap}?view=table&health={level}"}
        for level in ORDER
        if health.get(level)
    ]


@requires(Permission.VIEW)
@require_safe
def program_home(request: UserRequest, program: Program) -> HttpResponse:
    """What I owe here today; then the program in a few sentences."""
    access, actor = request.access, actor_of(request, program)
    owed = owed_by(request.user, program, access, actor.today) if request.user.is_authenticated else None
    standing = standing_of(program, access, actor.today)
    may_edit = access.can(Permission.MANAGE_SETTINGS)
    steps = first_steps(program) if standing.is_empty and may_edit else []
    context = {
        "owed": owed_lines(owed, program, actor.today) if owed else [],
        "sentence": owed_words(owed),
        "standing": standing,
        "marks": health_marks(standing.health, program),
        "answers": answers(standing, coverage_of(program), program),
        "tour": tour_of(access, program) if not steps and not (owed and owed.count) else None,
        "sample_banner": sample_banner(program, access),
        "stale_banner": stale_banner(
            program, now=timezone.now(), may_see_jobs=access.can(Permission.VIEW_JOBS)
        ),
        "may_import": may_edit,
        "may_edit": may_edit,
        "steps": steps,
        "name": home_name(access),
        "crumbs": [(home_name(access), None)],
    }
    return render(request, "milestones/home/program.html", context)


def home_name(access: Access) -> str:
    """What the page is for: who only reads owes nothing."""
    return "Home" if access.roles == {Role.PUBLIC} else "Owed today"


def sample_banner(program: Program, access: Access) -> dict[str, str] | None:
    """Says that everything here is made up, and offers to remove it."""
    if not program.is_sample:
        return None
    text = "Everything in this program is made up, to try things with."
    if not access.can(Permission.MANAGE_SETTINGS):
        return {"text": text}
    return {"text": text, "url": reverse("sample_remove", args=[program.slug]), "label": "Remove sample data"}


def tour_of(access: Access, program: Program) -> dict[str, str] | None:
    """The one task for the heaviest role this person has."""
    for role, text, page, label in TOUR:
        if role in access.roles:
            url = address_of(page, program.slug) or reverse("roadmap", args=[program.slug])
            return {"text": text, "url": url, "label": label}
    return None


def owed_words(owed: Owed | None) -> str:
    """How much is owed, in one sentence."""
    if owed is None:
        return "This program is public to read."
    if not owed.count:
        return "You owe nothing here in the next 14 days."
    noun = "thing is" if owed.count == 1 else "things are"
    return f"{in_letters(owed.count)} {noun} yours to do in the next 14 days."


def owed_lines(owed: Owed, program: Program, today: date) -> list[dict[str, Any]]:
    """Everything owed as lines with a place to mend each, what is overdue first."""
    lines = [
        *([failed_line(owed.failed_jobs, program)] if owed.failed_jobs else []),
        *(milestone_line(row, program, today) for row in owed.milestones),
        *(deliverable_line(row, program, today) for row in owed.deliverables),
        *(closing_line(row, program, today) for row in owed.closing),
        *(accepting_line(row, program, today) for row in owed.accepting),
    ]
    return sorted(lines, key=lambda line: not line["is_over"])


def failed_line(count: int, program: Program) -> dict[str, Any]:
    noun = "run" if count == 1 else "runs"
    return {
        "icon": "error",
        "title": f"{count} background {noun} failed",
        "text": "Figures stay as they were until a retry succeeds.",
        "url": reverse("jobs", args=[program.slug]),
        "label": "Open jobs",
        "when": "",
        "is_over": True,
    }


def milestone_line(row: Milestone, program: Program, today: date) -> dict[str, Any]:
    """A milestone of mine that is due soon, overdue or in trouble; or one that waits for a decision."""
    if row.decision_owed_on:
        return decision_line(row, program, today)
    is_over = bool(row.target_to_on and row.target_to_on < today)
    health = row.get_health_display().lower()
    reason = f": {row.health_reason}" if row.health_reason else ""
    return {
        "icon": {"LATE": "h-late", "AT_RISK": "h-risk", "WATCH": "h-watch"}.get(row.health, "flag"),
        "title": f"{row.key} {row.title}",
        "text": f"Your milestone in {row.track.name} is {health}{reason}".rstrip(".") + ".",
        "url": reverse("milestone_detail", args=[program.slug, row.key]),
        "label": "Open the milestone",
        "when": due_words(row.target_to_on, today),
        "is_over": is_over,
    }


def decision_line(row: Milestone, program: Program, today: date) -> dict[str, Any]:
    """A milestone that waits for somebody to decide."""
    since = row.decision_owed_on
    return {
        "icon": "decide",
        "title": f"Decide on {row.key} {row.title}",
        "text": (row.decision_owed_reason or "A decision is owed").rstrip(".") + ".",
        "url": f"{reverse('milestone_detail', args=[program.slug, row.key])}#bets",
        "label": "Open its bet",
        "when": f"owed since {short_day(since, today)}",
        "is_over": True,
    }


def due_words(day: date | None, today: date) -> str:
    """`due 18 Sep, 3 days over`."""
    return f"due {short_day(day, today)}, {distance(day, today)}" if day else "no date"


def deliverable_line(row: Deliverable, program: Program, today: date) -> dict[str, Any]:
    """A deliverable of mine that is overdue or due soon."""
    total, left = getattr(row, "conditions", 0), getattr(row, "conditions_open", 0)
    is_over = bool(row.due_on and row.due_on < today)
    verb = "Start" if row.status == Deliverable.Status.PLANNED else "Close"
    return {
        "icon": "clock" if is_over else "box",
        "title": f"{verb} {row.key} {row.title}",
        "text": f"For {row.milestone.key} {row.milestone.title}. {condition_words(row, total, left)}",
        "url": reverse("deliverable_detail", args=[program.slug, row.key]),
        "label": "Open the deliverable",
        "when": due_words(row.due_on, today),
        "is_over": is_over,
    }


def closing_line(row: Deliverable, program: Program, today: date) -> dict[str, Any]:
    """A deliverable that only waits to be closed."""
    return deliverable_line(row, program, today) | {"icon": "check", "label": "Close it"}


def accepting_line(row: Deliverable, program: Program, today: date) -> dict[str, Any]:
    """A requested close that waits for an acceptance."""
    by = f" by {row.closed_by}" if row.closed_by else ""
    return deliverable_line(row, program, today) | {
        "icon": "seal",
        "title": f"Accept or return {row.key} {row.title}",
        "text": f"For {row.milestone.key} {row.milestone.title}. Its close was requested{by}.",
        "label": "Decide",
    }


def answers(found: Standing, coverage: Coverage, program: Program) -> list[dict[str, Any]]:
    """The program in numbers, each linking to its rows; what is zero and no trouble is left out."""
    listed = reverse("deliverable_list", args=[program.slug])
    statements = reverse("statement_list", args=[program.slug])
    started = f"{listed}?status=IN_PROGRESS&status=CLOSE_REQUESTED"
    rows = [
        (found.overdue, "overdue deliverable", f"{listed}?overdue=true"),
        (found.started, "deliverable in progress", started),
        (found.closed, "closed deliverable", f"{listed}?status=CLOSED"),
        (coverage.unpromised, "statement promised by nobody", f"{statements}?promised=nobody"),
    ]
    return [
        {"count": f"{count:,}", "words": plural(words, count), "url": url}
        for count, words, url in rows
        if count
    ]


def plural(words: str, count: int) -> str:
    """`2 overdue deliverables`, `3 deliverables in progress`, `1 statement promised by nobody`."""
    if count == 1:
        return words
    for noun in ("deliverable", "statement"):
        words = words.replace(noun, f"{noun}s", 1)
    return words
