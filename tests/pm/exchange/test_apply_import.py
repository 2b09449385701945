"""Whatever a source says: an import keeps the rules of the tables, and again it changes nothing."""

from datetime import UTC, datetime

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pm.actor import Source as By
from pm.actor import system
from pm.exchange.apply_import import carry_out, prepare
from pm.exchange.plan import ImportContext
from pm.exchange.source import Source
from pm.models import Program
from pm.pure.source import SourceFile

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
PAGE = "https://tracker.example.org"
NAMES = st.sampled_from(["Alpha beam", "Beta oil", "Alpha beams", "A"])
TARGETS = st.sampled_from([f"{PAGE}/1", f"{PAGE}/2/", "m.md", "k.md", "k.md#beta-oil"])
TEAMS = st.sampled_from(["lamp", "shore dev", "shore", "lamp/shore", "lanp"])
LINKS = st.builds(lambda name, target: f"[{name}]({target})", NAMES, TARGETS)
NEEDS = st.lists(st.builds(lambda one, two: f"- {one} and {two}\n", LINKS | NAMES, LINKS), max_size=2).map(
    "".join
)
RISKS = st.lists(st.builds(lambda n, link: f"| {n} | depends on {link} |\n", NAMES, LINKS), max_size=2).map(
    "".join
)
PEOPLE = st.lists(
    st.builds(lambda t, m: f"- 1 {t} for {m} months\n", TEAMS, st.sampled_from("13")), max_size=2
)
DELIVERABLES = st.lists(
    st.builds(
        lambda name, team, needs, tick: (
            f"### {name}\n\n**Owner**: {team}\n\n**Dependencies**:\n{needs}\n"
            f"**Checklist**:\n- [{tick}] Code: {PAGE}\n\n"
        ),
        LINKS,
        TEAMS,
        NEEDS,
        st.sampled_from(" x"),
    ),
    max_size=3,
).map("".join)
MILESTONES = st.builds(
    lambda name, day, people, risks, needs, made: (
        f"# {name}\n\n**Due**: {day}\n\n**Resources**:\n{''.join(people)}\n"
        f"## Risks\n\n| Risk | Response |\n|-|-|\n{risks}\n"
        f"## Dependencies\n\n{needs}\n## Deliverables\n\n{made}"
    ),
    LINKS,
    st.sampled_from(["31 Mar 2026", "Q2 2026", "TBD", "2026H1", "Completed"]),
    PEOPLE,
    RISKS,
    NEEDS,
    DELIVERABLES,
)
PAGES = st.lists(LINKS, max_size=3).map(
    lambda made: "".join(f"### Deliverable: {one}\n\nwhy\n\n" for one in made)
)
WORDS = st.lists(st.builds(lambda team, text: f"    - [{team}] {text}\n", TEAMS, NAMES), max_size=3).map(
    "".join
)
WEEKS = st.lists(st.builds(lambda link, words: f"- {link}\n  - achieved:\n{words}", LINKS, WORDS), max_size=3)
TREES = st.fixed_dictionaries(
    {},
    optional={
        "draft-roadmap/m.md": MILESTONES,
        "draft-roadmap/k.md": MILESTONES,
        "site/milestones/p.md": PAGES,
        "site/updates/2026-01-05.md": WEEKS.map("".join),
        "site/updates/2026-01-07.md": WEEKS.map("".join),
    },
)


def context(tree: dict[str, str], program: Program) -> ImportContext:
    files = tuple(SourceFile(path, text) for path, text in tree.items())
    return ImportContext(program, Source(files, None, ()), "tree", NOW.date(), NOW)


@pytest.mark.django_db
@settings(max_examples=12, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(TREES)
def test_import_of_any_tree_keeps_the_rules_and_again_changes_nothing(tree: dict[str, str]) -> None:
    with transaction.atomic():
        first = prepare(context(tree, Program(slug="any", name="Any")))
        carry_out(first, title="Any", actor=system(name="import", moment=NOW, source=By.IMPORT))
        connection.check_constraints()

        again = prepare(context(tree, Program.objects.get(slug="any")))

        assert (again.plan.has_changes, again.plan.clashes, again.plan.gone) == (False, [], [])
        assert first.contribution.ledger is not None
        assert first.contribution.ledger.is_balanced()
        transaction.set_rollback(True)
