"""The evidence policy: what a statement of a letter needs to count as verified."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from milestones.forms.evidence import EvidenceForm
from milestones.models import EvidenceRequirement
from milestones.services import evidence
from pm.http import UserRequest, actor_of, load_or_404, requires
from pm.models import Program
from pm.permissions import Permission
from pm.views.record import record_page
from pm.views.register import Column
from pm.views.setting import crumbs_of, table_page

ORDER = "FURPS+"


def list_url(program: Program) -> str:
    return reverse("evidence_list", args=[program.slug])


def words_of(row: EvidenceRequirement) -> str:
    return f"{row.letter} {row.get_kind_display()}"


def expiry_of(row: EvidenceRequirement) -> str:
    return f"after {row.expires_after_days} days" if row.expires_after_days else "never"


@requires(Permission.MANAGE_SETTINGS)
@require_safe
def evidence_list(request: UserRequest, program: Program) -> HttpResponse:
    """Every line of the policy, by letter."""

    def edit_url(row: EvidenceRequirement) -> str:
        return reverse("evidence_edit", args=[program.slug, row.pk])

    rows = EvidenceRequirement.objects.filter(program=program).order_by("rank", "pk")
    return table_page(
        request,
        program,
        title="Evidence",
        lead="A statement counts as verified once its delivery is closed and all evidence required of its "
        "letter is signed.",
        rows=sorted(rows, key=lambda row: ORDER.index(row.letter)),
        columns=[
            Column("Of a statement", lambda row: f"{row.letter} {row.get_letter_display()}", css="nowrap"),
            Column("Evidence", lambda row: row.get_kind_display(), edit_url, is_head=True),
            Column("Needed", lambda row: row.get_need_display()),
            Column("Brought by", lambda row: row.get_provider_display()),
            Column("Expires", expiry_of, css="nowrap"),
            Column("In words", lambda row: row.text, css="wide"),
        ],
        empty="Without a policy nothing is asked beyond a closed delivery.",
        create=("Ask for evidence", reverse("evidence_create", args=[program.slug])),
    )


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_create(request: UserRequest, program: Program) -> HttpResponse:
    """Ask for one more kind of evidence for a letter."""
    form = EvidenceForm.of(request, program)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: evidence.add(program=program, **form.changes(), actor=actor_of(request, program)),
        title="Ask for evidence",
        submit="Add the line",
        crumbs=crumbs_of(program, ("Evidence", list_url(program)), ("New line", None)),
        cancel_url=list_url(program),
        done=lambda _: list_url(program),
        say=lambda row: f"{words_of(row)}: {row.get_need_display().lower()} from now on.",
    )


@requires(Permission.MANAGE_SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def evidence_edit(request: UserRequest, program: Program, pk: int) -> HttpResponse:
    """Change who brings it, whether it is needed, when it expires."""
    row: EvidenceRequirement = load_or_404(EvidenceRequirement.objects.filter(program=program), pk=pk)
    row.program = program
    form = EvidenceForm.of(request, program, row=row)
    return record_page(
        request,
        program,
        form=form,
        save=lambda: evidence.edit(
            requirement=row, changes=form.changes(), base=form.base(), actor=actor_of(request, program)
        ),
        title=f"{row.get_kind_display()} of {row.letter} statements",
        submit="Save",
        lead="What was signed stays signed, with the day on which it expires.",
        crumbs=crumbs_of(program, ("Evidence", list_url(program)), (words_of(row), None)),
        cancel_url=list_url(program),
        done=lambda _: list_url(program),
        say=lambda row: f"{words_of(row)}: {row.get_need_display().lower()} from now on.",
    )
