"""What is searched costs the same whatever the kind: a hit brings with it all that its line says."""

import pytest
from django.apps import apps

from pm.permissions import Role
from pm.registry import SEARCHES
from pm.rules import Access

pytestmark = pytest.mark.django_db


def test_the_hits_of_every_kind_are_shown_by_one_statement(world, django_assert_num_queries):
    lead = Access(roles=frozenset({Role.LEAD}), own_subteams={})
    program = world.ours.program
    kinds = [search for search in SEARCHES if search.show is not None]
    without = []
    for search in kinds:
        model = apps.get_model(search.noun)
        ids = list(model._default_manager.filter(program=program).values_list("pk", flat=True))
        with django_assert_num_queries(1, info=search.noun):
            hits = list(search.show(program, lead, ids))
        without += [] if hits else [search.noun]

    assert without == []
