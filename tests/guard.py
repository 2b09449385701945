"""No write outside a service: fails any statement that changes a domain table without history."""

import re
from collections.abc import Callable
from typing import Any

from django.apps import apps

from pm.services.history import is_recording

WRITE = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)"?', re.IGNORECASE)
OUR_APPS = ("pm", "milestones", "estimates")
# Machinery that keeps no history: jobs, mail, signs of life, key numbers, history itself, people's own rows.
FREE = frozenset(
    {
        "pm_jobrun",
        "pm_heartbeat",
        "pm_outboxmail",
        "pm_keysequence",
        "pm_change",
        "pm_changeset",
        "pm_user",
        "pm_user_groups",
        "pm_user_user_permissions",
    }
)


def domain_tables() -> frozenset[str]:
    """Every table whose rows must have history."""
    return frozenset(
        model._meta.db_table
        for app in OUR_APPS
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ) - FREE


class WriteGuard:
    """An execute wrapper for one connection."""

    def __init__(self) -> None:
        self.tables = domain_tables()

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
    ) -> Any:
        match = WRITE.match(sql)
        if match and match.group(2) in self.tables and not is_recording():
            raise AssertionError(f"A write outside a service: {sql[:120]}")
        return execute(sql, params, many, context)
