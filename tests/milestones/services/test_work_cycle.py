"""The template of a cycle of work."""

import pytest

from milestones.models import WorkCycle, WorkCycleStep
from milestones.panels.presets import lay_cycles, lay_handovers
from milestones.services import work_cycle
from pm.errors import DomainError
from tests.factories.actors import actor
from tests.factories.create import WorkCycleFactory, WorkCyclePartFactory, WorkCycleStepFactory
from tests.factories.pm import ProgramFactory

pytestmark = pytest.mark.django_db


def test_a_new_program_has_research_in_13_steps_and_engineering_in_6():
    program = ProgramFactory()
    lay_handovers(program, actor())
    lay_cycles(program, actor())

    found = {
        one.name: list(
            WorkCycleStep.objects.filter(part__cycle=one).order_by("number").values_list("number", flat=True)
        )
        for one in WorkCycle.objects.all()
    }
    merged = WorkCycleStep.objects.get(text="RFC and proof of concept merged")
    assert found == {"Research": list(range(1, 14)), "Engineering": list(range(1, 7))}
    assert (merged.is_review, merged.hands_to.name, merged.handover_kind.name) == (
        True, "Reference client", "Research → development",
    )  # fmt: skip


def test_parts_and_steps_are_added_changed_and_taken_out():
    cycle = work_cycle.add(program=ProgramFactory(), name=" Release ", actor=actor())
    first = work_cycle.add_part(cycle=cycle, name="Build", steps=["Tag", "Publish"], actor=actor())
    second = work_cycle.add_part(cycle=cycle, name="Tell", actor=actor())
    step = WorkCycleStep.objects.get(number=2)

    work_cycle.edit_step(step=step, changes={"hands_to": second, "text": "Ship"}, actor=actor())
    with pytest.raises(DomainError) as refusal:
        work_cycle.remove_part(part=second, actor=actor())
    work_cycle.remove_part(part=first, actor=actor())
    work_cycle.edit(cycle=cycle, changes={"text": "Often."}, actor=actor())
    work_cycle.archive(cycle=cycle, actor=actor())

    cycle.refresh_from_db()
    assert str(refusal.value) == "Tell takes over from 2 Ship. Change that step first."
    assert (cycle.name, cycle.text, cycle.is_archived, cycle.parts.count()) == ("Release", "Often.", True, 1)
    assert not WorkCycleStep.objects.exists()


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        (lambda c, p, s: work_cycle.add(program=c.program, name=c.name, actor=actor()),
         "There is a cycle “C” already."),
        (lambda c, p, s: work_cycle.add(program=c.program, name=" ", actor=actor()),
         "Write what kind of work runs like this."),
        (lambda c, p, s: work_cycle.add_step(part=p, text="New", number=1, actor=actor()),
         "Step 1 is there already. Choose another number."),
        (lambda c, p, s: work_cycle.add_step(part=p, text="New", hands_to=p, actor=actor()),
         "A step hands over to another part of its cycle. Choose one."),
        (lambda c, p, s: work_cycle.edit_step(step=s, changes={"text": ""}, actor=actor()),
         "Write what is done in this step."),
        (lambda c, p, s: work_cycle.edit_part(part=p, changes={"name": ""}, actor=actor()),
         "Name the deliverable that these steps make."),
        (lambda c, p, s: work_cycle.add_part(cycle=c, name="X", subteam_kind="Y", actor=actor()),
         "Choose a kind of subteam."),
        (lambda c, p, s: work_cycle.edit(cycle=c, changes={"is_archived": True}, actor=actor()),
         "is_archived cannot be edited here."),
    ],
)  # fmt: skip
def test_refusals_say_what_to_do(verb, sentence):
    cycle = WorkCycleFactory(name="C")
    part = WorkCyclePartFactory(cycle=cycle)
    step = WorkCycleStepFactory(part=part, number=1)

    with pytest.raises(DomainError) as refusal:
        verb(cycle, part, step)

    assert str(refusal.value) == sentence
