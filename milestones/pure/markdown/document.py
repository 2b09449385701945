"""What a Markdown program says, as frozen values: no database, no framework.

Every record carries `path` (POSIX, relative to the source), `line` (1-based) and `anchor`, its identity
inside the file. (path, anchor) is unique in a ProgramDoc.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from pm.pure.dates import ImpreciseDate
from pm.pure.ledger import Ledger


class ChecklistKind(StrEnum):
    """The four things a close asks for; OTHER is any further tick box."""

    SPECS = "SPECS"
    CODE = "CODE"
    DOGFOOD = "DOGFOOD"
    DOCS = "DOCS"
    OTHER = "OTHER"


class WeeklyKind(StrEnum):
    """What words of a weekly update say."""

    ACHIEVED = "ACHIEVED"
    NEXT = "NEXT"
    BLOCKED = "BLOCKED"


class Carry(StrEnum):
    """Whether what was not realised goes on."""

    YES = "YES"
    NO = "NO"
    UNCLEAR = "UNCLEAR"


class TargetSource(StrEnum):
    """Where a milestone's date was found; the file wins over a table."""

    FILE = "FILE"
    TABLE = "TABLE"
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the reader of an import is told: where, which rule, and a sentence."""

    path: str
    line: int
    rule: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Where a record stands and what it is called there."""

    path: str
    line: int
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionDoc(Record):
    """A piece of prose, kept as Markdown under the heading it had; a feature's notes have level 0."""

    title: str
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDoc(Record):
    """A link out of the program, with its label as written."""

    label: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementDoc(Record):
    """One FURPS statement; anchor is its code, `F1` or `+2`. `tags` are notes, kept in `text` too."""

    letter: str
    number: int
    text: str
    is_limitation: bool = False
    is_retired: bool = False
    tags: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        return f"{self.letter}{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureDoc(Record):
    """One feature set; `area` is its folder ("application", "core"), `notes` the prose between statements."""

    title: str
    area: str
    statements: tuple[StatementDoc, ...]
    notes: tuple[SectionDoc, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationDoc(Record):
    """One line of resources. `people` is None when the line names none; a week is a quarter of a month."""

    text: str
    people: Decimal | None
    role: str
    months: Decimal | None

    @property
    def person_months(self) -> Decimal | None:
        return None if self.people is None or self.months is None else self.people * self.months


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskDoc(Record):
    """One risk of a table or list; `kind` is the optional first column, such as "Schedule/High".

    `note` holds the columns that are none of these, each with its heading.
    """

    kind: str
    risk: str
    response: str
    likelihood: str = ""
    impact: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PinDoc(Record):
    """A statement somebody promises.

    `feature_path` is None when the feature does not resolve. `text` is the copied wording, None for a bare
    id, a range or "all"; `scope` is "for S2" or "for library X". `resolved` says that the statement exists,
    `drifted` that the copied wording differs from it.
    """

    feature_path: str | None
    letter: str
    number: int
    written: str
    text: str | None = None
    scope: str | None = None
    resolved: bool = False
    drifted: bool = False

    @property
    def code(self) -> str:
        return f"{self.letter}{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeDoc(Record):
    """A "For S1." or "For library X:" line; letter and number are None when it names no statement."""

    feature_path: str | None
    letter: str | None
    number: int | None
    text: str

    @property
    def code(self) -> str | None:
        return None if self.letter is None or self.number is None else f"{self.letter}{self.number}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureRefDoc(Record):
    """A feature named by a milestone or deliverable; `target` as written, `feature_path` None when broken."""

    title: str
    target: str
    feature_path: str | None
    pins: tuple[PinDoc, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistDoc(Record):
    """One tick box. Placeholder text is never evidence, ticked or not."""

    kind: ChecklistKind
    text: str
    ticked: bool
    is_placeholder: bool
    depth: int = 0

    @property
    def is_evidence(self) -> bool:
        return self.ticked and not self.is_placeholder


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverableDoc(Record):
    """One deliverable. `owner_text` is the whole line; `owner` its first team, `contributors` the others."""

    title: str
    external_link: str
    owner_text: str
    owner: str
    contributors: tuple[str, ...]
    features: tuple[FeatureRefDoc, ...]
    pins: tuple[PinDoc, ...]
    scopes: tuple[ScopeDoc, ...]
    checklist: tuple[ChecklistDoc, ...]
    dependencies: str
    output: str
    narrative: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneDoc(Record):
    """One milestone file. `target` is the file's date, or a table's when the file has none."""

    title: str
    links: tuple[LinkDoc, ...]
    date_text: str
    target: ImpreciseDate
    target_source: TargetSource
    target_line: int
    allocations: tuple[AllocationDoc, ...]
    narrative: str
    objective: str
    risks: tuple[RiskDoc, ...]
    risks_text: str
    features: tuple[FeatureRefDoc, ...]
    deliverables: tuple[DeliverableDoc, ...]
    sections: tuple[SectionDoc, ...]
    dependencies: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareDoc(Record):
    """A cell "1.5*2m" of a planning table: people and months of one subteam."""

    subteam: str
    text: str
    people: Decimal | None
    months: Decimal | None

    @property
    def person_months(self) -> Decimal | None:
        return None if self.people is None or self.months is None else self.people * self.months


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRowDoc(Record):
    """A row of a planning table, or of the proposal table of a half-year summary (then `value` is set).

    `milestone_path` is None when the link is broken or missing; `table` is the heading above.
    """

    period: str | None
    table: str
    title: str
    target: str
    milestone_path: str | None
    priority: int | None = None
    date_text: str = ""
    date: ImpreciseDate | None = None
    shares: tuple[ShareDoc, ...] = ()
    capacity_text: str = ""
    capacity: Decimal | None = None
    objective: str = ""
    value: Decimal | None = None
    letters: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CapacityRowDoc(Record):
    """One subteam of the capacity table: people and person-months, available and planned.

    `planned_percent` is the share of the time that the file says is left beside support.
    """

    period: str | None
    subteam: str
    available_people: Decimal | None
    available_months: Decimal | None
    planned_people: Decimal | None
    planned_months: Decimal | None
    planned_percent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RealisedDoc(Record):
    """A row of the realised values: `value` is the x of "x/10"."""

    period: str
    headline: str
    objective: str
    value: Decimal | None
    value_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NonRealisedDoc(Record):
    """A row of what was not realised, why, and whether it is carried."""

    period: str
    headline: str
    reason: str
    carry: Carry
    carry_text: str


@dataclass(frozen=True, slots=True)
class DonenessCount:
    """`F(8/9)`; None where the row writes no number."""

    letter: str
    done: int | None
    total: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DonenessDoc(Record):
    """A row of the doneness snapshot."""

    period: str
    headline: str
    counts: tuple[DonenessCount, ...]
    text: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRiskDoc(RiskDoc):
    """A risk of the whole half-year."""

    period: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyItemDoc(Record):
    """A few words of one team; `team` as tagged, empty without a tag. Further lines keep their indent."""

    kind: WeeklyKind
    team: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyEntryDoc(Record):
    """What one file says of one deliverable. `team` is the tag before it, else the heading it stands under.

    `milestone` is the heading above; `lines` are the numbers of all its lines.
    """

    day: date | None
    milestone: str
    milestone_url: str
    title: str
    url: str
    team: str
    items: tuple[WeeklyItemDoc, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramDoc:
    """A whole program. `findings` are all sentences for the reader; `ledger` accounts for every line."""

    period: str | None
    features: tuple[FeatureDoc, ...]
    milestones: tuple[MilestoneDoc, ...]
    plan_rows: tuple[PlanRowDoc, ...]
    proposals: tuple[PlanRowDoc, ...]
    capacity_rows: tuple[CapacityRowDoc, ...]
    realised: tuple[RealisedDoc, ...]
    non_realised: tuple[NonRealisedDoc, ...]
    doneness: tuple[DonenessDoc, ...]
    risks: tuple[SummaryRiskDoc, ...]
    findings: tuple[Finding, ...]
    weeklies: tuple[WeeklyEntryDoc, ...] = ()
    ledger: Ledger = field(compare=False, repr=False)
