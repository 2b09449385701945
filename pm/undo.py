"""How the kernel's nouns are undone. People, invitations and files never are."""

from typing import Any

from pm.actor import Actor
from pm.models import Program
from pm.registry import SETTING_EFFECTS, UNDO, UNDO_EFFECTS, Back, Undoing

PEOPLE = Undoing(
    Back.NEVER,
    where="Who is in the program, and as what, is no matter of undo. Change it under People.",
)
FILE = Undoing(Back.NEVER, where="A file has no undo. Remove it, or add it again, where it hangs.")
SETTING = Undoing(permission="MANAGE_SETTINGS", leads_to=("program",))

UNDO.add("pm.membership", PEOPLE)
UNDO.add("pm.membershipsubteam", PEOPLE)
UNDO.add("pm.invitation", PEOPLE)
UNDO.add("pm.invitationsubteam", PEOPLE)
UNDO.add("pm.user", Undoing(Back.NEVER, where="An account has no undo."))
UNDO.add("pm.attachment", FILE)
UNDO.add("pm.attachmentcontent", FILE)
UNDO.add(
    "pm.program",
    Undoing(permission="MANAGE_SETTINGS", leads_to=("",), never=frozenset({"", "is_public", "slug"})),
)
UNDO.add("pm.period", Undoing(permission="MANAGE_SETTINGS"))
UNDO.add("pm.holiday", SETTING)
UNDO.add("pm.rulesetting", SETTING)
UNDO.add("pm.subteam", Undoing(permission="MANAGE_PEOPLE"))
UNDO.add("pm.comment", Undoing(permission="MANAGE_PEOPLE", person="by", only_own=frozenset({"text"})))
UNDO.add("pm.watch", Undoing(permission="MANAGE_PEOPLE", person="user"))
UNDO.add("pm.savedview", Undoing(permission="MANAGE_SETTINGS", person="owner"))


def settings_changed(*, program: Program, ids: Any, actor: Actor) -> None:
    """A setting that moves figures of the whole program was undone."""
    for effect in SETTING_EFFECTS:
        effect(program=program, actor=actor)


UNDO_EFFECTS.add("pm.program", settings_changed)
