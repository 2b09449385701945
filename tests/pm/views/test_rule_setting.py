import pytest

from pm.models import RuleSetting
from pm.permissions import Role
from tests.factories.pm import ProgramFactory, member_of
from tests.factories.settings import RuleSettingFactory

pytestmark = pytest.mark.django_db
LIST_QUERIES = 7
SEEN = {"base_weight": "WATCH", "base_threshold": "21"}


@pytest.fixture
def program():
    return ProgramFactory(slug="kit")


@pytest.fixture(autouse=True)
def manager(client, program):
    client.force_login(member_of(program, Role.MANAGER))


def test_every_rule_is_listed_at_the_same_cost(client, program, django_assert_num_queries):
    client.get("/kit/settings/rules/")
    RuleSettingFactory(program=program)
    with django_assert_num_queries(LIST_QUERIES):
        client.get("/kit/settings/rules/")
    RuleSettingFactory(program=program, rule="blocked", weight="OFF", threshold=None)
    RuleSettingFactory(program=program, rule="scope_grown", weight="AT_RISK", threshold="0.25")
    with django_assert_num_queries(LIST_QUERIES):
        html = client.get("/kit/settings/rules/").content.decode()

    assert html.count('<tr role="row">') == 1 + 22
    for words in ("Watch, 21 days", "25 %", "Watch, 10 %", "33.3 %", "1 deliverable<", "1.5 ×"):
        assert words in html


def test_a_rule_is_set_and_has_its_default_again(client):
    url = "/kit/settings/rules/no_update/"
    before = client.get(url).content.decode()
    refused = client.post(url, {**SEEN, "weight": "INFO", "threshold": "-3"})
    saved = client.post(url, {**SEEN, "weight": "INFO", "threshold": "30"})
    row = RuleSetting.objects.get()
    after = client.get(url).content.decode()
    client.post(f"{url}reset/")

    assert "The default is 21 days." in before
    assert "Back to the default" not in before
    assert (refused.status_code, saved.status_code) == (422, 302)
    assert 'value="-3"' in refused.content.decode()
    assert (row.rule, row.weight, row.threshold) == ("no_update", "INFO", 30)
    assert "Back to the default: Watch, 21 days" in after
    assert not RuleSetting.objects.exists()


def test_a_rule_without_a_threshold_asks_for_none(client):
    url = "/kit/settings/rules/no_owner/"

    page = client.get(url).content.decode()
    client.post(url, {"weight": "OFF", "base_weight": "WATCH"})

    assert "Threshold" not in page
    assert RuleSetting.objects.get().threshold is None


def test_a_setting_changed_meanwhile_is_shown(client, program):
    RuleSettingFactory(program=program, threshold=14)

    response = client.post("/kit/settings/rules/no_update/", {**SEEN, "weight": "WATCH", "threshold": "7"})

    assert response.status_code == 409
    assert 'name="base_threshold" value="14"' in response.content.decode()


def test_a_rule_nobody_knows_is_not_found(client):
    assert client.get("/kit/settings/rules/no_such/").status_code == 404
    assert client.post("/kit/settings/rules/no_such/reset/").status_code == 404
