"""The five pages that blockers and unknowns have alike: the register, one row, its forms and its steps."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from milestones.forms.obstacle import ObstacleFilter, ObstacleForm
from milestones.forms.spec import StepForm
from milestones.pure.states import Step
from milestones.queries.spec import visible_obstacles
from milestones.views.obstacle import Row, columns_of, crumbs_of, facts_of
from milestones.views.spec import (
    Act,
    Fact,
    load_row,
    origin_of,
    step_acts,
    step_page,
    switch_of,
    thing_page,
    url_of,
)
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.record import record_page
from pm.views.register import register_page


@dataclass(frozen=True, slots=True)
class Verbs:
    """What writes: the service of the noun, its row under one name."""

    create: Callable[..., Row]
    edit: Callable[..., Row]
    take_step: Callable[..., Row]


@dataclass(frozen=True, slots=True)
class Noun:
    """What differs between the two: model, forms, verbs and words."""

    model: type[Row]
    form: type[ObstacleForm]
    step_form: type[StepForm]
    filterset: type[ObstacleFilter]
    steps: tuple[Step, ...]
    verbs: Verbs
    lead: str
    empty: str
    words_of_settled: Callable[[Any], str]
    more_facts: Callable[[Any], list[Fact]] = lambda row: []
    # What its page reads beside the columns of the register.
    relations: tuple[str, ...] = ()
    # What a step's form says beside its reason: argument of the verb, field of the form.
    step_fields: Mapping[str, str] | None = None

    @property
    def name(self) -> str:
        return str(self.model._meta.model_name)

    @property
    def title(self) -> str:
        return f"{self.name.capitalize()}s"

    @property
    def article(self) -> str:
        return "an" if self.name[0] in "aeiou" else "a"

    def url(self, what: str, *address: str) -> str:
        return reverse(f"{self.name}_{what}", args=address)

    def load(self, request: UserRequest, program: Program, key: str) -> Row:
        """The row of that key that this reader may see, or 404."""
        rows = visible_obstacles(self.model, program, request.access)
        row: Row = load_row(
            program, rows.select_related(*self.relations) if self.relations else rows, key, self.model.LETTER
        )
        return row


View = Callable[..., HttpResponse]


def pages_of(noun: Noun) -> Sequence[View]:
    """The views of list, create, detail, edit and step."""
    return list_of(noun), create_of(noun), detail_of(noun), edit_of(noun), step_of(noun)


def list_of(noun: Noun) -> View:
    @requires(Permission.VIEW)
    @require_safe
    def obstacle_list(request: UserRequest, program: Program) -> HttpResponse:
        """The rows that pass the filters, the most pressing first."""
        actor = actor_of(request, program)
        create = (f"Add {noun.article} {noun.name}", noun.url("create", program.slug))
        rows = visible_obstacles(noun.model, program, request.access)
        return register_page(
            request,
            program,
            filterset=noun.filterset(request.GET, queryset=rows, user_id=actor.user_id),
            columns=columns_of(program, noun.name.capitalize(), actor.today),
            title=noun.title,
            noun=noun.name,
            lead=noun.lead,
            empty=noun.empty,
            create=create if request.access.can(Permission.RAISE_RISK) else None,
            context=switch_of(program, f"{noun.name}_list"),
        )

    return obstacle_list


def create_of(noun: Noun) -> View:
    @requires(Permission.RAISE_RISK)
    @require_http_methods(["GET", "HEAD", "POST"])
    def obstacle_create(request: UserRequest, program: Program) -> HttpResponse:
        """Write one down, of a milestone or a deliverable."""
        initial, back = origin_of(request, program, f"{noun.name}_list")
        form = noun.form.of(request, program, initial=initial)
        actor = actor_of(request, program)
        return record_page(
            request,
            program,
            form=form,
            save=lambda: noun.verbs.create(program=program, **form.changes(), actor=actor),
            title=f"New {noun.name}",
            submit=f"Add the {noun.name}",
            crumbs=[*crumbs_of(noun.title, program), (f"New {noun.name}", None)],
            cancel_url=back,
            done=url_of,
            say=lambda row: f"Added {row.key} {row.title}.",
        )

    return obstacle_create


def detail_of(noun: Noun) -> View:
    @requires(Permission.VIEW)
    @require_safe
    def obstacle_detail(request: UserRequest, program: Program, key: str) -> HttpResponse:
        """What it is, who looks after it, what is done about it."""
        row = noun.load(request, program, key)
        acts = step_acts(request, row, noun.steps, noun.url("step", program.slug, row.key))
        if request.access.can(Permission.RAISE_RISK):
            acts.insert(0, Act("Edit", noun.url("edit", program.slug, row.key)))
        return thing_page(
            request,
            program,
            row,
            register=(noun.title, f"{noun.name}_list"),
            state=row.get_status_display(),
            lead=f"Waiting on {row.waiting_on}" if row.waiting_on else "",
            facts=[*facts_of(row, program, actor_of(request, program).today), *noun.more_facts(row)],
            texts=[
                ("About it", row.text),
                ("What is done about it", row.action),
                (noun.words_of_settled(row), row.resolution),
            ],
            acts=acts,
        )

    return obstacle_detail


def edit_of(noun: Noun) -> View:
    @requires(Permission.RAISE_RISK)
    @require_http_methods(["GET", "HEAD", "POST"])
    def obstacle_edit(request: UserRequest, program: Program, key: str) -> HttpResponse:
        """Change its words, owner and days."""
        row = noun.load(request, program, key)
        form = noun.form.of(request, program, row=row)
        actor = actor_of(request, program)
        return record_page(
            request,
            program,
            form=form,
            save=lambda: noun.verbs.edit(row, changes=form.changes(), base=form.base(), actor=actor),
            title=f"Edit {row.key}",
            submit="Save",
            crumbs=[*crumbs_of(noun.title, program, row), ("Edit", None)],
            cancel_url=url_of(row),
            done=url_of,
        )

    return obstacle_edit


def step_of(noun: Noun) -> View:
    @requires(Permission.RAISE_RISK)
    @require_http_methods(["GET", "HEAD", "POST"])
    def obstacle_step(request: UserRequest, program: Program, key: str) -> HttpResponse:
        """Settle it, or open it again."""
        row = noun.load(request, program, key)
        form = noun.step_form.of(request, program, row=row, initial={"to": request.GET.get("to", "")})
        actor = actor_of(request, program)

        def take(to: str, seen: str, reason: str) -> Row:
            said = {name: form.cleaned_data.get(field) for name, field in (noun.step_fields or {}).items()}
            return noun.verbs.take_step(row, to=to, base_status=seen, reason=reason, actor=actor, **said)

        return step_page(
            request,
            program,
            form=form,
            take=take,
            crumbs=crumbs_of(noun.title, program, row),
            done_url=url_of(row),
        )

    return obstacle_step
