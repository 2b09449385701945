"""A composite foreign key: what a row points at belongs to the row's own program."""

from typing import Any

from django.db import DEFAULT_DB_ALIAS, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


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
