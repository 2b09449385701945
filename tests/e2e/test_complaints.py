"""What fails a test in the browser notices what it is there for."""

import pytest

from tests.e2e.conftest import faults_of_looks

pytestmark = pytest.mark.e2e
INLINE = "const node = document.createElement('script'); node.textContent = '1'; document.body.append(node)"


def test_refused_inline_script_is_noticed(page_as, complaints):
    page = page_as(None)
    page.goto("/accounts/login/")

    page.evaluate(f"() => {{ {INLINE} }}")
    page.wait_for_timeout(200)

    assert len(complaints.found) == 1
    assert "Content Security Policy" in complaints.found.pop()


def test_each_look_finds_what_only_it_can_show(page_as):
    page = page_as(None)
    page.goto("/accounts/login/")
    rules = """
        @media (prefers-color-scheme: dark) and (min-width: 1000px) { h1 { color: #222; } }
        @media (max-width: 500px) { h1 { width: 2000px; } }"""
    page.evaluate(
        "rules => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rules);"
        " document.adoptedStyleSheets.push(sheet); }",
        rules,
    )

    found = [fault.partition("/accounts/login/ ")[2].split(" [")[0] for fault in faults_of_looks(page)]

    assert found == [
        "1440 dark: color-contrast:",
        "390 light: it scrolls sideways",
        "390 dark: it scrolls sideways",
    ]
