"""The bet's part of the sample program."""

from estimates.demo.tale import finish, tell
from pm.registry import DEMOS, Demo

DEMOS.add("estimates", Demo(name="estimates", tell=tell, finish=finish))
