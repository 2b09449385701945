import pytest

from milestones.forms.deliverable import RELOAD, ChecklistForm, CriterionForm, StepForm
from milestones.pure.states import DELIVERABLE_STEPS, find_step

SEEN = {"base_state": "OPEN"}


def test_done_takes_its_evidence_and_nothing_else():
    form = ChecklistForm(SEEN | {"state": "DONE", "evidence": "https://x.example", "because": "left over"})

    assert form.is_valid()
    assert form.answer == {"state": "DONE", "evidence": "https://x.example", "because": ""}
    assert form.base == {"state": "OPEN", "evidence": "", "because": ""}


def test_not_needed_takes_its_reason_and_nothing_else():
    form = ChecklistForm(SEEN | {"state": "NOT_NEEDED", "evidence": "left over", "because": "No new API."})

    assert form.is_valid()
    assert form.answer == {"state": "NOT_NEEDED", "evidence": "", "because": "No new API."}


@pytest.mark.parametrize("evidence", ["", "TBD", "link to the spec", "-", "{link}"])
def test_a_placeholder_is_no_evidence(evidence):
    form = ChecklistForm(SEEN | {"state": "DONE", "evidence": evidence})

    assert form.errors == {
        "evidence": ["Done needs evidence: a link, or a sentence that says where to look."]
    }


def test_not_needed_says_why():
    form = ChecklistForm(SEEN | {"state": "NOT_NEEDED", "because": "  "})

    assert form.errors == {"because": ["Say in one sentence why it is not needed."]}


def test_an_answer_says_what_its_writer_saw():
    assert ChecklistForm({"state": "OPEN"}).errors == {"__all__": [RELOAD]}
    assert "base_is_met" in CriterionForm({"is_met": "yes"}).errors


def test_a_criterion_is_met_or_open():
    form = CriterionForm({"is_met": "yes", "base_is_met": "no"})

    assert form.is_valid()
    assert (form.cleaned_data["is_met"], form.base) == (True, {"is_met": False})


def step_form(**data):
    drop = find_step(DELIVERABLE_STEPS, "PLANNED", "DROPPED")
    return StepForm(data, steps={"DROPPED": drop}, asks_reason=frozenset({"DROPPED"}))


def test_a_step_that_asks_why_wants_a_sentence():
    assert step_form(to="DROPPED", base_status="PLANNED").errors == {
        "reason": ["To drop, write one sentence that says why."]
    }
    assert step_form(to="DROPPED", base_status="PLANNED", reason="Out of scope.").is_valid()
    assert step_form(to="DROPPED", reason="x").errors == {"__all__": [RELOAD]}
