"""Reads a Markdown program into what the plan's tables should hold."""

from dataclasses import dataclass, field

from django.utils.text import slugify

from milestones.exchange.adopted import adopt
from milestones.exchange.collect import Collector
from milestones.exchange.deliverables import team_ref, want_aims, want_deliverables
from milestones.exchange.dependencies import want_dependencies
from milestones.exchange.features import want_features
from milestones.exchange.keepers import ORDER
from milestones.exchange.milestones import want_milestone, want_tracks
from milestones.exchange.plans import want_plan
from milestones.exchange.risks import want_program_risks, want_risks
from milestones.exchange.standing import Speaking, Standing, decide, rows_about
from milestones.exchange.teams import Team, Teams
from milestones.exchange.weeklies import Weeklies
from milestones.pure.markdown import parse_program
from milestones.pure.markdown.document import ProgramDoc
from pm.exchange.plan import LAYOUT, Contribution, Folding, ImportContext, Place, Problem, Ref, Wanted
from pm.models import Subteam
from pm.services.history_row import label_of

PARSED = "milestones"
SITE = "roadmap"  # ImportIdentity.source of a roadmap's pages and weekly updates


@dataclass(slots=True)
class ReadProgram:
    """What the plan's importer has read, for apps that stand higher."""

    doc: ProgramDoc
    teams: Teams
    said: dict[str, Speaking]
    milestones: dict[str, Ref] = field(default_factory=dict)
    standings: dict[str, Standing] = field(default_factory=dict)


def read_program(context: ImportContext) -> Contribution:
    """Parse the source and say which rows it wants, the ones that others point at first."""
    doc = parse_program(context.source.files)
    into = Collector(doc)
    into.out.ledger = doc.ledger
    into.out.problems += [Problem(f.path, f.line, f.rule, f.sentence) for f in doc.findings]
    said, stray = rows_about(doc)
    teams = gather_teams(doc)
    read = ReadProgram(doc, teams, said)
    context.parsed[PARSED] = read
    into.out.layout = layout_of(doc)
    if into.out.layout == SITE:
        into.out.known |= adopt(doc.milestones, context.program, SITE)
    weeklies = Weeklies(into, teams, context)
    weeklies.match()
    for row in stray:
        sentence = (
            f"“{row.headline}” names no milestone file; its realised value {row.value_text} was left out."
        )
        into.problem(row, "realised value of no milestone", sentence)
    _want_subteams(into, teams)
    want_features(into)
    read.standings = {one.path: decide(one, said[one.path], context.today) for one in doc.milestones}
    waits = want_dependencies(into, read.standings, context.program)
    _want_milestones(into, read, waits)
    _want_children(into, read, context, waits)
    weeklies.want()
    _note_unkept(into)
    into.out.wanted.sort(key=lambda wanted: ORDER[wanted.noun])
    return into.out


def layout_of(doc: ProgramDoc) -> str:
    """A tree of a roadmap's pages and updates is of another kind than the plan of a program."""
    has_plan = doc.features or doc.plan_rows or doc.proposals or doc.realised
    is_site = doc.weeklies or any("draft-roadmap" not in one.path for one in doc.milestones)
    return SITE if is_site and not has_plan else LAYOUT


def gather_teams(doc: ProgramDoc) -> Teams:
    """The subteams: columns of planning tables first, then the owners of deliverables."""
    teams = Teams()
    for capacity in doc.capacity_rows:
        teams.add_column(capacity.subteam, path=capacity.path, line=capacity.line)
    for row in doc.plan_rows:
        for share in row.shares:
            teams.add_column(share.subteam, path=row.path, line=row.line)
    for milestone in doc.milestones:
        for deliverable in milestone.deliverables:
            for name in (deliverable.owner, *deliverable.contributors):
                if name.strip():
                    teams.add(name, path=deliverable.path, line=deliverable.line)
    return teams


def _want_subteams(into: Collector, teams: Teams) -> None:
    slugs: set[str] = set()
    for rank, team in enumerate(teams):
        into.out.wanted.append(_subteam(team, rank, slugs))
        spellings = tuple(sorted(team.spellings.items(), key=lambda pair: (-pair[1], pair[0])))
        into.out.foldings.append(Folding(team.name, Subteam.Kind(team.kind).label, spellings))


def _subteam(team: Team, rank: int, slugs: set[str]) -> Wanted:
    slug = slugify(team.name)[:36] or "team"
    slug = slug if slug not in slugs else f"{slug}-{rank}"
    slugs.add(slug)
    name = team.name if len(team.name) <= 80 else team.name[:79] + "…"
    return Wanted(
        noun=Subteam._meta.label_lower,
        path="",
        anchor=team_ref(team.key).anchor,
        line=0,
        title=f"subteam {name}",
        fields={"name": name, "kind": team.kind},
        extra={"slug": slug, "code": team.code, "rank": rank},
    )


def _want_milestones(into: Collector, read: ReadProgram, waits: dict[Place, str]) -> None:
    tracks = want_tracks(into, read.said)
    for milestone in read.doc.milestones:
        path = milestone.path
        row = into.out.known.get((path, milestone.anchor))
        if row is not None:
            read.milestones[path] = Ref(path, milestone.anchor)
            sentence = f"“{milestone.title}” is {label_of(row)} here; its page was not compared with it."
            into.problem(milestone, "page of a known milestone", sentence)
            continue
        rest = waits.get((path, milestone.anchor), "")
        ref = want_milestone(into, milestone, read.said[path], read.standings[path], tracks[path], rest)
        if ref is not None:
            read.milestones[path] = ref


def _want_children(
    into: Collector, read: ReadProgram, context: ImportContext, waits: dict[Place, str]
) -> None:
    days_per_month = context.program.days_per_month
    for milestone in read.doc.milestones:
        ref = read.milestones.get(milestone.path)
        if ref is not None:
            want_plan(into, milestone, read.said[milestone.path], ref, read.teams, days_per_month)
            want_deliverables(into, milestone, ref, read.teams, waits)
            want_aims(into, milestone, ref)
            want_risks(into, milestone, ref, read.standings[milestone.path], context.today)
    want_program_risks(into)
    for row in (*read.doc.plan_rows, *read.doc.proposals):
        if row.milestone_path is None:
            sentence = f"“{row.title}” leads to no milestone file; the row was left out."
            into.problem(row, "row of no milestone", sentence)


def _note_unkept(into: Collector) -> None:
    """What is read and has no table yet."""
    doc = into.doc
    counts = {
        "item not realised": len(doc.non_realised),
        "row of a doneness snapshot": len(doc.doneness),
    }
    into.out.unkept |= {label: count for label, count in counts.items() if count}
