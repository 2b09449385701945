"""What counts as evidence."""

import pytest

from milestones.pure.checklist import is_evidence


@pytest.mark.parametrize(
    "text",
    ["https://specs.example.org/store", "PR 12 and 14", "API definition in the wiki", "Dogfooded on 3 May"],
)
def test_evidence_says_where_to_look(text):
    assert is_evidence(text)


@pytest.mark.parametrize(
    "text",
    ["", "  ", "link to specs and/or API definition", "Links to README", "TBD", "(TBC)", "{Enter date}",
     "[Risk]", "todo", "N/A", "...", "–", "??", "ok"],
)  # fmt: skip
def test_placeholder_never_does(text):
    assert not is_evidence(text)
