"""The shape of the source: small files, a domain without HTTP, mirrored tests, walls between programs."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from pm.constraints import SameProgram

ROOT = Path(__file__).resolve().parents[2]
APPS = ("pm", "milestones", "estimates")
LONGEST_FILE = 400
LONGEST_FUNCTION = 40
TABLES = frozenset({"columns_of"})  # long lists of columns, with no step between them
DOMAIN_ROOMS = frozenset({"models", "rules", "queries", "services", "tasks", "pure"})
HTTP = ("django.http", "django.shortcuts", "django.views", "django.contrib.messages", "django_htmx")
# Tests that are about the whole, or about real servers, mirror no single source.
NO_MIRROR = frozenset(
    {
        "architecture",
        "access",
        "concurrency",
        "chaos",
        "e2e",
        "corpus",
        "migrations",
        "servers",
        "bench",
        "states",
        "undo",
    }
)
SOURCES = sorted(
    path
    for app in APPS
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.relative_to(ROOT).parts
)
TESTS = sorted(
    path for path in (ROOT / "tests").rglob("test_*.py") if path.relative_to(ROOT).parts[1] not in NO_MIRROR
)


def relative(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    """Each source, parsed once for all these tests."""
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms_of(path: Path) -> set[str]:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return set(parts[1:2])


def own_models() -> list[type[models.Model]]:
    return [model for app in APPS for model in apps.get_app_config(app).get_models(include_auto_created=True)]


def is_program_owned(model: type[models.Model]) -> bool:
    """The row belongs to one program: it has a program that cannot be missing."""
    field = {field.name: field for field in model._meta.concrete_fields}.get("program")
    return field is not None and not field.null


def test_files_are_short():
    files = [*SOURCES, *(path for folder in ("tests", "bench") for path in (ROOT / folder).rglob("*.py"))]
    lengths = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in files}

    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def lines_of(function: ast.FunctionDef) -> int:
    """How long a function is without its head and its docstring."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def functions(node: ast.AST) -> Iterator[ast.FunctionDef]:
    """The functions of a module, with those of its classes and of functions."""
    for one in getattr(node, "body", []):
        if isinstance(one, ast.FunctionDef):
            yield one
        if isinstance(one, ast.FunctionDef | ast.ClassDef):
            yield from functions(one)


def test_functions_are_short(trees):
    lengths = {
        f"{relative(path)} {node.name}": lines_of(node)
        for path, tree in trees.items()
        for node in functions(tree)
        if node.name not in TABLES
    }

    assert {name: length for name, length in lengths.items() if length > LONGEST_FUNCTION} == {}


def test_domain_knows_no_http(trees):
    found = [
        f"{relative(path)} imports {name}"
        for path, tree in trees.items()
        if rooms_of(path) & DOMAIN_ROOMS
        for name in imports(tree)
        if any(name == banned or name.startswith(f"{banned}.") for banned in HTTP)
    ]

    assert found == []


def test_services_read_no_clock(trees):
    """Rule 21: the moment is a parameter."""
    found = [
        f"{relative(path)}:{node.lineno}"
        for path, tree in trees.items()
        if rooms_of(path) & {"services", "pure", "models", "rules"}
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and (node.value.id, node.attr)
        in {("timezone", "now"), ("timezone", "localdate"), ("datetime", "now"), ("date", "today")}
    ]

    assert found == []


def is_mirrored(test: Path) -> bool:
    """A module or a package of that name in the same room, or a folder of templates."""
    name = test.name.removeprefix("test_")
    source = ROOT / test.parent.relative_to(ROOT / "tests") / name
    return (
        source.exists() or source.with_suffix("").is_dir() or (ROOT / "templates" / Path(name).stem).is_dir()
    )


def test_each_test_mirrors_a_source():
    assert [relative(path) for path in TESTS if not is_mirrored(path)] == []


def test_every_own_table_belongs_to_a_program_or_says_why_not():
    free = {
        "pm.User": "a person is in several programs",
        "pm.Program": "the program itself",
        "pm.Change": "some changes are of no program: it may be missing",
        "pm.JobRun": "some jobs are of no program",
        "pm.OutboxMail": "some mail is of no program",
        "pm.Heartbeat": "the machinery's",
        "pm.User_groups": "Django's",
        "pm.User_user_permissions": "Django's",
    }

    assert {model._meta.label for model in own_models() if not is_program_owned(model)} == set(free)


def test_every_link_between_rows_of_a_program_stays_inside_it():
    """A foreign key to a row of a program has its composite key, so that the database refuses another's."""
    missing = []
    for model in own_models():
        if "program" not in {field.name for field in model._meta.concrete_fields}:
            continue
        kept = {item.field for item in model._meta.constraints if isinstance(item, SameProgram)}
        for field in model._meta.concrete_fields:
            target = field.related_model
            if field.is_relation and isinstance(target, type) and is_program_owned(target):
                missing += [] if field.name in kept else [f"{model._meta.label}.{field.name}"]

    assert missing == []


def test_every_parent_can_be_pointed_at_with_its_program():
    """UNIQUE (program_id, id), which the composite key needs."""
    missing = [
        model._meta.label
        for model in own_models()
        if is_program_owned(model)
        and not any(
            isinstance(item, models.UniqueConstraint) and item.fields == ("program", "id")
            for item in model._meta.constraints
        )
    ]

    assert missing == []
