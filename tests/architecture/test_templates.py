"""Templates keep to the house: fragments and pages, nothing inline, nothing unused."""

import re
import subprocess
import sys
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.test import Client

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
PAGES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
SOURCES = [
    *TEMPLATES.rglob("*.*"),
    *(path for app in ("pm", "milestones", "estimates") for path in (ROOT / app).rglob("*.py")),
]
ROOTS = {"base.html"}
BY_DJANGO = {"403.html", "404.html", "500.html"}
ALLAUTH = Path(str(find_spec("allauth").origin)).parent / "templates"  # type: ignore[union-attr]  # installed
INLINE = re.compile(r"<style|\sstyle\s*=|\son[a-z]+\s*=|javascript:|<script(?![^>]*\ssrc=)", re.IGNORECASE)
TAGS = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}", re.DOTALL)


class Inline(HTMLParser):
    """Collects what a strict content security policy would refuse."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in names):
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name in names if name == "style" or name.startswith("on")]
        self.found += [
            f"{tag} {value}" for value in names.values() if (value or "").startswith("javascript:")
        ]


def inline_of(html: str) -> list[str]:
    """Every inline script, style and handler of a page."""
    parser = Inline()
    parser.feed(html)
    return parser.found


def is_fragment(name: str) -> bool:
    return name.rpartition("/")[2].startswith("_")


@pytest.mark.parametrize("name", PAGES)
def test_template_compiles(name: str) -> None:
    get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_fragment_never_extends_and_page_always_does(name: str) -> None:
    text = (TEMPLATES / name).read_text()
    is_whole = name in ROOTS or name.startswith(("allauth/elements/", "emails/"))

    assert ("{% extends" in text) is not (is_fragment(name) or is_whole)


@pytest.mark.parametrize("name", PAGES)
def test_template_has_nothing_inline(name: str) -> None:
    markup = TAGS.sub("", (TEMPLATES / name).read_text())  # {% with one=1 %} is no handler

    assert INLINE.findall(markup) == []


@pytest.mark.parametrize("name", PAGES)
def test_template_marks_nothing_safe(name: str) -> None:
    text = (TEMPLATES / name).read_text()

    assert re.findall(r"\|\s*(?:safe|safeseq)\b|autoescape off", text) == []


def named_in(text: str) -> set[str]:
    """The templates whose names stand in a text."""
    return set(re.findall(r"""["']([\w/-]+\.html)["']""", text)) & set(PAGES)


def test_every_template_is_reached() -> None:
    """From what code and allauth draw, through what is extended and included."""
    found = {name for name in PAGES if name in BY_DJANGO or (ALLAUTH / name).exists()}
    found |= {name for path in SOURCES if path.suffix == ".py" for name in named_in(path.read_text())}
    left = list(found)
    while left:
        more = named_in((TEMPLATES / left.pop()).read_text()) - found
        found |= more
        left += more

    assert sorted(set(PAGES) - found) == []


def test_every_class_of_a_style_sheet_is_used() -> None:
    """Those of a family are made with what follows the hyphen: a level, a density."""
    families = ("f-", "s-", "sheet-")
    sheets = re.sub(
        r"/\*.*?\*/", "", "".join(path.read_text() for path in STATIC.rglob("*.css")), flags=re.DOTALL
    )
    selectors = " ".join(re.findall(r"([^{};]+){", sheets))
    texts = "".join(path.read_text() for path in (*SOURCES, *STATIC.rglob("*.js")))

    unused = set(re.findall(r"\.([a-zA-Z][\w-]*)", selectors)) - set(re.findall(r"[\w-]+", texts))

    assert sorted(name for name in unused if not name.startswith(families)) == []


def test_only_components_with_context_of_their_own_are_included() -> None:
    open_includes = [
        (name, include)
        for name in PAGES
        for include in re.findall(r'{% include "components/[^%]*%}', (TEMPLATES / name).read_text())
        if " with " in include and " only " not in include
    ]

    assert open_includes == []


def test_templates_lint_clean() -> None:
    run = subprocess.run(  # noqa: S603  # our own linter on our own files
        [sys.executable, "-m", "djlint", "--lint", "--quiet", str(TEMPLATES)],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )

    assert run.stdout.strip() == ""
    assert run.returncode == 0


SIGNED_OUT = [
    "login", "signup", "password/reset", "password/reset/done", "password/reset/key/done",
    "password/reset/key/x-bad", "inactive", "confirm-email", "confirm-email/bad",
]  # fmt: skip
SIGNED_IN = ["logout", "password/change", "email", "reauthenticate", "password/reset", "inactive"]


def check_account_page(client: Client, path: str) -> None:
    response = client.get(f"/accounts/{path}/")

    html = response.content.decode()
    assert response.status_code == 200
    assert inline_of(html) == []
    assert "Milepost</title>" in html
    assert re.findall(r"\bplease\b|successfully|!<", html, re.IGNORECASE) == []


@pytest.mark.django_db
@pytest.mark.parametrize("path", SIGNED_OUT)
def test_signed_out_account_page_is_ours(client: Client, path: str) -> None:
    check_account_page(client, path)


@pytest.mark.django_db
@pytest.mark.parametrize("path", SIGNED_IN)
def test_signed_in_account_page_is_ours(client: Client, django_user_model, path: str) -> None:
    person = django_user_model.objects.create_user(
        email="ada@example.org", name="Ada Quill", password="x" * 14
    )
    client.force_login(person)

    check_account_page(client, path)


def test_a_planted_inline_script_is_seen() -> None:
    planted = '<p style="x"></p><a onclick="y" href="javascript:z"></a><script>1</script><style></style>'

    assert inline_of(planted) == ["p style", "a onclick", "a javascript:z", "script", "style"]
