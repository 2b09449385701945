"""Risks as an import wants them: those of a milestone, and those of a half-year."""

import re
from collections import Counter
from datetime import date

from milestones.exchange.collect import Collector
from milestones.exchange.standing import Standing, half_year_end
from milestones.models import Grade, Risk
from milestones.pure.markdown.document import MilestoneDoc, RiskDoc
from milestones.pure.markdown.words import plain, slug
from pm.exchange.plan import Ref

WORD = re.compile(r"[^\W_]+")
KINDS = {
    "technical": Risk.Kind.TECHNICAL,
    "technology": Risk.Kind.TECHNICAL,
    "schedule": Risk.Kind.SCHEDULE,
    "time": Risk.Kind.SCHEDULE,
    "staffing": Risk.Kind.STAFFING,
    "people": Risk.Kind.STAFFING,
    "resources": Risk.Kind.STAFFING,
    "external": Risk.Kind.EXTERNAL,
    "dependency": Risk.Kind.EXTERNAL,
    "adoption": Risk.Kind.ADOPTION,
    "market": Risk.Kind.ADOPTION,
}
GRADES = {
    "low": Grade.LOW,
    "medium": Grade.MEDIUM,
    "med": Grade.MEDIUM,
    "moderate": Grade.MEDIUM,
    "high": Grade.HIGH,
    "critical": Grade.HIGH,
}
RESPONSES = {
    "accept": Risk.Response.ACCEPT,
    "accepted": Risk.Response.ACCEPT,
    "own": Risk.Response.OWN,
    "owned": Risk.Response.OWN,
}


def want_risks(into: Collector, doc: MilestoneDoc, ref: Ref, standing: Standing, today: date) -> None:
    """The risks of a milestone; those of an ended one are closed with it."""
    closed_on = (standing.delivered_on or today) if standing.reason else None
    anchors: Counter[str] = Counter()
    for risk in doc.risks:
        _want_risk(into, risk, f"{doc.anchor}/@risk", anchors, milestone=ref, closed_on=closed_on)


def want_program_risks(into: Collector) -> None:
    """The risks of each half-year, of the whole program; only those of the newest one are open."""
    newest = max((risk.period for risk in into.doc.risks), default="")
    anchors: Counter[str] = Counter()
    for risk in into.doc.risks:
        closed_on = half_year_end(risk.period) if risk.period < newest else None
        _want_risk(into, risk, f"@risk/{risk.period}", anchors, milestone=None, closed_on=closed_on)


def _want_risk(
    into: Collector,
    doc: RiskDoc,
    room: str,
    anchors: Counter[str],
    *,
    milestone: Ref | None,
    closed_on: date | None,
) -> None:
    title = plain(doc.risk) or plain(doc.response)
    if not title:
        into.problem(doc, "risk without words", "The row of the risk table names no risk; it was left out.")
        return
    anchor = f"{room}/{slug(title)}"
    anchors[anchor] += 1
    longest = Risk._meta.get_field("title").max_length or 0
    shown = title if len(title) <= longest else title[: longest - 1] + "…"
    kind, level, stray = _read_kind(doc.kind)
    into.want(
        Risk,
        doc,
        anchor if anchors[anchor] == 1 else f"{anchor}~{anchors[anchor]}",
        f"risk “{title[:60]}”",
        {
            "title": shown,
            "milestone": milestone,
            "text": _text(doc, shown, stray, into),
            "kind": kind,
            "likelihood": _grade(doc.likelihood),
            "impact": _grade(doc.impact) or level,
            "response": _response(doc.response),
            "mitigation": doc.response,
        },
        extra={
            "status": (Risk.Status.CLOSED if closed_on else Risk.Status.OPEN).value,
            "closed_on": closed_on,
        },
        subject=milestone,
    )


def _text(doc: RiskDoc, shown: str, stray: list[str], into: Collector) -> str:
    """Whatever the columns of the row do not hold: the whole wording, further columns, unknown words."""
    parts = [doc.risk] if doc.risk and doc.risk != shown else []
    if stray:
        parts.append(f"Type in the source: {doc.kind}.")
    for name, written in (("Likelihood", doc.likelihood), ("Impact", doc.impact)):
        if written and not _grade(written):
            into.problem(doc, "grade not read", f"The {name.lower()} “{written[:60]}” is kept as text.")
            parts.append(f"{name} in the source: {written}.")
    return "\n\n".join([*parts, *([doc.note] if doc.note else [])])


def _read_kind(written: str) -> tuple[str, str, list[str]]:
    """Kind, level and the words that are neither, of `Schedule/High`. A level alone is how bad it is."""
    words = WORD.findall(plain(written).lower())
    kinds = [KINDS[word] for word in words if word in KINDS]
    levels = [GRADES[word] for word in words if word in GRADES]
    stray = [word for word in words if word not in KINDS and word not in GRADES]
    kind = kinds[0] if len(kinds) == 1 else Risk.Kind.OTHER
    level = levels[0].value if len(levels) == 1 else ""
    stray += words if len(kinds) > 1 or len(levels) > 1 else []
    return kind.value, level, stray


def _grade(written: str) -> str:
    found = {GRADES[word] for word in WORD.findall(written.lower()) if word in GRADES}
    return found.pop().value if len(found) == 1 else ""


def _response(written: str) -> str:
    """By its first word; any other text says how the risk is mitigated."""
    words = WORD.findall(plain(written).lower())
    if not words:
        return Risk.Response.NONE.value
    return RESPONSES.get(words[0], Risk.Response.MITIGATE).value
