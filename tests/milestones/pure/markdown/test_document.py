from milestones.pure.markdown.document import ScopeDoc


def scope(letter: str | None, number: int | None) -> ScopeDoc:
    return ScopeDoc(path="m.md", line=1, anchor="a", feature_path=None, letter=letter, number=number, text="")


def test_scope_code_needs_letter_and_number() -> None:
    assert [scope("S", 2).code, scope(None, None).code, scope("S", None).code] == ["S2", None, None]
