"""Routes of the plan: roadmap, milestones, features, subteams."""

from typing import Any

from milestones.forms.deliverable_record import ChecklistLineForm, CriterionTextForm, DeliverableForm
from milestones.forms.feature_record import FeatureForm
from milestones.forms.milestone_record import MilestoneForm
from milestones.forms.reschedule import token_of
from milestones.services.reschedule import shift_of
from pm.forms.record import RecordForm
from pm.permissions import Role
from pm.rules import Access
from tests.access.graph import Graph
from tests.access.row import DONE, TEAM_LEADS, Row
from tests.factories.actors import NOW


def target(graph: Graph) -> dict[str, str]:
    row = graph.milestone
    return {
        "target": "30 Sep 2027",
        "reason_class": "SCOPE",
        "reason": "More to do.",
        "base_target": "|".join([str(row.target_from_on), str(row.target_to_on), row.target_text]),
    }


def whole(form_class: type[RecordForm], graph: Graph, row: Any = None, **typed: Any) -> dict[str, Any]:
    """What the whole form of a row posts when nobody types, with some fields typed over."""
    access = Access(roles=frozenset({Role.LEAD}), own_subteams={})
    form = form_class(program=graph.program, access=access, today=NOW.date(), row=row)
    stands = {name: form[name].value() for name in form.fields}
    held = {
        name: value
        for name, value in stands.items()
        if value is not None and value is not False and value != []
    }
    return {**held, **dict(form.bases()), **typed}


# A subteam lead plans work of their own subteams; the form refuses any other one.
ALLOWED = {"PLAN_DELIVERABLE": TEAM_LEADS}
REFUSED_TOO = DONE | {422}


def new_deliverable(graph: Graph) -> dict[str, Any]:
    return {"title": "New", "milestone": graph.milestone.key, "accountable": graph.team.slug}


POLICY: dict[str, Row] = {
    "bulk_edit": Row(
        "EDIT_MILESTONE",
        "EDIT_MILESTONE",
        lambda graph: {
            "key": graph.milestone.key,
            "act": "value",
            "stage": "preview",
            "value": "7",
            "base_value": "7",
        },
        foreign=("key",),
        queries=("key",),
    ),
    "deliverable_create": Row(
        "PLAN_DELIVERABLE", "PLAN_DELIVERABLE", new_deliverable, statuses=REFUSED_TOO, queries=("milestone",)
    ),
    "milestone_deliverable_create": Row(
        "PLAN_DELIVERABLE", "PLAN_DELIVERABLE", new_deliverable, statuses=REFUSED_TOO
    ),
    "deliverable_edit": Row(
        "EDIT_DELIVERABLE",
        "EDIT_DELIVERABLE",
        lambda graph: whole(DeliverableForm, graph, graph.deliverable, title="New title"),
        foreign=("owner", "feature", "accountable", "contributors"),
    ),
    "deliverable_move": Row(
        "EDIT_DELIVERABLE",
        "EDIT_DELIVERABLE",
        lambda graph: {"to": graph.goal.key, "reason": "Fits better."},
        foreign=("to",),
        queries=("to",),
    ),
    "deliverable_cut": Row("EDIT_DELIVERABLE", "EDIT_DELIVERABLE", lambda graph: {"reason": "Not now."}),
    "deliverable_criterion_create": Row(
        "EDIT_DELIVERABLE", "EDIT_DELIVERABLE", lambda graph: {"text": "It holds."}
    ),
    "deliverable_criterion_edit": Row(
        "EDIT_DELIVERABLE",
        "EDIT_DELIVERABLE",
        lambda graph: whole(CriterionTextForm, graph, graph.criterion, text="It holds."),
    ),
    "deliverable_criterion_remove": Row(None, "EDIT_DELIVERABLE"),
    "deliverable_checklist_create": Row(
        "EDIT_DELIVERABLE", "EDIT_DELIVERABLE", lambda graph: {"kind": "OTHER", "text": "More."}
    ),
    "deliverable_checklist_edit": Row(
        "EDIT_DELIVERABLE",
        "EDIT_DELIVERABLE",
        lambda graph: whole(ChecklistLineForm, graph, graph.item, text="Other words."),
    ),
    "deliverable_checklist_remove": Row(None, "EDIT_DELIVERABLE"),
    "program_home": Row("VIEW"),
    "roadmap": Row("VIEW", queries=("track", "subteam", "owner", "q")),
    "roadmap_compare": Row("VIEW_HISTORY", queries=("track",)),
    "roadmap_print": Row("VIEW", queries=("track", "subteam", "owner", "q")),
    "roadmap_move": Row(
        "PLAN_DELIVERABLE",
        "EDIT_DELIVERABLE",
        lambda graph: {
            "move": token_of(graph.deliverable.key, shift_of(graph.deliverable, 7)),
            "confirm": "1",
        },
        foreign=("move", "also"),
        queries=("key",),
    ),
    "milestone_detail": Row("VIEW"),
    "milestone_target": Row("EDIT_MILESTONE", "EDIT_MILESTONE", target),
    "milestone_status": Row(
        "STEP_MILESTONE",
        "EDIT_MILESTONE",
        lambda graph: {"status": "SHELVED", "base_status": "IN_PROGRESS", "reason": "Later."},
    ),
    "milestone_owner": Row(
        "EDIT_MILESTONE",
        "EDIT_MILESTONE",
        lambda graph: {"owner": "", "base_owner": graph.membership.user_id},
        foreign=("owner",),
    ),
    "milestone_value": Row("EDIT_MILESTONE", "EDIT_MILESTONE", lambda graph: {"value": 3, "base_value": 7}),
    "milestone_appetite": Row(
        "EDIT_MILESTONE", "EDIT_MILESTONE", lambda graph: {"appetite": "90 d", "base_appetite": "60"}
    ),
    "milestone_start": Row(
        "EDIT_MILESTONE", "EDIT_MILESTONE", lambda graph: {"start": "2026-01-01", "base_start": ""}
    ),
    "milestone_create": Row(
        "PROPOSE_IDEA",
        "PROPOSE_IDEA",
        lambda graph: {"title": "New", "track": graph.track.slug, "kind": "STANDARD", "status": "IDEA"},
        foreign=("track",),
        queries=("track",),
    ),
    "milestone_edit": Row(
        "EDIT_MILESTONE",
        "EDIT_MILESTONE",
        lambda graph: whole(MilestoneForm, graph, graph.milestone, title="New title"),
        foreign=("track", "owner", "follows", "budget_line"),
    ),
    "milestone_end": Row(
        "COMMIT_MILESTONE",
        "COMMIT_MILESTONE",
        lambda graph: {
            "reason": "Later.",
            "base_status": graph.milestone.status,
            f"fate_{graph.deliverable.number}": "MOVE",
            f"to_{graph.deliverable.number}": graph.goal.key,
        },
    ),
    "deliverable_promise_create": Row(
        "EDIT_DELIVERABLE",
        "EDIT_DELIVERABLE",
        lambda graph: {"feature": graph.feature.slug, "statements": [graph.spare.code], "scope": ""},
        foreign=("feature", "statements"),
        queries=("feature",),
    ),
    "deliverable_promise_edit": Row(
        "EDIT_DELIVERABLE", "EDIT_DELIVERABLE", lambda graph: {"answer": "KEPT", "because": "Agreed."}
    ),
    "milestone_plan_create": Row(
        "EDIT_MILESTONE", "EDIT_MILESTONE", lambda graph: {"period": "2026H2", "rank": 1}
    ),
    "milestone_plan_edit": Row("EDIT_MILESTONE", "EDIT_MILESTONE", lambda graph: {"rank": 3, "base_rank": 1}),
    "milestone_plan_remove": Row(None, "EDIT_MILESTONE"),
    "milestone_aim_create": Row(
        "EDIT_MILESTONE",
        "EDIT_MILESTONE",
        lambda graph: {"feature": graph.feature.slug},
        foreign=("feature",),
        queries=("feature",),
    ),
    "milestone_aim_remove": Row(None, "EDIT_MILESTONE"),
    "feature_create": Row(
        "EDIT_FEATURE", "EDIT_FEATURE", lambda graph: {"name": "New one", "rank": 0}, queries=()
    ),
    "feature_edit": Row(
        "EDIT_FEATURE",
        "EDIT_FEATURE",
        lambda graph: whole(FeatureForm, graph, graph.feature, area="Elsewhere"),
    ),
    "statement_create": Row("EDIT_FEATURE", "EDIT_FEATURE", lambda graph: {"letter": "P", "text": "In 2 s."}),
    "statement_state": Row(
        "EDIT_FEATURE",
        "EDIT_FEATURE",
        lambda graph: {"state": "LIMITATION", "base_state": "ACTIVE", "why": "Known."},
    ),
    "feature_list": Row("VIEW", queries=("q",)),
    "feature_detail": Row("VIEW"),
    "statement_reword": Row(
        "EDIT_FEATURE",
        "EDIT_FEATURE",
        lambda graph: {"text": "In 2 s.", "base_text": graph.statement.text, "why": "Measured."},
    ),
    "subteam_detail": Row("VIEW"),
}
