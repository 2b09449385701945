"""My programs, and the home of one: what I owe today, and how the program stands."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from milestones.queries.feature import Coverage, coverage_of
from milestones.queries.home import ORDER, MyProgram, Standing, my_programs, standing_of
from milestones.views.beginning import first_steps
from milestones.views.owed import group_lines
from milestones.views.sections import address_of
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission, Role
from pm.pure.words import in_letters
from pm.queries.freshness import stale_banner
from pm.queries.owed import Group, Scope, late_elsewhere, owed_in
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
    scope = Scope(request.user, {program.pk: program}, {program.pk: access}, actor.today)
    groups = owed_in(scope) if request.user.is_authenticated else None
    elsewhere = late_elsewhere(scope) if request.user.is_authenticated else []
    says_overdue = bool(elsewhere) and access.can(Permission.ACCEPT_CLOSE)
    standing = standing_of(program, access, actor.today)
    may_edit = access.can(Permission.MANAGE_SETTINGS)
    steps = first_steps(program) if standing.is_empty and may_edit else []
    context = {
        "owed": group_lines(groups or [], actor.today),
        "owed_count": sum(len(one.dues) for one in groups or []),
        "elsewhere": elsewhere,
        "sentence": owed_words(groups, actor.today),
        "standing": standing,
        "marks": health_marks(standing.health, program),
        "answers": answers(
            standing,
            coverage_of(program),
            program,
            counts_overdue=not says_overdue,
        ),
        "tour": tour_of(access, program) if not steps and not groups else None,
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


def owed_words(groups: Sequence[Group] | None, today: date) -> str:
    """How much is owed and how much of it is late, in one sentence."""
    if groups is None:
        return "This program is public to read."
    total, late = sum(len(one.dues) for one in groups), sum(one.late(today) for one in groups)
    if not total:
        return "You owe nothing here in the next 14 days."
    noun = "thing is" if total == 1 else "things are"
    tail = f", {in_letters(late).lower()} of them late" if late else ""
    return f"{in_letters(total)} {noun} yours to do in the next 14 days{tail}."


def answers(
    found: Standing, coverage: Coverage, program: Program, *, counts_overdue: bool
) -> list[dict[str, Any]]:
    """The program in numbers, each linking to its rows; what is zero and no trouble is left out."""
    listed = reverse("deliverable_list", args=[program.slug])
    statements = reverse("statement_list", args=[program.slug])
    started = f"{listed}?status=IN_PROGRESS&status=CLOSE_REQUESTED"
    rows = [
        (found.overdue if counts_overdue else 0, "overdue deliverable", f"{listed}?overdue=true"),
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
