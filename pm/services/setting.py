"""What every setting does that moves figures of the whole program: it asks for them to be computed."""

from pm.actor import Actor
from pm.models import Program
from pm.registry import SETTING_EFFECTS


def tell(program: Program, actor: Actor) -> None:
    """Ask for the program's figures, in the caller's transaction."""
    for effect in SETTING_EFFECTS:
        effect(program=program, actor=actor)
