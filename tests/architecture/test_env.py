"""Settings come from the environment, and .env.example lists every variable."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    ROOT / "manage.py",
    *(path for app in ("pm", "milestones", "estimates") for path in (ROOT / app).rglob("*.py")),
]
READERS = frozenset({"text", "flag", "number", "words"})
# Not settings: the test run's own (docs/testing.md), and what make tells its child.
NOT_SETTINGS = frozenset({"PM_TEST_PG", "MAKELEVEL", "DJANGO_SETTINGS_MODULE"})


def literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def is_environ(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "environ"


def names_read(path: Path) -> Iterator[str]:
    """Variables a file reads: env.text("X"), os.environ.get("X"), os.environ["X"], os.getenv("X")."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        name = None
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            owner, verb = node.func.value, node.func.attr
            reads = isinstance(owner, ast.Name) and owner.id == "env" and verb in READERS
            if reads or (is_environ(owner) and verb == "get") or verb == "getenv":
                name = literal(node.args[0])
        elif isinstance(node, ast.Subscript) and is_environ(node.value) and isinstance(node.ctx, ast.Load):
            name = literal(node.slice)
        if name and name not in NOT_SETTINGS:
            yield name


def documented() -> set[str]:
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    return {line.partition("=")[0] for line in lines if line and not line.startswith("#")}


def test_env_example_lists_what_is_read_and_nothing_else():
    assert {name for path in SOURCES for name in names_read(path)} == documented()


def test_settings_read_the_environment_through_its_readers_only():
    tree = ast.parse((ROOT / "pm" / "settings.py").read_text(encoding="utf-8"))

    assert [
        node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "environ"
    ] == []
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)
            and any(alias.name == "os" for alias in node.names)] == []  # fmt: skip


def test_nothing_else_reads_the_environment():
    """os.environ is for the readers, the start-up code and the entry points."""
    entrances = {"env.py", "manage.py", "celery.py", "wsgi.py", "asgi.py", "up.py"}
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in SOURCES
        if path.name not in entrances and "stack" not in path.parts
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "environ"
    ]

    assert found == []
