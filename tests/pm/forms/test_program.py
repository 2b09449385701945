import pytest

from pm.forms.program import ProgramForm
from tests.factories.pm import ProgramFactory

pytestmark = pytest.mark.django_db
GOOD = {"name": "Kittiwake", "slug": "Kittiwake ", "zone": "Europe/Lisbon", "days_per_month": "20"}


def test_short_name_is_written_small():
    form = ProgramForm(GOOD)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["slug"] == "kittiwake"


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"slug": "admin"}, "slug", "“admin” is an address of Milepost itself. Choose another short name."),
        ({"slug": "a b"}, "slug", "A short name has small letters, digits and hyphens, 40 at most."),
        ({"slug": "taken"}, "slug", "There is a program “taken” already. Choose another short name."),
        ({"zone": "localtime"}, "zone", "“localtime” is no time zone. Write one such as Europe/Lisbon."),
        ({"zone": "Factory"}, "zone", "“Factory” is no time zone. Write one such as Europe/Lisbon."),
        ({"zone": "Mars/Base"}, "zone", "“Mars/Base” is no time zone. Write one such as Europe/Lisbon."),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(changes, field, sentence):
    ProgramFactory(slug="taken")

    assert ProgramForm(GOOD | changes).errors == {field: [sentence]}
