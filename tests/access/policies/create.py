"""Routes of what is made quickly: ideas and their votes, lines at the end of lists, the order of rows."""

from tests.access.graph import INSTANCE, LEAD, MANAGER
from tests.access.row import Row

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
}
