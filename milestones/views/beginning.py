"""The first steps of an empty program, in their order, each with its page."""

from typing import Any

from django.urls import reverse

from milestones.queries.beginning import beginning_of
from pm.models import Program

# Name of the count, address, what to do, why, the words of the button.
STEPS = (
    ("subteams", "subteam_create", "Add the subteams", "A deliverable names the one accountable for it.",
     "Add a subteam"),
    ("people", "people", "Invite the people", "Leads first. A link gives each a role, and their subteams.",
     "Invite a person"),
    ("tracks", "track_create", "Add a track", "A theme that outlives its milestones, such as Reliability.",
     "Add a track"),
    ("milestones", "milestone_create", "Propose the first milestone",
     "A minimal thing someone will notice, an owner, and what it is worth spending.", "Propose a milestone"),
)  # fmt: skip
ALONE = {"people": 1}  # who made the program is in it


def first_steps(program: Program) -> list[dict[str, Any]]:
    """Each step with what is there of it; the first that is not done is the one to take now."""
    found = beginning_of(program)
    lines: list[dict[str, Any]] = []
    for name, page, title, text, label in STEPS:
        count = getattr(found, name, 0)
        is_done = count > ALONE.get(name, 0)
        lines.append(
            {
                "title": title,
                "text": text,
                "label": label,
                "url": reverse(page, args=[program.slug]) + ("#invite" if page == "people" else ""),
                "is_done": is_done,
                "note": f"{count} so far" if is_done else "",
                "is_next": not is_done and all(line["is_done"] for line in lines),
            }
        )
    return lines
