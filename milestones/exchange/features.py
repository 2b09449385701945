"""Features and statements as an import wants them."""

from pathlib import PurePosixPath

from django.utils.text import slugify

from milestones.exchange.collect import Collector
from milestones.models import Feature, Statement
from milestones.pure.markdown.document import FeatureDoc, StatementDoc
from pm.exchange.plan import Ref


def want_features(into: Collector) -> None:
    """Every feature with its statements."""
    slugs: set[str] = set()
    for rank, doc in enumerate(into.doc.features):
        ref = into.want(
            Feature,
            doc,
            doc.anchor,
            f"feature {doc.title}",
            {
                "name": into.fit(Feature, "name", doc.title, doc),
                "area": into.fit(Feature, "area", doc.area, doc),
                "description": "\n\n".join(note.text for note in doc.notes),
            },
            extra={"slug": _slug(doc, slugs), "rank": rank},
        )
        if ref is not None:
            into.features[doc.path] = ref
            for statement in doc.statements:
                _want_statement(into, doc, statement, ref)


def _slug(doc: FeatureDoc, taken: set[str]) -> str:
    """The file's name; with its area, then a number, where that is taken."""
    stem = slugify(PurePosixPath(doc.path).stem.replace("_", "-"))[:40] or "feature"
    wanted = stem if stem not in taken else f"{slugify(doc.area.replace('/', '-'))[:14]}-{stem}".strip("-")
    slug, times = wanted, 1
    while slug in taken:
        times += 1
        slug = f"{wanted}-{times}"
    taken.add(slug)
    return slug


def _want_statement(into: Collector, feature: FeatureDoc, doc: StatementDoc, ref: Ref) -> None:
    state = Statement.State.RETIRED if doc.is_retired else Statement.State.ACTIVE
    if doc.is_limitation:
        state = Statement.State.LIMITATION
    found = into.want(
        Statement,
        doc,
        doc.anchor,
        f"{doc.code} of {feature.title}",
        {
            "feature": ref,
            "letter": doc.letter,
            "number": doc.number,
            "text": doc.text,
            "state": state.value,
        },
        subject=ref,
    )
    if found is not None:
        into.statements[feature.path, doc.code] = found
