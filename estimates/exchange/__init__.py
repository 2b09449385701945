"""Estimates, allocations and capacity out of a program kept in Markdown."""

from estimates.exchange import allocation, capacity
from estimates.exchange.estimate import EstimateKeeper, choose_baselines, want_estimate
from estimates.exchange.parts import parts_of
from estimates.services import recompute
from milestones.exchange.reading import PARSED, ReadProgram
from pm.exchange.keepers import RowKeeper
from pm.exchange.plan import Contribution, ImportContext
from pm.registry import IMPORTERS, Importer
from pm.services.history import Recorder

KEEPERS: tuple[RowKeeper, ...] = (capacity.KEEPER, EstimateKeeper(), allocation.KEEPER)
ORDER = {keeper.noun: at for at, keeper in enumerate(KEEPERS)}


def read_estimates(context: ImportContext) -> Contribution:
    """What the source says of people and months: as estimates, and where it says when, as allocations."""
    read: ReadProgram = context.parsed[PARSED]
    out = Contribution()
    capacity.want_capacity(out, read)
    for doc in read.doc.milestones:
        ref = read.milestones.get(doc.path)
        parts = parts_of(doc, read, out) if ref is not None else []
        if ref is None or not parts:
            continue
        want_estimate(out, doc, ref, parts, context)
        if not read.standings[doc.path].reason:
            allocation.want_allocations(out, doc, ref, parts)
    out.wanted.sort(key=lambda wanted: ORDER[wanted.noun])
    return out


def applied(context: ImportContext, record: Recorder, change_set_id: int) -> None:
    """Give each commitment its baseline and ask for one computation of the whole program."""
    choose_baselines(context.program, record)
    recompute.request_program(program=context.program, slot=f"import:{change_set_id}", now=context.moment)


IMPORTERS.add(
    "estimates",
    Importer(
        name="estimates",
        read=read_estimates,
        keepers={keeper.noun: keeper for keeper in KEEPERS},
        applied=applied,
    ),
)
