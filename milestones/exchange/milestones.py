"""Milestones as an import wants them."""

from decimal import Decimal

from django.utils.text import slugify

from milestones.exchange.collect import Collector, Located
from milestones.exchange.standing import Speaking, Standing
from milestones.exchange.tracks import tracks_of
from milestones.models import Milestone, Track
from milestones.pure.markdown.document import FeatureRefDoc, LinkDoc, MilestoneDoc
from pm.exchange.plan import Ref, Wanted

LONGEST_SLUG = 50


def objective_of(milestone: MilestoneDoc, said: Speaking) -> str:
    """The file's strategic objective, else the one of a half-year's table."""
    stated = (row.objective for row in said.plans if row.objective)
    return milestone.objective or next(stated, "")


def want_tracks(into: Collector, said: dict[str, Speaking]) -> dict[str, Ref]:
    """One track for each shared objective; returns the track of each milestone, by its path."""
    objectives = {
        milestone.path: objective_of(milestone, said[milestone.path]) for milestone in into.doc.milestones
    }
    named = tracks_of(objectives.values())
    tracks = {path: named[objective] for path, objective in objectives.items()}
    refs: dict[str, Ref] = {}
    slugs: set[str] = set()
    for rank, name in enumerate(dict.fromkeys(tracks.values())):
        slug = slugify(name)[:LONGEST_SLUG] or "track"
        slug = slug if slug not in slugs else f"{slug}-{rank}"
        slugs.add(slug)
        refs[name] = Ref("", f"@track/{slug}")
        shown = name if len(name) <= 120 else name[:119] + "…"
        into.out.wanted.append(
            Wanted(
                noun=Track._meta.label_lower,
                path="",
                anchor=refs[name].anchor,
                line=0,
                title=f"track {shown}",
                fields={"name": shown},
                extra={"slug": slug, "rank": rank},
            )
        )
    return {path: refs[name] for path, name in tracks.items()}


def want_milestone(
    into: Collector, doc: MilestoneDoc, said: Speaking, standing: Standing, track: Ref, waits: str = ""
) -> Ref | None:
    """One milestone file; `waits` is what it says of others that no dependency holds."""
    if standing.reason:
        sentence = f"“{doc.title}” is {Milestone.Status(standing.status).label.lower()}: {standing.reason}"
        into.problem(doc, "ended in the source", sentence)
    end = doc.target.end
    links = [link for link in doc.links if link.url]
    address = into.url(Milestone, links[0].url, doc) if links else ""
    further = links[1:] if address else links
    return into.want(
        Milestone,
        doc,
        doc.anchor,
        f"milestone “{doc.title}”",
        {
            "title": into.fit(Milestone, "title", doc.title, doc),
            "track": track,
            "status": standing.status,
            "narrative": _narrative(doc, further, waits),
            "objective": into.fit(Milestone, "objective", objective_of(doc, said), doc),
            "value": _value(into, said),
            "realised_value": _realised(into, said),
            "risks_text": doc.risks_text,
            "external_url": address,
            "target_from_on": doc.target.start,
            "target_to_on": end,
            "target_text": into.fit(Milestone, "target_text", _target_text(doc), doc),
        },
        extra={
            "committed_on": standing.committed_on,
            "delivered_on": standing.delivered_on,
            "first_target_on": end if standing.committed_on else None,
        },
    )


def _target_text(doc: MilestoneDoc) -> str:
    """The date as written, without what a template left in its place."""
    text = doc.target.text or doc.date_text
    return "" if text.startswith(("{", "[")) and not doc.target.is_known else text


def _narrative(doc: MilestoneDoc, links: list[LinkDoc], waits: str) -> str:
    """Why, and whatever else the file says, under its own headings."""
    parts = [doc.narrative]
    parts += [f"### {section.title}\n\n{section.text}" for section in doc.sections]
    if doc.allocations:
        parts.append("### Resources\n\n" + "\n".join(f"- {line.text}" for line in doc.allocations))
    if waits:
        parts.append(f"### Dependencies\n\n{waits}")
    named = [line for feature in doc.features if (line := _named_only(feature))]
    if named:
        parts.append("### Features\n\n" + "\n".join(named))
    if links:
        parts.append(
            "### Links\n\n" + "\n".join(f"- [{link.label or link.url}]({link.url})" for link in links)
        )
    return "\n\n".join(part for part in parts if part)


def _named_only(feature: FeatureRefDoc) -> str:
    """A feature named without a statement, or with a scope that an aim does not hold."""
    scopes = ", ".join(dict.fromkeys(pin.scope for pin in feature.pins if pin.scope))
    if feature.pins and not scopes:
        return ""
    return f"- {feature.title}{f' ({scopes})' if scopes else ''}"


def _value(into: Collector, said: Speaking) -> int | None:
    """The newest stated business value."""
    rows = sorted((row for row in said.plans if row.value is not None), key=lambda row: row.period or "")
    return _points(into, rows[-1], rows[-1].value, "business value") if rows else None


def _realised(into: Collector, said: Speaking) -> int | None:
    """The newest realised value."""
    rows = sorted((row for row in said.realised if row.value is not None), key=lambda row: row.period)
    return _points(into, rows[-1], rows[-1].value, "realised value") if rows else None


def _points(into: Collector, where: Located, value: Decimal | None, label: str) -> int | None:
    if value is not None and value == value.to_integral_value() and 0 <= value <= 10:
        return int(value)
    into.problem(where, "value not read", f"The {label} {value} is no whole number from 0 to 10.")
    return None
