"""Bets: their register, their page, the forms of a bet, of its options and of its steps."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from estimates.forms.bet import BetFilter, BetForm, MidwayForm, OptionForm, PlaceForm, ReviewForm
from estimates.models import Bet, BetOption
from estimates.panels.bets import bet_facts, numbers_rows
from estimates.queries.bet import bets_of, next_chosen, with_options
from estimates.services import bet as bets
from milestones.models import Milestone
from milestones.views.spec import foot_of, told_of
from pm.http import UserRequest, actor_of, load_or_404, number_of_key, requires
from pm.models import Program
from pm.permissions import Permission
from pm.templatetags.ui import person_days
from pm.text import render_markdown
from pm.views.record import record_page
from pm.views.register import Column, register_page

FORM_METHODS = ["GET", "HEAD", "POST"]


def list_url(program: Program) -> str:
    return reverse("bet_list", args=[program.slug])


def url_of(row: Bet) -> str:
    return reverse("bet_detail", args=[row.program.slug, row.key])


def load_bet(request: UserRequest, program: Program, key: str) -> Bet:
    """The bet of that key that this reader may see, or 404."""
    rows = with_options(bets_of(program, sees_internal=request.access.can(Permission.VIEW_INTERNAL)))
    row: Bet = load_or_404(rows, number=number_of_key(key, Bet.LETTER))
    row.program = row.milestone.program = program
    return row


def crumbs_of(row: Bet, last: str) -> list[tuple[str, str | None]]:
    program = row.program
    home = reverse("milestone_detail", args=[program.slug, row.milestone.key])
    return [("Bets", list_url(program)), (row.milestone.key, home), (row.key, url_of(row)), (last, None)]


def columns_of(program: Program) -> list[Column]:
    """The columns of the register."""

    def detail_url(row: Bet) -> str:
        return reverse("bet_detail", args=[program.slug, row.key])

    def milestone_url(row: Bet) -> str:
        return reverse("milestone_detail", args=[program.slug, row.milestone.key])

    return [
        Column("Key", lambda row: row.key, detail_url, css="key", order=("number",)),
        Column("Bet", lambda row: row.title, detail_url, is_head=True, order=("title",)),
        Column(
            "Milestone",
            lambda row: str(row.milestone),
            milestone_url,
            order=("milestone__number",),
            group="milestone_id",
        ),
        Column("Stage", lambda row: row.get_stage_display(), css="skip-s"),
        Column("Status", lambda row: row.get_status_display(), order=("status",), group="status"),
        Column("Appetite, d", lambda row: row.appetite_days, css="num", order=("appetite_days",)),
        Column("Chosen", lambda row: str(next_chosen(row) or ""), css="skip-s"),
        Column("Placed", lambda row: row.placed_on, css="nowrap", order=("placed_on",)),
        Column("Review by", lambda row: row.review_by_on, css="nowrap", order=("review_by_on",)),
        Column("Review", lambda row: row.review_text, in_page=False),
        Column("Next bet", lambda row: row.next_bet, in_page=False),
    ]


@requires(Permission.VIEW)
@require_safe
def bet_list(request: UserRequest, program: Program) -> HttpResponse:
    """Every bet: what was placed, on what, how it was reviewed."""
    may_place = request.access.can(Permission.PLACE_BET)
    rows = with_options(bets_of(program, sees_internal=request.access.can(Permission.VIEW_INTERNAL)))
    return register_page(
        request,
        program,
        filterset=BetFilter(request.GET, queryset=rows),
        columns=columns_of(program),
        title="Bets",
        noun="bet",
        lead="What we decided to spend on which stage of a milestone, and what came of it.",
        empty="A bet spends an appetite on one stage of a milestone, with the options that were weighed.",
        create=("Draft a bet", reverse("bet_create", args=[program.slug])) if may_place else None,
        links=[("Decisions", reverse("decision_list", args=[program.slug]))],
    )


@requires(Permission.VIEW)
@require_safe
def bet_detail(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """One bet: appetite, options, reviews, the numbers that were seen."""
    row = load_bet(request, program, key)
    today = actor_of(request, program).today
    may_place = request.access.can(Permission.PLACE_BET)
    may_review = request.access.can(Permission.REVIEW_MILESTONE)
    address = [program.slug, row.key]
    is_open = may_place and row.status != Bet.Status.REVIEWED
    acts = [
        ("Edit", "bet_edit", is_open),
        ("Place the bet", "bet_place", may_place and row.status == Bet.Status.DRAFT),
        ("Mid-way review", "bet_midway", may_place and row.status == Bet.Status.PLACED),
        ("Review the bet", "bet_review", may_review and row.status == Bet.Status.PLACED),
    ]
    context = {
        "row": row,
        "acts": [(label, reverse(name, args=address)) for label, name, is_on in acts if is_on],
        "facts": bet_facts(program, row, today),
        "options": [
            (option, reverse("option_edit", args=[*address, option.pk]) if is_open else "")
            for option in row.options.all()
        ],
        "option_url": reverse("option_create", args=address) if is_open else "",
        "midway": render_markdown(row.midway_text),
        "review": render_markdown(row.review_text),
        "numbers": numbers_rows(row.numbers, today),
        "decisions": decisions_on(request, row),
        "foot": foot_of(request, row),
        **told_of(request, program, row.key),
        "crumbs": crumbs_of(row, "")[:2] + [(row.key, None)],
    }
    return render(request, "estimates/bet/detail.html", context)


def decisions_on(request: UserRequest, row: Bet) -> list[tuple[str, str]]:
    """The decisions about a bet that this reader may see: words and address."""
    rows = row.decisions.visible(sees_internal=request.access.can(Permission.VIEW_INTERNAL))
    return [
        (f"{one.key} {one.title}", reverse("decision_detail", args=[row.program.slug, one.key]))
        for one in rows.standing().order_by("number")
    ]


@requires(Permission.PLACE_BET)
@require_http_methods(FORM_METHODS)
def bet_create(request: UserRequest, program: Program) -> HttpResponse:
    """Draft a bet with the options to weigh."""
    form = BetForm.of(request, program, initial={"milestone": request.GET.get("milestone", "")})

    def save() -> Bet:
        typed = form.cleaned_data
        milestone: Milestone = typed["milestone"]
        milestone.program = program
        return bets.create(
            program=program, milestone=milestone, options=typed["options"], actor=actor_of(request, program),
            **form.changes(),
        )  # fmt: skip

    return record_page(
        request,
        program,
        form=form,
        save=save,
        title="New bet",
        submit="Draft the bet",
        lead="An appetite for one stage, and the ways that were weighed. It counts once it is placed.",
        crumbs=[("Bets", list_url(program)), ("New bet", None)],
        cancel_url=list_url(program),
        done=url_of,
        say=lambda row: f"Drafted {row.key} {row.title}. Choose an option, then place it.",
    )


@requires(Permission.PLACE_BET)
@require_http_methods(FORM_METHODS)
def bet_edit(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Change a bet's words and days."""
    row = load_bet(request, program, key)
    form = BetForm.of(request, program, row=row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: bets.edit(
            bet=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title=f"Edit {row.key}",
        submit="Save",
        crumbs=crumbs_of(row, "Edit"),
        cancel_url=url_of(row),
        done=lambda _: url_of(row),
    )


@requires(Permission.PLACE_BET)
@require_http_methods(FORM_METHODS)
def bet_place(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Place a drafted bet."""
    row = load_bet(request, program, key)
    actor = actor_of(request, program)
    form = PlaceForm.of(request, program, initial={"placed_on": actor.today})
    return record_page(
        request,
        program,
        form=form,
        save=lambda: bets.place(bet=row, actor=actor, **form.cleaned_data),
        title=f"Place {row.key}",
        submit="Place the bet",
        lead=f"{row.title}: {person_days(row.appetite_days)} person-days. Stage and appetite stay then.",
        crumbs=crumbs_of(row, "Place"),
        cancel_url=url_of(row),
        done=lambda _: url_of(row),
        say=lambda row: f"Placed {row.key} {row.title}.",
    )


@requires(Permission.PLACE_BET)
@require_http_methods(FORM_METHODS)
def bet_midway(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Note what was found mid-way."""
    row = load_bet(request, program, key)
    actor = actor_of(request, program)
    held = {"midway_on": row.midway_on or actor.today, "midway_text": row.midway_text}
    form = MidwayForm.of(request, program, initial={**held, "next_bet": row.next_bet})
    return record_page(
        request,
        program,
        form=form,
        save=lambda: bets.note_midway(
            bet=row,
            text=form.cleaned_data["midway_text"],
            midway_on=form.cleaned_data["midway_on"],
            next_bet=form.cleaned_data["next_bet"],
            actor=actor,
        ),
        title=f"Mid-way review of {row.key}",
        submit="Save the review",
        lead="What the RFC or the proof of concept showed. Re-estimate the milestone with it.",
        crumbs=crumbs_of(row, "Mid-way review"),
        cancel_url=url_of(row),
        done=lambda _: url_of(row),
        say=lambda row: f"Noted the mid-way review of {row.key}.",
    )


@requires(Permission.REVIEW_MILESTONE)
@require_http_methods(FORM_METHODS)
def bet_review(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Review a placed bet with the numbers of this moment."""
    row = load_bet(request, program, key)
    actor = actor_of(request, program)
    form = ReviewForm.of(request, program, initial={"reviewed_on": actor.today, "next_bet": row.next_bet})
    return record_page(
        request,
        program,
        form=form,
        save=lambda: bets.review(
            bet=row,
            text=form.cleaned_data["review_text"],
            reviewed_on=form.cleaned_data["reviewed_on"],
            next_bet=form.cleaned_data["next_bet"],
            actor=actor,
        ),
        title=f"Review {row.key}",
        submit="Review the bet",
        lead="Appetite, spent, remaining, P50 and progress of this moment are kept with the review.",
        crumbs=crumbs_of(row, "Review"),
        cancel_url=url_of(row),
        done=lambda _: url_of(row),
        say=lambda row: f"Reviewed {row.key} {row.title}.",
    )


@requires(Permission.PLACE_BET)
@require_http_methods(FORM_METHODS)
def option_create(request: UserRequest, program: Program, key: str) -> HttpResponse:
    """Weigh one more way."""
    row = load_bet(request, program, key)
    form = OptionForm.of(request, program)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: bets.add_option(bet=row, **form.changes(), actor=actor_of(request, program)),
        title=f"An option of {row.key}",
        submit="Add the option",
        crumbs=crumbs_of(row, "New option"),
        cancel_url=url_of(row),
        done=lambda _: url_of(row),
        say=lambda option: f"Added “{option.summary}” to {row.key}.",
    )


@requires(Permission.PLACE_BET)
@require_http_methods(FORM_METHODS)
def option_edit(request: UserRequest, program: Program, key: str, pk: int) -> HttpResponse:
    """Change an option: choose, hold or reject it."""
    bet = load_bet(request, program, key)
    row: BetOption = load_or_404(BetOption.objects.filter(bet=bet), pk=pk)
    row.bet, row.program = bet, program
    form = OptionForm.of(request, program, row=row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: bets.edit_option(
            option=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title=f"An option of {bet.key}",
        submit="Save",
        crumbs=crumbs_of(bet, "Option"),
        cancel_url=url_of(bet),
        done=lambda _: url_of(bet),
        say=lambda option: f"“{option.summary}” is {option.get_state_display().lower()}.",
    )
