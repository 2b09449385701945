"""Unknowns: the register, one unknown, its forms and its steps."""

from milestones.forms.unknown import UnknownFilter, UnknownForm, UnknownStepForm
from milestones.models import Unknown
from milestones.pure.spec_states import UNKNOWN_STEPS
from milestones.services import unknown
from milestones.views.obstacle_pages import Noun, Verbs, pages_of
from milestones.views.spec import Fact


def approval_of(row: Unknown) -> list[Fact]:
    """Who agreed that it can wait."""
    return [("Agreed by", str(row.deferred_by), "")] if row.deferred_by else []


UNKNOWN = Noun(
    model=Unknown,
    form=UnknownForm,
    step_form=UnknownStepForm,
    filterset=UnknownFilter,
    steps=UNKNOWN_STEPS,
    verbs=Verbs(
        create=unknown.create,
        edit=lambda row, **said: unknown.edit(unknown=row, **said),
        take_step=lambda row, **said: unknown.take_step(unknown=row, **said),
    ),
    lead="Questions whose answers may move the plan. Open ones, unless a status is chosen.",
    empty="An unknown is a question to be answered before the plan can be trusted.",
    words_of_settled=lambda row: "Why it can wait" if row.status == Unknown.Status.DEFERRED else "The answer",
    more_facts=approval_of,
    relations=("deferred_by",),
    step_fields={"approver": "deferred_by"},
)

unknown_list, unknown_create, unknown_detail, unknown_edit, unknown_step = pages_of(UNKNOWN)
