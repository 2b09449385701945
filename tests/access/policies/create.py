"""Routes of what is made quickly: ideas and their votes, lines at the end of lists, the order of rows."""

from tests.access.graph import INSTANCE, LEAD, MANAGER
from tests.access.policies.structure import seen
from tests.access.row import DONE, Row

SET = "MANAGE_SETTINGS"
REFUSED = frozenset({409})  # what goes on, or is referred to, stays

# The one who proposed an idea corrects it, and who may edit the plan; nobody who knocks proposed this one.
ALLOWED: dict[str, frozenset[str]] = {"CORRECT_IDEA": frozenset({MANAGER, LEAD, INSTANCE})}


def corrected(graph):
    row = graph.idea
    now = {
        "title": row.title, "track": graph.track.slug, "narrative": "", "benefit": "", "audience": "",
        "value": "", "effort_guess": "",
    }  # fmt: skip
    base = {f"base_{name}": value for name, value in now.items()} | {"base_track": str(graph.track.pk)}
    return {**now, **base, "benefit": "More light."}


def cycle_step(graph):
    names = ("number", "text", "condition", "is_review")
    return seen(graph.cycle_step, *names, text="Else") | {"base_hands_to": "", "base_handover_kind": ""}


POLICY: dict[str, Row] = {
    "idea_list": Row("VIEW", queries=("track", "q")),
    "idea_vote": Row(None, "COMMENT", lambda graph: {"value": "7"}),
    "idea_promote": Row(None, "EDIT_MILESTONE"),
    "idea_prefer": Row(
        "EDIT_MILESTONE",
        "EDIT_MILESTONE",
        lambda graph: {"under": graph.other_idea.key, "because": "It helps more."},
        foreign=("under",),
    ),
    "idea_edit": Row("CORRECT_IDEA", "CORRECT_IDEA", corrected, foreign=("track",)),
    "quick_add": Row(
        "PROPOSE_IDEA",
        "PROPOSE_IDEA",
        lambda graph: {"at": graph.track.slug, "titles": "A lamp"},
    ),
    "rank_place": Row(None, "EDIT_DELIVERABLE", lambda graph: {"to": "1"}),
    "milestone_duplicate": Row("EDIT_MILESTONE", "EDIT_MILESTONE", lambda graph: {"title": "A copy"}),
    "milestone_cycle": Row("EDIT_MILESTONE"),
    "milestone_cycle_plan": Row("EDIT_MILESTONE", "EDIT_MILESTONE"),
    "milestone_archive": Row(None, "EDIT_MILESTONE", statuses=REFUSED),
    "milestone_restore": Row(None, "EDIT_MILESTONE"),
    "milestone_delete": Row("EDIT_MILESTONE", "EDIT_MILESTONE", statuses=DONE | REFUSED),
    "deliverable_delete": Row("EDIT_DELIVERABLE", "EDIT_DELIVERABLE", statuses=DONE | REFUSED),
    "task_delete": Row("WRITE_TASK", "WRITE_TASK", statuses=DONE | REFUSED),
    "work_cycle_list": Row(SET),
    "work_cycle_create": Row(SET, SET, lambda graph: {"name": "New", "rank": 1}),
    "work_cycle_detail": Row(SET),
    "work_cycle_edit": Row(SET, SET, lambda graph: seen(graph.cycle, "name", "text", "rank", rank=7)),
    "work_cycle_archive": Row(None, SET),
    "work_cycle_restore": Row(None, SET),
    "work_cycle_part_create": Row(SET, SET, lambda graph: {"name": "New", "rank": 1, "steps": "One"}),
    "work_cycle_part_edit": Row(
        SET,
        SET,
        lambda graph: seen(graph.part, "name", "subteam_kind", "output", "condition", "rank", rank=7),
    ),
    "work_cycle_part_remove": Row(None, SET),
    "work_cycle_step_create": Row(
        SET, SET, lambda graph: {"text": "New", "hands_to": graph.other_part.pk}, foreign=("hands_to",)
    ),
    "work_cycle_step_edit": Row(SET, SET, cycle_step),
    "work_cycle_step_remove": Row(None, SET),
}
