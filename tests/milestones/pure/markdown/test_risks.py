from milestones.pure.markdown.lines import scan
from milestones.pure.markdown.reader import Reader
from milestones.pure.markdown.risks import read_risks
from pm.pure.ledger import Ledger
from pm.pure.source import SourceFile


def test_read_risks_takes_tables_and_bullets_and_keeps_other_words() -> None:
    text = (
        "Seen in May.\n\n| Risk | Control |\n|---|---|\n| Rain | Roof |\n\n"
        "| Day | Hour |\n|---|---|\n| Mon | 3 |\n\n- Snow\n  - deep\n\nTBD\n\n"
        "| Level | Risk |\n|---|---|\n| [x] | [y] |\n"
    )
    ledger = Ledger()
    ledger.open(SourceFile("m.md", text))

    found, kept = read_risks(scan(text), Reader("m.md", ledger), "risk")

    assert [(risk.kind, risk.risk, risk.response, risk.anchor) for risk in found] == [
        ("", "Rain", "Roof", "risk/1"),
        ("", "Snow", "- deep", "risk/2"),
    ]
    assert kept == "Seen in May.\n\n| Day | Hour |\n|---|---|\n| Mon | 3 |"
    assert ledger.close() == ()
    assert ledger.rules() == {
        "table header": 2,
        "table header separator": 2,
        "placeholder text": 2,
    }


def test_read_risks_knows_columns_by_heading_and_keeps_the_others_as_a_note() -> None:
    head = "| Risk | Likelihood | Impact | Keeper | Mitigation |\n|-|-|-|-|-|\n"
    text = f"{head}| Rain | low | High | Ann | Roof | x |\n"

    [risk], kept = read_risks(scan(text), Reader("m.md", Ledger()), "risk")

    assert (risk.risk, risk.likelihood, risk.impact, risk.response) == ("Rain", "low", "High", "Roof")
    assert (risk.note, kept) == ("Keeper: Ann\nx", "")
