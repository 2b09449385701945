"""The pages that are measured. A new page is a new line here.

`{m}` walks over open milestones, `{d}` over deliverables, `{t}` over tasks, `{feature}` and `{team}` over
short names; `{week}` is the present one.
`{many}` are the keys of 200 of them (all, where there are fewer), `{past}` is the day before yesterday.
`floor` names the floor's page that does the analogous job, `goal` how many times its p50 ours may take;
`statements` is the most a page may ask for. `posts` names the field that is written there, `bulk` the one
that is written in many rows: the form, the preview and the save are one turn, of one user alone.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Page:
    """One address, what it is compared with, and its limits."""

    name: str
    path: str
    floor: str = ""
    statements: int = 12
    goal: float | None = None
    posts: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    bulk: str = ""


HTMX = {"HX-Request": "true"}
FILTERED = "?subteam=core-node&status=IN_PROGRESS&sort=-due"
BULK = "/wave/bulk/M/?act=value&{many}"
EDIT = "/wave/milestones/M-{m}/value/?in=row"
OURS = (
    Page("roadmap, timeline, first screen", "/wave/roadmap/", "roadmap"),
    Page("roadmap, table, first screen", "/wave/roadmap/?view=table", "roadmap"),
    Page("one milestone", "/wave/milestones/M-{m}/", "milestone", 30, 4.0),
    Page("deliverables, 50 rows", "/wave/deliverables/", "rows", 12, 1.0),
    Page("deliverables, filtered, sorted", f"/wave/deliverables/{FILTERED}", "rows", 12, 1.0),
    Page("one deliverable", "/wave/deliverables/D-{d}/", "milestone", 30, 4.0),
    Page("tasks", "/wave/tasks/", "rows", 12, 1.0),
    Page("tasks, filtered, sorted", "/wave/tasks/?status=IN_PROGRESS&sort=-week", "rows", 12, 1.0),
    Page("risks", "/wave/risks/", "rows", 12, 1.0),
    Page("blockers", "/wave/blockers/", "rows", 12, 1.0),
    Page("dependencies", "/wave/dependencies/", "rows", 12, 1.0),
    Page("handovers", "/wave/handovers/", "rows", 12, 1.0),
    Page("sign-off desk", "/wave/signoffs/", "rows", 12, 1.0),
    Page("updates of a week", "/wave/updates/{week}/", "rows", 12, 1.0),
    Page("statements", "/wave/statements/", "rows", 12, 1.0),
    Page("decisions", "/wave/decisions/", "rows", 12, 1.0),
    Page("people", "/wave/people/", "rows"),
    Page("one task", "/wave/tasks/T-{t}/", "milestone", 30),
    Page("form of a new risk", "/wave/risks/new/?milestone=M-{m}", "milestone", 30),
    Page("form of a new task", "/wave/tasks/new/?deliverable=D-{d}", "milestone", 30),
    Page("form of a new dependency", "/wave/dependencies/new/?milestone=M-{m}", "milestone", 30),
    Page("features", "/wave/features/", "rows"),
    Page("one feature", "/wave/features/{feature}/", "", 30),
    Page("at risk", "/wave/at-risk/", "roadmap"),
    Page("one subteam", "/wave/teams/{team}/", "rows", 30),
    Page("history, 100 rows", "/wave/history/", "rows", 12, 1.0),
    Page("program home", "/wave/", "rows", 30),
    Page("my programs", "/", "plain"),
    Page("search, a rare word", "/wave/search/?q=%2310000", "rows", 12, 1.0),
    Page("search, a word that is everywhere", "/wave/search/?q=memory", "rows", 20),
    Page("palette", "/wave/search/palette/?q=relay", "", 20, headers=HTMX),
    Page("timeline with all deliverables", "/wave/roadmap/?open=all", "gantt", 12, 2.0),
    Page("roadmap, board", "/wave/roadmap/?view=board", "roadmap"),
    Page("deliverables, board", "/wave/deliverables/?view=board", "rows"),
    Page("laundry lists", "/wave/ideas/", "rows"),
    Page("roadmap on one page", "/wave/roadmap/print/", "roadmap"),
    Page("roadmap as of a day", "/wave/roadmap/?as_of={past}", "roadmap"),
    Page("bulk edit of 200, looked at and saved", BULK, "", bulk="value"),
    Page("edit: open the cell", EDIT, "plain", 30, headers=HTMX),
    Page("edit one field, row back", EDIT, "edit", 30, 5.0, "value", HTMX),
)
FLOOR = {
    "plain": Page("plain", "/plain"),
    "rows": Page("rows", "/rows"),
    "roadmap": Page("roadmap", "/roadmap"),
    "milestone": Page("milestone", "/milestone/{m}"),
    "gantt": Page("gantt", "/gantt"),
    "edit": Page("edit", "/edit/{m}", posts="value"),
}
