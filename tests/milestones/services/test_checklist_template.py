"""The checklist template: what the deliverables to come start with."""

import pytest

from milestones.models import ChecklistTemplateItem
from milestones.services import checklist_template as service
from pm.errors import DomainError
from tests.factories.actors import actor
from tests.factories.pm import ProgramFactory

pytestmark = pytest.mark.django_db


def test_a_line_is_added_edited_and_switched_off():
    program = ProgramFactory()
    service.lay(program, ["SPECS", "CODE"], actor())
    row = service.add(program=program, kind="OTHER", text=" Threat model ", level="SHOULD", actor=actor())
    service.edit(item=row, changes={"text": "A threat model"}, base={"text": "Threat model"}, actor=actor())
    service.archive(item=row, actor=actor())

    assert list(
        ChecklistTemplateItem.objects.order_by("rank").values_list("kind", "text", "level", "rank")
    ) == [("SPECS", "", "MUST", 0), ("CODE", "", "MUST", 1), ("OTHER", "A threat model", "OFF", 2)]


def test_what_no_line_can_be_is_refused():
    program = ProgramFactory()
    row = service.add(program=program, kind="SPECS", actor=actor())
    for refused, match in (
        (lambda: service.add(program=program, kind="X", actor=actor()), "Choose what the line is about"),
        (lambda: service.add(program=program, kind="OTHER", actor=actor()), "Write what has to be done"),
        (lambda: service.add(program=program, kind="SPECS", actor=actor()), "holds this line already"),
        (lambda: service.edit(item=row, changes={"x": 1}, actor=actor()), "x cannot be edited"),
    ):
        with pytest.raises(DomainError, match=match):
            refused()
