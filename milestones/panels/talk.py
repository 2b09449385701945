"""Files and comments of milestones and deliverables; other things have them at their foot."""

from pm.panels.talk import ATTACHMENTS, COMMENTS
from pm.registry import panels

for _place in ("milestone_section", "deliverable_section"):
    panels(_place).add("attachments", ATTACHMENTS)
    panels(_place).add("comments", COMMENTS)
