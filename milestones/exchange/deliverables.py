"""Deliverables with contributors, checklist and pins as an import wants them."""

from collections import Counter
from collections.abc import Iterable, Mapping

from milestones.exchange.collect import Collector
from milestones.exchange.teams import Teams
from milestones.models import ChecklistItem, Contribution, Deliverable, MilestonePin, Pin
from milestones.pure.markdown.document import (
    ChecklistDoc,
    ChecklistKind,
    DeliverableDoc,
    MilestoneDoc,
    PinDoc,
    ScopeDoc,
)
from milestones.pure.markdown.words import slug
from pm.exchange.plan import Place, Ref

KINDS = {
    ChecklistKind.SPECS: ChecklistItem.Kind.SPECS,
    ChecklistKind.CODE: ChecklistItem.Kind.CODE,
    ChecklistKind.DOGFOOD: ChecklistItem.Kind.DOGFOODING,
    ChecklistKind.DOCS: ChecklistItem.Kind.DOCS,
    ChecklistKind.OTHER: ChecklistItem.Kind.OTHER,
}


def team_ref(key: str) -> Ref:
    """The place of a subteam: it comes from all files together."""
    return Ref("", f"@subteam/{key}")


def want_deliverables(
    into: Collector, milestone: MilestoneDoc, ref: Ref, teams: Teams, waits: Mapping[Place, str]
) -> None:
    """Every deliverable of a milestone; `waits` holds what it says of others that no dependency holds."""
    for rank, doc in enumerate(milestone.deliverables):
        if (doc.path, doc.anchor) in into.out.known:
            continue
        found = _want_deliverable(into, doc, rank, ref, teams, waits.get((doc.path, doc.anchor), ""))
        if found is None:
            continue
        _want_contributors(into, doc, found, teams)
        anchors: Counter[str] = Counter()
        for place, item in enumerate(doc.checklist):
            anchor = _check_anchor(doc, item, anchors)
            _want_check(into, doc, item, place, found, anchor)
        for place, pin in enumerate(doc.pins):
            _want_pin(into, doc, pin, place, found)


def _want_deliverable(
    into: Collector, doc: DeliverableDoc, rank: int, milestone: Ref, teams: Teams, waits: str
) -> Ref | None:
    owner = teams.find(doc.owner) if doc.owner else None
    known = [ref for feature in doc.features if (ref := into.features.get(feature.feature_path or ""))]
    if len(doc.features) > 1:
        names = ", ".join(feature.title for feature in doc.features)
        sentence = f"“{doc.title}” names {len(doc.features)} features ({names}); the first is its feature."
        into.problem(doc, "several features", sentence)
    if owner is None:
        into.problem(doc, "no owner", f"“{doc.title}” names no subteam; nobody is accountable yet.")
    return into.want(
        Deliverable,
        doc,
        doc.anchor,
        f"deliverable “{doc.title}”",
        {
            "title": into.fit(Deliverable, "title", doc.title, doc),
            "milestone": milestone,
            "feature": known[0] if known else None,
            "accountable": team_ref(owner.key) if owner is not None else None,
            "status": _status(doc.checklist),
            "output": _output(doc),
            "dependencies_text": waits,
            "external_url": into.url(Deliverable, doc.external_link, doc),
        },
        extra={"rank": rank},
    )


def _status(checklist: Iterable[ChecklistDoc]) -> str:
    """Closed when every box is ticked and says where to look; nothing else closes a deliverable."""
    answers = [item.is_evidence for item in checklist]
    closed = bool(answers) and all(answers)
    return Deliverable.Status.CLOSED.value if closed else Deliverable.Status.PLANNED.value


def _output(doc: DeliverableDoc) -> str:
    """The output and what else the file says; scopes and promises that no pin can hold stand as text."""
    carried = {pin.scope for pin in doc.pins}
    scopes = [_scope_line(scope) for scope in doc.scopes if scope.text and scope.text not in carried]
    stray = [_stray_line(pin) for pin in doc.pins if not pin.resolved]
    lost = "Promises of statements that do not exist:\n\n" + "\n".join(stray) if stray else ""
    return "\n\n".join(part for part in (doc.output, doc.narrative, *scopes, lost) if part)


def _stray_line(pin: PinDoc) -> str:
    where = f" ({pin.feature_path})" if pin.feature_path else ""
    return f"- {pin.written}{where}{f': {pin.text}' if pin.text else ''}"


def _scope_line(scope: ScopeDoc) -> str:
    return f"For {scope.code}: {scope.text}" if scope.code else scope.text


def _want_contributors(into: Collector, doc: DeliverableDoc, ref: Ref, teams: Teams) -> None:
    seen = {doc.owner and getattr(teams.find(doc.owner), "key", "")}
    for name in doc.contributors:
        team = teams.find(name)
        if team is not None and team.key not in seen:
            seen.add(team.key)
            into.want(
                Contribution,
                doc,
                f"{doc.anchor}/@contributor/{team.key}",
                f"{team.name} contributing to “{doc.title}”",
                {"deliverable": ref, "subteam": team_ref(team.key)},
                subject=ref,
            )


def _check_anchor(doc: DeliverableDoc, item: ChecklistDoc, taken: Counter[str]) -> str:
    """The four kinds by their kind; any other box by its text, so that a new one above it moves nothing."""
    if item.kind is not ChecklistKind.OTHER:
        return item.anchor
    anchor = f"{doc.anchor}/@check/{slug(item.text)}"
    taken[anchor] += 1
    return anchor if taken[anchor] == 1 else f"{anchor}~{taken[anchor]}"


def _want_check(
    into: Collector, doc: DeliverableDoc, item: ChecklistDoc, place: int, ref: Ref, anchor: str
) -> None:
    text = "" if item.is_placeholder else into.fit(ChecklistItem, "text", item.text, item)
    is_done = item.is_evidence and bool(text)
    into.want(
        ChecklistItem,
        item,
        anchor,
        f"checklist line “{item.text[:60]}” of “{doc.title}”",
        {
            "deliverable": ref,
            "kind": KINDS[item.kind].value,
            "text": text,
            "state": ChecklistItem.State.DONE.value if is_done else ChecklistItem.State.OPEN.value,
            "evidence": text if is_done else "",
        },
        extra={"rank": place},
        subject=ref,
    )


def _want_pin(into: Collector, doc: DeliverableDoc, pin: PinDoc, place: int, ref: Ref) -> None:
    statement = _statement_of(into, pin)
    if statement is None:
        return
    into.want(
        Pin,
        pin,
        pin.anchor,
        f"promise of {pin.code} by “{doc.title}”",
        {
            "deliverable": ref,
            "statement": statement,
            "scope": into.fit(Pin, "scope", pin.scope or "", pin),
            "quoted_text": pin.text or "",
        },
        extra={"rank": place},
        subject=ref,
    )


def want_aims(into: Collector, milestone: MilestoneDoc, ref: Ref) -> None:
    """The statements a milestone names as its own aim."""
    for feature in milestone.features:
        for pin in feature.pins:
            statement = _statement_of(into, pin)
            if statement is not None:
                into.want(
                    MilestonePin,
                    pin,
                    pin.anchor,
                    f"aim {pin.code} of “{milestone.title}”",
                    {"milestone": ref, "statement": statement},
                    subject=ref,
                )


def _statement_of(into: Collector, pin: PinDoc) -> Ref | None:
    """The statement a pin names; the parser has reported the pin when there is none."""
    return into.statements.get((pin.feature_path or "", pin.code)) if pin.resolved else None
