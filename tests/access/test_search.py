"""What is searched costs the same whatever the kind: a hit brings with it all that its line says."""

import pytest
from django.apps import apps

from pm.permissions import Role
from pm.queries.search import AT_ONCE, hits_of
from pm.registry import SEARCHES
from pm.rules import Access

pytestmark = pytest.mark.django_db


def test_the_hits_of_six_kinds_are_shown_by_one_statement(world, django_assert_num_queries):
    lead = Access(roles=frozenset({Role.LEAD}), own_subteams={})
    program = world.ours.program
    nouns = [search.noun for search in SEARCHES if search.show is not None]
    best = {}
    for noun in nouns:
        rows = apps.get_model(noun)._default_manager.filter(program=program).order_by("pk")
        best[noun] = list(rows.values_list("pk", flat=True)[:20])
    hits_of(program, lead, best, 20)  # the first time SQLite is asked whether it knows arrays

    with django_assert_num_queries(-(-len(nouns) // AT_ONCE)):
        hits = hits_of(program, lead, best, 20)

    assert [noun for noun in nouns if not hits[noun]] == []
    assert [hit for of_noun in hits.values() for hit in of_noun.values() if not hit.url.startswith("/")] == []


def test_a_row_in_plain_values_says_what_its_model_says(world):
    program = world.ours.program
    lead = Access(roles=frozenset({Role.LEAD}), own_subteams={})
    unlike = []
    for search in SEARCHES:
        if search.read is not None:
            rows = apps.get_model(search.noun)._default_manager.filter(program=program)
            told = {text.object_id: text for text in search.read(rows.values_list("pk", flat=True)[:20])}
            shown = hits_of(program, lead, {search.noun: list(told)}, 20)[search.noun]
            unlike += [
                search.noun
                for pk, hit in shown.items()
                if (hit.key, hit.title, hit.text) != (told[pk].key, told[pk].title, told[pk].text)
            ]

    assert unlike == []
