"""Compares what a source wants with what stands in a program. Reads only."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.db.models import Count, Max

from pm.exchange.plan import (
    LAYOUT,
    Clash,
    FieldChange,
    Gone,
    Keeper,
    Place,
    Plan,
    Problem,
    Ref,
    Update,
    Wanted,
    called,
    current,
)
from pm.models import Change, ImportIdentity, Program
from pm.services.history_row import label_of, plain

MISSING = object()
EMPTY = (None, "", 0, False)


def stamp_of(program: Program) -> tuple[int, int]:
    """Changes when another import of the program has written meanwhile."""
    found = ImportIdentity.objects.filter(program=program).aggregate(top=Max("pk"), n=Count("pk"))
    return found["top"] or 0, found["n"]


def compare(
    program: Program,
    wanted: Iterable[Wanted],
    keepers: Mapping[str, Keeper],
    *,
    known: Mapping[Place, models.Model] | None = None,
    layout: str = LAYOUT,
) -> Plan:
    """The plan that turns the program into what the source wants, as far as people allow."""
    comparison = _Comparison(program, keepers, layout)
    comparison.plan.known |= known or {}
    return comparison.run(wanted)


class _Comparison:
    """One comparison: the rows and identities as they stand, and the plan as it grows."""

    def __init__(self, program: Program, keepers: Mapping[str, Keeper], layout: str) -> None:
        self.program = program
        self.keepers = keepers
        self.plan = Plan(stamp=stamp_of(program) if program.pk else (0, 0), layout=layout)
        self.identities: dict[Place, ImportIdentity] = {}
        if program.pk:
            held = ImportIdentity.objects.filter(program=program, source=layout)
            self.identities = {(identity.path, identity.anchor): identity for identity in held}
        self.rows = {noun: keeper.rows(program) for noun, keeper in keepers.items()}
        self.claims: dict[tuple[str, int], Place] = {}
        for place, identity in self.identities.items():
            row = self.rows.get(identity.noun, {}).get(identity.object_id)
            if row is not None:
                self.claims[identity.noun, row.pk] = place
        self.alike: dict[tuple[str, tuple[str, ...]], dict[tuple[Any, ...], list[Any]]] = {}
        self.making: set[Place] = set()
        self.made_keys: set[tuple[Any, ...]] = set()

    def run(self, wanted: Iterable[Wanted]) -> Plan:
        places: set[Place] = set()
        for one in wanted:
            if one.place not in places:
                places.add(one.place)
                self.plan.wanted.append(one)
        self.places = places
        self.moved: set[Place] = set()
        for one in self.plan.wanted:
            self._place(one)
        self._find_gone()
        return self.plan

    def _place(self, one: Wanted) -> None:
        identity = self.identities.get(one.place)
        if identity is not None:
            row = self.rows[one.noun].get(identity.object_id)
            if row is None:
                self.plan.deleted.append(one)
            else:
                self._match(one, row, identity)
            return
        if any(isinstance(value, Ref) and not self._is_there(value) for value in one.fields.values()):
            return
        row, old = self._find_alike(one)
        if row is not None:
            self._match(one, row, old)
        elif self._is_first(one):
            self.plan.creations.append(one)
            self.making.add(one.place)

    def _is_there(self, ref: Ref) -> bool:
        return ref.place in self.plan.known or ref.place in self.making

    def _is_first(self, one: Wanted) -> bool:
        """Whether no other row holds this one's unique fields; else it is reported and left out."""
        unique = self.keepers[one.noun].unique
        if not unique:
            return True
        key = (one.noun, *(self._resolved(one.fields.get(name, one.extra.get(name))) for name in unique))
        if key in self.made_keys or self._rows_by(one.noun, unique).get(key[1:]):
            sentence = f"{one.title} stands in the source twice; the first one was imported."
            self.plan.problems.append(Problem(one.path, one.line, "stands twice", sentence))
            return False
        self.made_keys.add(key)
        return True

    def _find_alike(self, one: Wanted) -> tuple[Any, ImportIdentity | None]:
        """A row that is this one although no identity says so: made by people, or moved in the source."""
        keeper = self.keepers[one.noun]
        for names in (keeper.unique, *keeper.likeness):
            key = tuple(self._resolved(one.fields.get(name, one.extra.get(name))) for name in names)
            says_nothing = not key or (names != keeper.unique and key[-1] in EMPTY)
            if says_nothing or any(isinstance(part, Ref) for part in key):
                continue
            free = [row for row in self._rows_by(one.noun, names).get(key, []) if self._is_free(one, row)]
            if len(free) == 1:
                place = self.claims.get((one.noun, free[0].pk))
                if place is None:
                    return free[0], None
                self.moved.add(place)
                return free[0], self.identities[place]
        return None, None

    def _is_free(self, one: Wanted, row: models.Model) -> bool:
        place = self.claims.get((one.noun, row.pk))
        return place is None or (place not in self.places and place not in self.moved)

    def _rows_by(self, noun: str, names: tuple[str, ...]) -> dict[tuple[Any, ...], list[Any]]:
        found = self.alike.get((noun, names))
        if found is None:
            found = self.alike.setdefault((noun, names), {})
            for row in {row.pk: row for row in self.rows[noun].values()}.values():
                found.setdefault(tuple(current(row, names)), []).append(row)
        return found

    def _resolved(self, value: Any) -> Any:
        """A value as history keeps it; a row of this import that is not made yet stays a Ref."""
        if not isinstance(value, Ref):
            return plain(value)
        row = self.plan.known.get(value.place)
        return value if row is None else row.pk

    def _match(self, one: Wanted, row: Any, identity: ImportIdentity | None) -> None:
        self.plan.known[one.place] = row
        update = Update(one, row, identity)
        keeper = self.keepers[one.noun]
        grouped = {name for slot in keeper.slots for name in slot}
        alone = [(name,) for name in one.fields if name not in grouped]
        for slot in (*keeper.slots, *alone):
            self._compare_slot(update, slot, keeper)
        self.plan.updates.append(update)

    def _compare_slot(self, update: Update, slot: tuple[str, ...], keeper: Keeper) -> None:
        stands = current(update.row, slot)
        wants = [self._resolved(update.wanted.fields[name]) for name in slot]
        held = update.identity.given if update.identity is not None else {}
        given = [held.get(name, MISSING) for name in slot]
        if stands == wants:
            if given != wants:
                update.given |= dict(zip(slot, wants, strict=True))
        elif given == wants:
            return
        elif given == stands or (given[0] is MISSING and all(value in EMPTY for value in stands)):
            self._change(update, slot, stands, wants, keeper)
        else:
            self._clash(update, slot, given, stands, wants)

    def _change(
        self, update: Update, slot: tuple[str, ...], stands: list[Any], wants: list[Any], keeper: Keeper
    ) -> None:
        one = update.wanted
        for name in slot:
            refusal = keeper.refusal(update.row, name, one.fields[name])
            if refusal:
                self.plan.problems.append(Problem(one.path, one.line, "left to people", refusal))
                return
        for name, before, after in zip(slot, stands, wants, strict=True):
            update.values[name] = one.fields[name]
            update.given[name] = after
            if before != after:
                shown = self._shown(update, name, before), self._told(one.fields[name], after)
                update.changes.append(FieldChange(name, *shown))

    def _clash(
        self, update: Update, slot: tuple[str, ...], given: list[Any], stands: list[Any], wants: list[Any]
    ) -> None:
        row = update.row
        for name, base, theirs, mine in zip(slot, given, stands, wants, strict=True):
            if theirs == mine:
                continue
            last = Change.objects.filter(noun=row._meta.label_lower, object_id=row.pk, field=name)
            newest = last.order_by("-id").first()
            clash = Clash(
                wanted=update.wanted,
                label=called(row, update.wanted.title),
                field=name,
                given=None if base is MISSING else base,
                theirs=self._shown(update, name, theirs),
                source=self._told(update.wanted.fields[name], mine),
                by=newest.actor_name if newest is not None else "",
            )
            self.plan.clashes.append(clash)

    def _told(self, value: Any, kept: Any) -> Any:
        """What the source wants, with a row by its name."""
        if not isinstance(value, Ref):
            return kept
        row = self.plan.known.get(value.place)
        return value.anchor if row is None else label_of(row)

    def _shown(self, update: Update, name: str, kept: Any) -> Any:
        """What stands there, with a row by its name."""
        if not type(update.row)._meta.get_field(name).is_relation or kept is None:
            return kept
        return label_of(getattr(update.row, name))

    def _find_gone(self) -> None:
        for place, identity in self.identities.items():
            if place in self.places or place in self.moved or identity.noun not in self.rows:
                continue
            row = self.rows[identity.noun].get(identity.object_id)
            if row is not None:
                self.plan.gone.append(Gone(identity.noun, *place, called(row, place[1])))
