"""The plan's part of the sample program."""

from milestones.demo.tale import tell
from pm.registry import DEMOS, Demo

DEMOS.add("milestones", Demo(name="milestones", tell=tell))
