"""The rules of the process, which flags and the Consistency page share."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pm.registry.generic import Registry


class Weight(StrEnum):
    """How heavy a reason is. OFF switches the rule off in a program."""

    OFF = "OFF"
    INFO = "INFO"
    WATCH = "WATCH"
    AT_RISK = "AT_RISK"

    @property
    def label(self) -> str:
        return {"OFF": "Off", "INFO": "Info", "WATCH": "Watch", "AT_RISK": "At risk"}[self.value]


class Level(StrEnum):
    """How binding a rule of the process is."""

    MUST = "MUST"
    SHOULD = "SHOULD"
    OFF = "OFF"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the process: one row of the registry that flags and the Consistency page share.

    `check` takes the facts of one object, the threshold and returns a finding or None; its type belongs
    to the app that registers the rule. `mend` names the place where it is mended.
    """

    id: str
    title: str
    level: Level
    weight: Weight
    threshold: float | None
    unit: str
    source: str
    mend: str
    check: Callable[..., Any]


RULES: Registry[Rule] = Registry()
