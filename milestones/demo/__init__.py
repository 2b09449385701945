"""The plan's part of the sample program and of a workload file."""

from milestones.demo import tale, workload
from pm.registry import DEMOS, LOADS, Demo, Load

DEMOS.add("milestones", Demo(name="milestones", tell=tale.tell))
LOADS.add("milestones", Load(name="milestones", load=workload.load))
