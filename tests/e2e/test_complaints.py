"""The collector that fails a test notices what it is there for."""

import pytest

pytestmark = pytest.mark.e2e
INLINE = "const node = document.createElement('script'); node.textContent = '1'; document.body.append(node)"


@pytest.mark.smoke
def test_refused_inline_script_is_noticed(page_as, complaints):
    page = page_as(None)
    page.goto("/accounts/login/")

    page.evaluate(f"() => {{ {INLINE} }}")
    page.wait_for_timeout(200)

    assert len(complaints.found) == 1
    assert "Content Security Policy" in complaints.found.pop()
