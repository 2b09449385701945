"""Rows of the feature pages as ready strings: formatting costs time, so it is done once, here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from milestones.models import Deliverable, Feature, Statement
from milestones.pure.furps import LETTER_NAMES, LETTERS, Doneness, LetterDoneness
from milestones.queries.feature import Coverage, Held, Matrix, MatrixRow, facts_by_letter
from pm.models import Program
from pm.templatetags.cells import EMPTY, filled, sign
from pm.templatetags.ui import icon, ticks, truth_mark

MOST_TICKS = 24
NO_AREA = "Without an area"
CELL = {"target": "mx-target", "claimed": "mx-claimed", "verified": "mx-verified", "drifted": "mx-drift"}
WORDS = {"target": "Open", "claimed": "Claimed", "verified": "Verified"}


@dataclass(frozen=True, slots=True)
class FeatureLine:
    """One feature of the list: its cells by letter are ready to print."""

    pk: int
    name: str
    slug: str
    url: str
    cells: tuple[tuple[str, SafeString], ...]
    unpromised: int


def coverage_words(found: Coverage) -> str:
    """The program's coverage in one sentence."""
    if not found.total:
        return "No statement is written down yet."
    noun = "statement is" if found.total == 1 else "statements are"
    if not found.unpromised:
        return f"{found.total:,} {noun} written down, each promised by a deliverable."
    return f"{found.total:,} {noun} written down; {found.unpromised:,} of them promised by nobody."


def letter_cell(found: LetterDoneness) -> SafeString:
    """`5/9` over its ticks; a dash without statements, no ticks where they would be a wall."""
    if not found.total:
        return SafeString('<span class="muted">–</span>')
    drawn = ticks(found.states) if found.total <= MOST_TICKS else SafeString("")
    title = f"{found.name}: {found.claimed} of {found.total} claimed, {found.verified} verified"
    return filled(
        '<span class="dn" title="%s"><b>%s/%s</b>%s<span class="vh"> claimed, %s verified</span></span>',
        title, found.claimed, found.total, drawn, found.verified,
    )  # fmt: skip


def area_groups(
    rows: Sequence[Feature], doneness: Mapping[int, Doneness], program: Program
) -> list[tuple[str, list[FeatureLine]]]:
    """Features by area, each ready to print."""
    return [
        (area or NO_AREA, [feature_line(row, doneness[row.pk], program) for row in group])
        for area, group in groupby(rows, key=lambda row: row.area)
    ]


def feature_line(row: Feature, found: Doneness, program: Program) -> FeatureLine:
    """One feature ready to print."""
    return FeatureLine(
        pk=row.pk,
        name=row.name,
        slug=row.slug,
        url=reverse("feature_detail", args=[program.slug, row.slug]),
        cells=tuple((one.letter, letter_cell(one)) for one in found.letters),
        unpromised=getattr(row, "unpromised", 0),
    )


def feature_heads() -> list[str]:
    """The heads of the file of features."""
    counts = [f"{letter} {name}" for letter in LETTERS for name in ("claimed", "verified", "statements")]
    return ["feature", "area", *counts, "promised by nobody"]


def feature_cells(row: Feature, found: Doneness) -> list[Any]:
    """One feature as numbers for the file."""
    counts = [count for one in found.letters for count in (one.claimed, one.verified, one.total)]
    return [row.name, row.area, *counts, getattr(row, "unpromised", 0)]


def head_of(matrix: Matrix, program: Program) -> list[dict[str, str]]:
    """The deliverables over the columns."""
    return [
        {
            "key": row.key,
            "title": row.title,
            "url": reverse("deliverable_detail", args=[program.slug, row.key]),
        }
        for row in matrix.deliverables
    ]


def matrix_groups(
    matrix: Matrix, program: Program, feature: Feature, *, may_edit: bool, widest: int
) -> list[dict[str, Any]]:
    """The statements by letter, each letter under its count."""
    is_wide = len(matrix.deliverables) > widest
    return [
        {
            "head": LETTER_NAMES[letter],
            "note": letter_note(rows),
            "rows": [
                matrix_line(row, () if is_wide else matrix.deliverables, program, may_edit=may_edit)
                | {"feature": feature.slug}
                for row in rows
            ],
        }
        for letter, rows in facts_by_letter(matrix.rows).items()
    ]


def letter_note(rows: Sequence[MatrixRow]) -> str:
    """`claimed 5 of 9, verified 3`."""
    counted = [row for row in rows if row.is_counted]
    if not counted:
        return "none counts"
    claimed = sum(row.state in {"claimed", "verified"} for row in counted)
    verified = sum(row.state == "verified" for row in counted)
    return f"claimed {claimed} of {len(counted)}, verified {verified}"


def matrix_line(
    row: MatrixRow, columns: Sequence[Deliverable], program: Program, *, may_edit: bool
) -> dict[str, Any]:
    """One statement of the matrix: its cells in the order of the columns."""
    by_deliverable: dict[int, list[Held]] = {}
    for one in row.held:
        by_deliverable.setdefault(one.deliverable.pk, []).append(one)
    return {
        "cell": statement_cell(row.statement, program, may_edit=may_edit),
        "code": row.statement.code,
        "is_limit": not row.is_counted,
        "marks": [
            (
                column.key,
                format_html_join(
                    "", "{}", ((held_mark(one, program),) for one in by_deliverable.get(column.pk, ()))
                ),
            )
            for column in columns
        ],
        "all_marks": format_html_join(
            " ", "{}", ((held_mark(one, program, named=True),) for one in row.held)
        ),
        "state": state_cell(row),
    }


def held_mark(one: Held, program: Program, *, named: bool = False) -> SafeString:
    """A promise as a square that links to its deliverable, with its words for a phone and a reader."""
    state = "drifted" if one.has_drifted else one.state
    words = WORDS[one.state] + (", drifted" if one.has_drifted else "")
    scope = f" {one.scope}" if one.scope else ""
    label = f"{one.deliverable.key} {words.lower()}{', for ' + one.scope if one.scope else ''}"
    url = reverse("deliverable_detail", args=[program.slug, one.deliverable.key])
    if named:
        return format_html(
            '<a class="mx-n {}" href="{}" title="{}">{}{}</a>',
            CELL[state], url, label, icon(truth_mark(state).icon, "", words), f"{one.deliverable.key}{scope}",
        )  # fmt: skip
    return format_html(
        '<a class="mx-c {}" href="{}" aria-label="{}" title="{}">{}<span class="mx-w">{}{}</span></a>',
        CELL[state], url, label, label, icon(truth_mark(state).icon), words, scope,
    )  # fmt: skip


def state_cell(row: MatrixRow) -> SafeString:
    """The statement's own truth, and how many promise it where that is not one."""
    if not row.is_counted:
        return format_html(
            '<span class="pill pill-dash">{}</span>', row.statement.get_state_display().lower()
        )
    mark = truth_mark("drifted" if row.has_drifted else row.state)
    words = WORDS[row.state] + (", drifted" if row.has_drifted else "")
    note = ""
    if not row.promises:
        words, note = "Promised by nobody", ""
    elif row.promises > 1:
        note = f"promised by {row.promises}"
    tail = format_html(' <span class="muted small">{}</span>', note) if note else SafeString("")
    return format_html(
        '<span><span class="truth {}">{}{}</span>{}</span>', mark.css, icon(mark.icon), words, tail
    )


def statement_cell(
    row: Statement, program: Program, *, may_edit: bool = True, announce: str = ""
) -> SafeString:
    """The statement's text at rest; where one may reword it, a link to its editor."""
    revision = filled(' <span class="muted">rev %s</span>', row.revision) if row.revision > 1 else EMPTY
    if not may_edit:
        return filled("%s%s", row.text, revision)
    url = reverse("statement_reword", args=[program.slug, row.feature.slug, row.code])
    said = filled(' data-announce="%s"', announce) if announce else EMPTY
    return filled(
        '<a class="st-cell" id="statement-%s-text" href="%s" data-cell%s>'
        '<span class="vh">Reword %s: </span>%s%s%s</a>',
        row.pk, url, said, row.code, row.text, revision, sign("edit", "icon-edit"),
    )  # fmt: skip
