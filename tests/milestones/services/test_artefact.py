"""Design artefacts: there with a link, not needed because, once a scope."""

import pytest

from milestones.models import DesignArtefact
from milestones.services import artefact as artefacts
from pm.errors import DomainError
from tests.factories.actors import actor
from tests.factories.milestones import MilestoneFactory

pytestmark = pytest.mark.django_db


def test_an_answer_has_its_link_or_its_reason_and_stands_once_a_scope():
    milestone = MilestoneFactory()

    def add(**fields):
        return artefacts.add(milestone=milestone, actor=actor(), **fields)

    for fields, sentence in (
        ({"kind": "FLOW", "state": "PRESENT"}, "give the link"),
        ({"kind": "FLOW", "state": "NOT_NEEDED"}, "why it is not needed"),
    ):
        with pytest.raises(DomainError, match=sentence):
            add(**fields)
    row = add(kind="FLOW", state="PRESENT", link="https://example.org/flow")
    other = add(kind="FLOW", scope="Client", state="NOT_NEEDED", because="It is plain")
    with pytest.raises(DomainError, match="Flow chart of this scope is written down already"):
        add(kind="FLOW")
    with pytest.raises(DomainError, match="written down already"):
        artefacts.edit(artefact=other, changes={"scope": ""}, actor=actor())

    artefacts.edit(artefact=row, changes={"state": "OPEN", "link": ""}, actor=actor())
    artefacts.remove(artefact=other, actor=actor())

    assert [(one.kind, one.state) for one in DesignArtefact.objects.all()] == [("FLOW", "OPEN")]
