from decimal import Decimal

import pytest

from pm.errors import DomainError, StaleEdit
from pm.models import Change, JobRun, RuleSetting
from pm.queries.rule_setting import rule_of
from pm.registry import RULES
from pm.services import rule_setting
from tests.factories.actors import actor
from tests.factories.pm import ProgramFactory
from tests.factories.settings import RuleSettingFactory

pytestmark = pytest.mark.django_db
RULE = RULES.get("no_update")
SEEN = {"weight": "WATCH", "threshold": Decimal(21)}


@pytest.fixture
def program():
    return ProgramFactory()


def edit(program, base=SEEN, **changes):
    return rule_setting.edit(program=program, rule=RULE, changes=changes, base=base, actor=actor())


def test_the_default_stands_until_a_program_says_otherwise(program):
    before = rule_of(program, RULE)

    edit(program, threshold=Decimal(14))

    after = rule_of(program, RULE)
    assert (before.weight, before.threshold, before.is_own, before.words) == ("WATCH", 21, False, "21 days")
    assert (after.weight, after.threshold, after.is_own, after.usual_words) == (
        "WATCH",
        14,
        True,
        "Watch, 21 days",
    )
    assert JobRun.objects.get().args == {"program_id": program.pk}
    assert set(Change.objects.values_list("subject", flat=True)) == {"rules"}


def test_two_editors_of_different_fields_both_win_and_of_one_field_are_shown(program):
    edit(program, threshold=Decimal(14))
    edit(program, weight="INFO")

    with pytest.raises(StaleEdit) as stale:
        edit(program, threshold=Decimal(7))

    [conflict] = stale.value.conflicts
    line = rule_of(program, RULE)
    assert (line.weight, line.threshold) == ("INFO", 14)
    assert (conflict.field, conflict.base, conflict.theirs, conflict.mine) == ("threshold", 21, 14, 7)


def test_a_setting_that_somebody_took_back_meanwhile_is_shown(program):
    RuleSettingFactory(program=program)
    rule_setting.reset(program=program, rule=RULE, actor=actor())
    rule_setting.reset(program=program, rule=RULE, actor=actor())

    with pytest.raises(StaleEdit):
        edit(program, base=SEEN | {"threshold": Decimal(14)}, threshold=Decimal(7))

    assert not RuleSetting.objects.exists()
    assert not rule_of(program, RULE).is_own


def test_a_setting_without_a_threshold_of_its_own_takes_one(program):
    RuleSettingFactory(program=program, weight="INFO", threshold=None)

    edit(program, base=SEEN | {"weight": "INFO"}, threshold=Decimal(10))

    assert rule_of(program, RULE).threshold == 10


def test_nothing_edited_writes_nothing(program):
    assert edit(program) is None
    assert not Change.objects.exists()


@pytest.mark.parametrize(
    ("rule", "changes", "field"),
    [
        ("no_update", {"weight": "HEAVY"}, "weight"),
        ("no_update", {"threshold": Decimal(-1)}, "threshold"),
        ("no_update", {"threshold": None}, "threshold"),
        ("no_owner", {"threshold": Decimal(1)}, "threshold"),
        ("no_owner", {"title": "Mine"}, ""),
    ],
)
def test_what_a_rule_cannot_have_is_refused(program, rule, changes, field):
    with pytest.raises(DomainError) as refusal:
        rule_setting.edit(program=program, rule=RULES.get(rule), changes=changes, actor=actor())

    assert refusal.value.field == field
