"""Blockers: the register, one blocker, its forms and its steps."""

from milestones.forms.blocker import BlockerFilter, BlockerForm, BlockerStepForm
from milestones.models import Blocker
from milestones.pure.spec_states import BLOCKER_STEPS
from milestones.services import blocker
from milestones.views.obstacle_pages import Noun, Verbs, pages_of

BLOCKER = Noun(
    model=Blocker,
    form=BlockerForm,
    step_form=BlockerStepForm,
    filterset=BlockerFilter,
    steps=BLOCKER_STEPS,
    verbs=Verbs(
        create=blocker.create,
        edit=lambda row, **said: blocker.edit(blocker=row, **said),
        take_step=lambda row, **said: blocker.take_step(blocker=row, **said),
    ),
    lead="What stops work now. Open ones, unless a status is chosen.",
    empty="A blocker says what stops the work, on whom it waits and what is done about it.",
    words_of_settled=lambda row: "How it was resolved",
)

blocker_list, blocker_create, blocker_detail, blocker_edit, blocker_step = pages_of(BLOCKER)
