"""A composite foreign key: what a row points at belongs to the row's own program.

And the migration step that makes many tables with such keys at once.
"""

from collections.abc import Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class SameProgram(models.BaseConstraint):
    """`FOREIGN KEY (program_id, <field>_id) REFERENCES parent (program_id, id)`, checked at commit.

    The parent needs `UNIQUE (program_id, id)`, which `ProgramModel` brings. The sentence for the user
    comes from form and service; this is the last wall.
    """

    def __init__(self, field: str, *, name: str) -> None:
        super().__init__(name=name)
        self.field = field

    def _clause(self, model: type[models.Model], editor: BaseDatabaseSchemaEditor) -> str:
        field = model._meta.get_field(self.field)
        parent = field.related_model
        assert isinstance(parent, type)  # noqa: S101 -- narrows Django's "self" and None for mypy
        quote = editor.quote_name
        return (
            f"FOREIGN KEY ({quote('program_id')}, {quote(field.attname)}) "  # type: ignore[union-attr]
            f"REFERENCES {quote(parent._meta.db_table)} ({quote('program_id')}, {quote('id')}) "
            "DEFERRABLE INITIALLY DEFERRED"
        )

    def _sql(self, model: Any, schema_editor: Any) -> str:
        return f"CONSTRAINT {schema_editor.quote_name(self.name)} {self._clause(model, schema_editor)}"

    def constraint_sql(self, model: Any, schema_editor: Any) -> Any:  # None: the schema editor takes it too
        if schema_editor.connection.vendor == "sqlite":
            return self._sql(model, schema_editor)
        self.create_sql(model, schema_editor)
        return None

    def create_sql(self, model: Any, schema_editor: Any) -> Any:
        """Left to the end of the migration: PostgreSQL wants the parent's UNIQUE to be there first."""
        table = schema_editor.quote_name(model._meta.db_table)
        schema_editor.deferred_sql.append(f"ALTER TABLE {table} ADD {self._sql(model, schema_editor)}")

    def remove_sql(self, model: Any, schema_editor: Any) -> str:
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"

    def validate(
        self,
        model: Any,
        instance: Any,
        exclude: Any = None,
        using: str = DEFAULT_DB_ALIAS,
    ) -> None:
        """Nothing: forms offer only the program's own rows."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SameProgram) and (self.name, self.field) == (other.name, other.field)

    def __hash__(self) -> int:
        return hash((self.name, self.field))

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        return "pm.constraints.SameProgram", (self.field,), {"name": self.name}


class CreateModels(Operation):
    """Several CreateModel as one step of a migration.

    Django draws all related models anew after each step. Every table here is related to the program's, so
    that a step for each of 80 tables took four times as long as this one does.
    """

    reversible = True

    def __init__(self, models: Sequence[CreateModel]) -> None:
        self.models = models

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        return type(self).__name__, [], {"models": self.models}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # drawn when the first table is made
        for one in self.models:
            one.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for one in self.models:
            one.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for one in reversed(self.models):
            one.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Create {len(self.models)} tables"
