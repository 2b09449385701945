"""Folding the spellings of a team."""

import pytest

from milestones.exchange.teams import Teams

COLUMNS = ("core res", "web-kit", "app-chat", "BD")


def with_columns() -> Teams:
    teams = Teams()
    for column in COLUMNS:
        teams.add_column(column, path="plan.md", line=1)
    return teams


@pytest.mark.parametrize(
    ("spelling", "column"),
    [
        ("Core Research", "core-research"),
        ("core researchers", "core-research"),
        ("research", "core-research"),
        ("web-kit engineers", "kit-web"),
        ("Web/Kit Dev", "kit-web"),
        ("chat app dev", "app-chat"),
        ("App/Chat Research", "app-chat"),
        ("Business Development Lead", "business"),
    ],
)
def test_find_spelling_of_a_column_is_that_team(spelling: str, column: str) -> None:
    found = with_columns().find(spelling)

    assert found is not None
    assert found.key == column


@pytest.mark.parametrize("spelling", ["engineers", "Dev", "", "Yard crew", "—"])
def test_find_role_or_stranger_is_no_team(spelling: str) -> None:
    assert with_columns().find(spelling) is None


def test_add_stranger_becomes_a_team_of_its_own() -> None:
    teams = with_columns()

    teams.add("Harbour QA", path="a.md", line=3)

    assert [team.name for team in teams] == [*COLUMNS, "Harbour QA"]


def test_add_without_columns_folds_only_the_same_words() -> None:
    teams = Teams()

    for spelling in ("Docs", "documentation", "Docs team", "Harbour Docs"):
        teams.add(spelling, path="a.md", line=1)

    assert [(team.name, sum(team.spellings.values())) for team in teams] == [
        ("documentation", 3),
        ("Harbour Docs", 1),
    ]


def test_name_is_the_longest_spelling_of_just_these_words() -> None:
    teams = with_columns()

    teams.add("core research", path="a.md", line=1)
    teams.add("research", path="a.md", line=2)

    assert [team.name for team in teams][0] == "core research"


@pytest.mark.parametrize(
    ("name", "kind", "code"),
    [
        ("core research", "RESEARCH", "CR"),
        ("web-kit", "ENGINEERING", "WK"),
        ("Harbour QA", "QA", "HQ"),
        ("docs", "DOCS", "DO"),
        ("DevRel", "DEVREL", "DE"),
        ("BD", "BUSINESS", "BD"),
    ],
)
def test_kind_and_code_come_from_the_words(name: str, kind: str, code: str) -> None:
    teams = Teams()

    teams.add(name, path="a.md", line=1)

    assert [(team.kind, team.code) for team in teams] == [(kind, code)]
