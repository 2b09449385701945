import pytest

from pm.errors import DomainError
from pm.models import Change, Subteam
from pm.services import subteam as subteams
from tests.factories.actors import actor
from tests.factories.milestones import DeliverableFactory
from tests.factories.pm import ProgramFactory, SubteamFactory, member_of

pytestmark = pytest.mark.django_db


def create(program, slug="core", code="co", name="Core"):
    return subteams.create(
        program=program, slug=slug, name=name, code=code, kind="ENGINEERING", actor=actor()
    )


def test_a_subteam_has_a_short_name_and_a_code_of_its_own():
    program = ProgramFactory()
    team = create(program)

    assert team.code == "CO"
    for field, taken in {
        "slug": [
            {"slug": "core", "code": "x"},
            {"slug": "Core\n", "code": "x"},
            {"slug": "new", "code": "x"},
        ],
        "code": [{"slug": "other", "code": "CO"}, {"slug": "other", "code": "-"}],
    }.items():
        for wanted in taken:
            with pytest.raises(DomainError) as refused:
                create(program, **wanted)
            assert refused.value.field == field
    assert create(ProgramFactory()).code == "CO"


def test_an_edit_keeps_the_code_its_own_and_the_address():
    program = ProgramFactory()
    team, other = create(program), create(program, "quay", "qu", "Quay")

    assert subteams.edit(subteam=team, changes={"code": "ce", "rank": 3}, actor=actor()).code == "CE"
    with pytest.raises(DomainError, match="Quay has the code QU. Choose another."):
        subteams.edit(subteam=team, changes={"code": "qu"}, actor=actor())
    with pytest.raises(DomainError, match="slug cannot be edited here"):
        subteams.edit(subteam=other, changes={"slug": "x"}, actor=actor())


def test_an_archived_subteam_lends_its_code_and_asks_for_it_back():
    program = ProgramFactory()
    team = create(program)
    subteams.archive(subteam=team, actor=actor())
    again = create(program, "core-two", "CO", "Core two")

    with pytest.raises(DomainError, match="Core two has the code CO. Choose another."):
        subteams.restore(subteam=team, actor=actor())
    subteams.edit(subteam=again, changes={"code": "C2"}, actor=actor())

    assert subteams.restore(subteam=team, actor=actor()).is_archived is False


def test_a_subteam_that_nothing_names_is_removed_and_stays_in_history():
    team = create(ProgramFactory())

    subteams.remove(subteam=team, actor=actor())

    assert not Subteam.objects.exists()
    assert Change.objects.filter(kind="DELETE", subject="core").count() == 1


def test_a_subteam_with_work_or_people_is_not_removed():
    working, peopled = SubteamFactory(name="Core"), SubteamFactory(name="Quay")
    DeliverableFactory(program=working.program, accountable=working)
    member_of(peopled.program, "MEMBER", peopled)

    for team in (working, peopled):
        with pytest.raises(DomainError, match=f"name {team.name}, so it cannot be removed."):
            subteams.remove(subteam=team, actor=actor())
    assert Subteam.objects.count() == 2
