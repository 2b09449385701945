"""The impact metrics of a milestone, edited in place."""

from collections.abc import Callable
from typing import Any

from estimates.forms.impact import MetricForm
from estimates.models import ImpactMetric
from estimates.panels.bets import figure
from estimates.services import impact
from milestones.views.cells import plain, saver
from milestones.views.line_cells import line, quoted, section
from pm.http import UserRequest
from pm.models import Program
from pm.pure.cells import CellField
from pm.registry import CELLS

FIGURES = ("baseline", "expected")


def form_of(request: UserRequest, program: Program, row: ImpactMetric) -> MetricForm:
    """Its form, with figures as people write them."""
    form = MetricForm.of(request, program, row=row)
    for name in FIGURES:
        form.initial[name] = figure_of(name)(row)
    return form


def figure_of(name: str) -> Callable[[Any], str]:
    return lambda row: "" if getattr(row, name) is None else figure(getattr(row, name))


def register() -> None:
    """Make it known: called once, with the addresses."""
    CELLS.add(
        "impactmetric",
        line(
            ImpactMetric,
            "metric",
            called=quoted("name"),
            form=form_of,
            save=saver(impact.edit_metric, "metric"),
            url=section("impact"),
            fields={
                "name": plain("What is measured", "name"),
                "unit": plain("Unit", "unit", none="no unit"),
                "baseline": CellField("At first", figure_of("baseline")),
                "expected": CellField("Expected", figure_of("expected")),
                "by_on": plain("Day", "by_on"),
            },
        ),
    )
