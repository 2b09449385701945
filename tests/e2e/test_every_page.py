"""Every page, as a program lead reads it: accessibility, colours, sideways scrolling, console, policy."""

import pytest

from tests.access.graph import LEAD
from tests.access.machinery import address_of, own_routes
from tests.access.policies import POLICY
from tests.access.world import build_world
from tests.e2e.conftest import axe_violations

pytestmark = [pytest.mark.e2e]

# No page of their own: probes, files, parts that a page asks for; and what its writer alone may edit.
NO_PAGE = frozenset(
    {
        "healthz",
        "readyz",
        "attachment_download",
        "comment_edit",
        "invitation_accept",
        "program_create",
        "search_palette",
        "search_all_palette",
    }
)
ROUTES = dict(own_routes())
NAMES = sorted(name for name, row in POLICY.items() if row.get is not None and name not in NO_PAGE)
SHARES = 4
LOOKS = ((1440, "light"), (390, "dark"))


@pytest.mark.parametrize("share", range(SHARES))
def test_page_is_accessible_and_fits_in_light_and_dark(page_as, live, share):
    world = build_world()
    page = page_as(world.people[LEAD])

    assert [fault for name in NAMES[share::SHARES] for fault in faults_of(page, name, world.ours)] == []


def faults_of(page, name, graph):
    """What is wrong with one page, wide in light and narrow in dark."""
    address = address_of(name, ROUTES[name], graph)
    answer = page.goto(address)
    if answer is None or answer.status != 200:
        return [f"{address}: {answer.status if answer else 'no answer'}"]
    faults = []
    for width, theme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=theme)
        found = axe_violations(page)
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append("it scrolls sideways")
        faults += [f"{name} {address} {width} {theme}: {fault}" for fault in found]
    return faults
