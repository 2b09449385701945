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
        ("", "Snow", "", "risk/2"),
    ]
    assert kept == text.split("\n\nTBD", maxsplit=1)[0]
    assert ledger.close() == ()
    assert ledger.rules() == {
        "table header": 2,
        "table header separator": 2,
        "placeholder text": 2,
    }
