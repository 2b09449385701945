"""Pages of a roadmap's site whose milestone or deliverable the program holds from elsewhere.

Such a row is used and not compared: the plan it came from says what is in it. Only weekly updates, and
deliverables it does not have yet, are added to it.
"""

from collections.abc import Iterable

from django.db.models import Model

from milestones.exchange.names import page_of, title_words
from milestones.models import Deliverable, Milestone
from milestones.pure.markdown.document import MilestoneDoc
from pm.exchange.plan import Place
from pm.models import ImportIdentity, Program


def adopt(milestones: Iterable[MilestoneDoc], program: Program, layout: str) -> dict[Place, Model]:
    """The rows that stand for places of the source, by the place."""
    if not program.pk:
        return {}
    held = ImportIdentity.objects.filter(program=program, source=layout)
    made = {(noun, pk) for noun, pk in held.values_list("noun", "object_id")}
    places = set(held.values_list("path", "anchor"))
    rows = _free(Milestone.objects.filter(program=program), made)
    parts = _free(Deliverable.objects.filter(program=program), made)
    found: dict[Place, Model] = {}
    for doc in milestones:
        page = next((link.url for link in doc.links if link.url), "")
        row = None if (doc.path, doc.anchor) in places else _match(rows, doc.title, page)
        if row is not None:
            found[doc.path, doc.anchor] = row
        for made_doc in doc.deliverables:
            place = made_doc.path, made_doc.anchor
            part = None if place in places else _match(parts, made_doc.title, made_doc.external_link)
            if part is not None and part not in found.values():
                found[place] = part
    return found


def _free(rows: Iterable[Model], made: set[tuple[str, int]]) -> list[Model]:
    return [row for row in rows if (row._meta.label_lower, row.pk) not in made]


def _match(rows: list[Model], title: str, url: str) -> Model | None:
    """The only row of this page, else the only one of this title."""
    linked = [row for row in rows if url and page_of(getattr(row, "external_url", "")) == page_of(url)]
    words = title_words(title)
    called = [row for row in rows if words and title_words(getattr(row, "title", "")) == words]
    for found in (linked, [row for row in linked if row in called], called):
        if len(found) == 1:
            return found[0]
    return None
