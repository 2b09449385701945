import pytest

from milestones.pure.markdown.catalogue import Catalogue
from tests.milestones.pure.markdown.builders import program


@pytest.fixture
def catalogue() -> Catalogue:
    found = program(FURPS__air__radio="# Radio\n## Functionality\n1. Other.\n")
    paths = [feature.path for feature in found.features]
    return Catalogue(found.features, [*paths, "draft-roadmap/m m.md"])


@pytest.mark.parametrize(
    ("target", "path"),
    [
        ("/FURPS/radio.md", "FURPS/radio.md"),
        ("../FURPS/radio.md?raw=1#usability", "FURPS/radio.md"),
        ("./m%20m.md", "draft-roadmap/m m.md"),
        ("/FURPS/radio", "FURPS/radio.md"),
        ("../../FURPS/radio.md", None),
        ("#usability", None),
        ("mailto:gull@example.org", None),
        ("https://example.org/FURPS/radio.md", None),
        ("", None),
    ],
)
def test_resolve_leads_to_a_file_of_the_source_or_nowhere(
    catalogue: Catalogue, target: str, path: str | None
) -> None:
    assert catalogue.resolve(target, "draft-roadmap/a.md") == path


def test_feature_titled_needs_a_title_of_its_own(catalogue: Catalogue) -> None:
    assert catalogue.feature_titled("**relay**") == "FURPS/core/relay.md"
    assert catalogue.feature_titled("Radio") is None


def test_statement_of_nowhere_is_none(catalogue: Catalogue) -> None:
    assert catalogue.statement(None, "F", 1) is None
    assert catalogue.feature(None) is None
    assert catalogue.statement("FURPS/radio.md", "F", 2) is None
