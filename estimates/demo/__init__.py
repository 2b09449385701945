"""The bet's part of the sample program and of a workload file."""

from estimates.demo import tale, workload
from pm.registry import DEMOS, LOADS, Demo, Load

DEMOS.add("estimates", Demo(name="estimates", tell=tale.tell, finish=tale.finish))
LOADS.add("estimates", Load(name="estimates", load=workload.load))
