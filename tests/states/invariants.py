"""What must hold after every step, asked of the database itself. Each query finds the rows that break it."""

from django.db import connection

from estimates.models import Bet
from milestones.models import Deliverable, Handover, Milestone
from pm.models import Change

BROKEN: dict[str, str] = {
    "a committed milestone has its day and its first target": """
        SELECT id FROM milestones_milestone WHERE committed_on IS NULL
        AND status IN ('COMMITTED', 'IN_PROGRESS', 'DELIVERED', 'REVIEWED')""",
    "a delivered milestone has its day": """
        SELECT id FROM milestones_milestone WHERE (status IN ('DELIVERED', 'REVIEWED')) <>
        (delivered_on IS NOT NULL)""",
    "a closed deliverable has its day, an open one has none": """
        SELECT id FROM milestones_deliverable WHERE status <> 'DROPPED'
        AND (status = 'CLOSED') <> (closed_on IS NOT NULL)""",
    "a deliverable in work belongs to a milestone that was committed": """
        SELECT d.id FROM milestones_deliverable d JOIN milestones_milestone m ON m.id = d.milestone_id
        WHERE d.status IN ('IN_PROGRESS', 'CLOSE_REQUESTED', 'CLOSED') AND m.committed_on IS NULL""",
    "a deliverable closes with its gate met, or by a waived request": """
        SELECT d.id FROM milestones_deliverable d WHERE d.status = 'CLOSED' AND d.accepted_by_id IS NULL
        AND (EXISTS (SELECT 1 FROM milestones_checklistitem c WHERE c.deliverable_id = d.id
                     AND c.state = 'OPEN')
        OR EXISTS (SELECT 1 FROM milestones_handover h WHERE h.deliverable_id = d.id
                   AND h.status <> 'ACCEPTED'))""",
    "an offered handover has evidence for all that is brought": """
        SELECT h.id FROM milestones_handover h JOIN milestones_handoveritem i ON i.handover_id = h.id
        WHERE h.status IN ('OFFERED', 'ACCEPTED') AND i.side = 'GIVE'
        AND (i.evidence = '' OR NOT i.is_done)""",
    "an accepted handover is agreed to, and not by who gave": """
        SELECT h.id FROM milestones_handover h WHERE h.status = 'ACCEPTED' AND (
        h.accepted_by_id = h.offered_by_id
        OR EXISTS (SELECT 1 FROM milestones_handoveritem i WHERE i.handover_id = h.id AND NOT i.is_done)
        OR EXISTS (SELECT 1 FROM pm_membership m JOIN pm_membershipsubteam s ON s.membership_id = m.id
                   WHERE m.user_id = h.accepted_by_id AND s.subteam_id = h.giver_id))""",
    "a returned handover says why": """
        SELECT id FROM milestones_handover WHERE status = 'RETURNED' AND returned_because = ''""",
    "a pin promises a revision that exists": """
        SELECT p.id FROM milestones_pin p JOIN milestones_statement s ON s.id = p.statement_id
        WHERE p.revision < 1 OR p.revision > s.revision""",
    "a statement is what its newest revision says": """
        SELECT s.id FROM milestones_statement s LEFT JOIN milestones_statementrevision r
        ON r.statement_id = s.id AND r.number = s.revision WHERE s.revision > 1 AND
        (r.id IS NULL OR r.text <> s.text)""",
    "a bet has at most one chosen option": """
        SELECT bet_id FROM estimates_betoption WHERE state = 'CHOSEN' GROUP BY bet_id HAVING COUNT(*) > 1""",
    "a reviewed bet says what it brought": """
        SELECT id FROM estimates_bet WHERE (status = 'REVIEWED') <> (review_text <> '')
        OR (status = 'DRAFT') <> (placed_on IS NULL)""",
    "a milestone that was shelved, dropped or reopened has its decision": """
        SELECT m.id FROM milestones_milestone m WHERE m.status IN ('SHELVED', 'DROPPED')
        AND NOT EXISTS (SELECT 1 FROM estimates_decision d WHERE d.milestone_id = m.id)""",
}


def broken() -> dict[str, list[int]]:
    """The invariants that do not hold, with the ids of the rows that break them."""
    found: dict[str, list[int]] = {}
    with connection.cursor() as cursor:
        for words, query in BROKEN.items():
            cursor.execute(query)
            if rows := [row[0] for row in cursor.fetchall()]:
                found[words] = rows
    return found


def history_disagrees() -> list[str]:
    """Rows whose status is not the last one that history wrote."""
    found: list[str] = []
    for model in (Milestone, Deliverable, Handover, Bet):
        noun = model._meta.label_lower
        said = dict(
            Change.objects.filter(noun=noun, field="status").order_by("pk").values_list("object_id", "after")
        )
        found += [
            f"{noun} {pk} is {status}, history says {said[pk]}"
            for pk, status in model._default_manager.values_list("pk", "status")
            if said.get(pk, status) != status
        ]
    return found
