import re

import pytest
from django.http import Http404

from pm.http import load_or_404, number_of_key, page_in
from pm.permissions import Role
from tests.factories.pm import ProgramFactory, member_of


def test_a_key_is_its_letter_and_its_number():
    assert number_of_key("M-12", "M") == 12


@pytest.mark.parametrize(
    "key", ["M-012", "M-0", "m-12", "D-12", "M-", "M", "M-1-2", "M-١٢", "M-1234567890", ""]
)
def test_anything_else_is_no_key(key):
    with pytest.raises(Http404):
        number_of_key(key, "M")


def test_a_name_that_no_text_holds_is_not_looked_for():
    with pytest.raises(Http404):
        load_or_404(None, slug="a\x00b")


@pytest.mark.parametrize(
    ("offered", "page"),
    [
        ("/kit/roadmap/?q=a#row", "/kit/roadmap/?q=a#row"),
        ("http://testserver/kit/roadmap/", "/kit/roadmap/"),
        ("/kitten/roadmap/", ""),
        ("/accounts/logout/", ""),
        ("//elsewhere.example/kit/", ""),
        ("http://elsewhere.example/kit/", ""),
        ("http://[/kit/", ""),
        ("javascript:/kit/", ""),
        ("", ""),
    ],
)
def test_a_page_of_the_program_is_gone_back_to_and_no_other(rf, offered, page):
    assert page_in(rf.get("/"), ProgramFactory.build(slug="kit"), offered) == page


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["risks", "blockers", "unknowns", "dependencies"])
def test_the_line_of_risks_stands_for_what_may_go_wrong(client, page):
    client.force_login(member_of(ProgramFactory(slug="kit"), Role.MANAGER))

    html = client.get(f"/kit/{page}/").content.decode()

    assert re.findall(r'<li><a href="([^"]+)" aria-current="page"[^>]*>', html) == ["/kit/risks/"]
