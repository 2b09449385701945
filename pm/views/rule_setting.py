"""Rules: their weights and thresholds in a program."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pm.forms.rule_setting import RuleForm
from pm.http import UserRequest, actor_of, requires
from pm.models import Program
from pm.permissions import Permission
from pm.queries.rule_setting import RuleLine, rule_of, rules_of
from pm.registry import RULES, Rule, Weight
from pm.services import rule_setting
from pm.views.record import Verb, record_page, verb_page
from pm.views.register import Column
from pm.views.setting import crumbs_of, table_page

LEAD = "It looks at every open milestone. From the threshold on it speaks, with its weight."


def list_url(program: Program) -> str:
    return reverse("rule_list", args=[program.slug])


def load_rule(name: str) -> Rule:
    if name not in RULES:
        raise Http404(f"There is no rule {name}.")
    return RULES.get(name)


def columns_of(program: Program) -> list[Column]:
    def edit_url(line: RuleLine) -> str:
        return reverse("rule_edit", args=[program.slug, line.rule.id])

    return [
        Column("Rule", lambda line: line.rule.title, edit_url, is_head=True),
        Column("Weight", lambda line: Weight(line.weight).label, css="nowrap"),
        Column("From", lambda line: line.words, css="num nowrap"),
        Column("Default", lambda line: line.usual_words if line.is_own else "as here", css="nowrap"),
    ]


@requires(Permission.MANAGE_SETTINGS)
@require_safe
def rule_list(request: UserRequest, program: Program) -> HttpResponse:
    """Every rule as it stands."""
    return table_page(
        request,
        program,
        title="Rules",
        lead="Each rule looks at every open milestone. Its weight says what it can make of the level, "
        "its threshold from where on it speaks.",
        rows=rules_of(program),
        columns=columns_of(program),
    )


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def rule_edit(request: UserRequest, program: Program, rule: str) -> HttpResponse:
    """Change the weight and the threshold of a rule."""
    found = load_rule(rule)
    line = rule_of(program, found)
    form = RuleForm.of(request, program, row=line)
    back = list_url(program)
    reset = Verb(f"Back to the default: {line.usual_words}", reverse("rule_reset", args=[program.slug, rule]))
    return record_page(
        request,
        program,
        form=form,
        save=lambda: rule_setting.edit(
            program=program,
            rule=found,
            changes=form.changes(),
            base=form.base(),
            actor=actor_of(request, program),
        ),
        title=found.title,
        submit="Save",
        lead=LEAD if line.has_threshold else LEAD.partition(".")[0] + ".",
        crumbs=crumbs_of(program, ("Rules", back), (found.title, None)),
        cancel_url=back,
        done=lambda _: back,
        say=lambda _: f"Saved “{found.title}”. The figures follow in a moment.",
        verbs=[reset] if line.is_own else [],
    )


@requires(Permission.MANAGE_SETTINGS)
@require_POST
def rule_reset(request: UserRequest, program: Program, rule: str) -> HttpResponse:
    """Take the program's own setting of a rule back."""
    found = load_rule(rule)
    return verb_page(
        request,
        do=lambda: rule_setting.reset(program=program, rule=found, actor=actor_of(request, program)),
        done=lambda _: list_url(program),
        say=lambda _: f"“{found.title}” has its default again. The figures follow in a moment.",
    )
