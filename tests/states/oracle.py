"""The legal steps of DESIGN, written out by hand: the product's own tables are what is under test."""

MILESTONE = {
    ("IDEA", "PROPOSED"), ("PROPOSED", "COMMITTED"), ("COMMITTED", "IN_PROGRESS"),
    ("IN_PROGRESS", "DELIVERED"), ("DELIVERED", "REVIEWED"), ("DELIVERED", "IN_PROGRESS"),
    *((source, "SHELVED") for source in ("IDEA", "PROPOSED", "COMMITTED", "IN_PROGRESS")),
    *((source, "DROPPED") for source in ("IDEA", "PROPOSED", "COMMITTED", "IN_PROGRESS")),
    ("SHELVED", "PROPOSED"), ("DROPPED", "PROPOSED"),
}  # fmt: skip
DELIVERABLE = {
    ("PLANNED", "IN_PROGRESS"), ("IN_PROGRESS", "CLOSED"), ("IN_PROGRESS", "CLOSE_REQUESTED"),
    ("CLOSE_REQUESTED", "CLOSED"), ("CLOSE_REQUESTED", "IN_PROGRESS"), ("CLOSED", "IN_PROGRESS"),
    ("PLANNED", "DROPPED"), ("IN_PROGRESS", "DROPPED"), ("CLOSE_REQUESTED", "DROPPED"),
    ("DROPPED", "PLANNED"),
}  # fmt: skip
HANDOVER = {
    ("DRAFT", "OFFERED"), ("RETURNED", "OFFERED"), ("OFFERED", "ACCEPTED"), ("OFFERED", "RETURNED"),
}  # fmt: skip
BET = {("DRAFT", "PLACED"), ("PLACED", "REVIEWED")}

MILESTONE_STATES = sorted({state for pair in MILESTONE for state in pair})
DELIVERABLE_STATES = sorted({state for pair in DELIVERABLE for state in pair})
HANDOVER_STATES = sorted({state for pair in HANDOVER for state in pair})
