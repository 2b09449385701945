from hypothesis import given
from hypothesis import strategies as st

from pm.pure.ledger import NOT_UNDERSTOOD, Ledger, LineAccount, LineState
from pm.pure.source import SourceFile


def test_ledger_counts_non_blank_lines_by_what_became_of_them() -> None:
    ledger = Ledger()
    ledger.open(SourceFile("a.md", "one\n\n  \ntwo\nthree\n"))
    ledger.open(SourceFile("b.md", "four"))

    ledger.consume("a.md", 1, "milestone")
    ledger.ignore("a.md", 4, "template")
    ledger.report("a.md", 5, "The row has no name.")
    left = ledger.close()

    assert left == (LineAccount("b.md", 1, LineState.REPORTED, NOT_UNDERSTOOD),)
    assert (ledger.total, ledger.consumed, ledger.ignored, ledger.reported) == (4, 1, 1, 2)
    assert ledger.is_balanced()


def test_ledger_keeps_the_first_entry_of_a_line() -> None:
    ledger = Ledger()
    ledger.open(SourceFile("a.md", "one"))

    ledger.consume("a.md", 1, "first")
    ledger.report("a.md", 1, "second")

    assert list(ledger) == [LineAccount("a.md", 1, LineState.CONSUMED, "first")]


def test_ledger_leaves_blank_and_unknown_lines_out() -> None:
    ledger = Ledger()
    ledger.open(SourceFile("a.md", "one\n\n"))
    ledger.open(SourceFile("a.md", "opened twice\nchanges nothing"))

    ledger.ignore("a.md", 1, "template")
    ledger.ignore("a.md", 2, "template")
    ledger.ignore("a.md", 99, "template")
    ledger.ignore("b.md", 1, "template")

    assert (ledger.total, ledger.ignored) == (1, 1)
    assert ledger.rules() == {"template": 1}


def test_ledger_before_close_is_not_balanced_when_a_line_is_left() -> None:
    ledger = Ledger()
    ledger.open(SourceFile("a.md", "one\ntwo"))

    ledger.consume("a.md", 1, "milestone")

    assert not ledger.is_balanced()


ENTRIES = st.tuples(
    st.sampled_from(["consume", "ignore", "report"]), st.sampled_from("ab"), st.integers(0, 9)
)


@given(st.lists(st.text(alphabet=" \nx\u2028\x0b"), max_size=3), st.lists(ENTRIES))
def test_closed_ledger_of_any_entries_balances(texts: list[str], entries: list[tuple[str, str, int]]) -> None:
    ledger = Ledger()
    for path, text in zip("abc", texts, strict=False):
        ledger.open(SourceFile(path, text))
    for verb, path, line in entries:
        getattr(ledger, verb)(path, line, "reason")

    ledger.close()

    assert ledger.is_balanced()
    assert len(list(ledger)) == ledger.total


def test_ledger_reports_a_line_that_is_withdrawn_and_no_other() -> None:
    ledger = Ledger()
    ledger.open(SourceFile("a.md", "one\n\ntwo"))
    ledger.consume("a.md", 1, "first")

    for line in (1, 2, 3):
        ledger.withdraw("a.md", line, "It belongs to nothing.")

    assert list(ledger) == [LineAccount("a.md", 1, LineState.REPORTED, "It belongs to nothing.")]
