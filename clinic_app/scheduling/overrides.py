"""What does not stand against a visit because somebody says so on purpose, and who may say so."""

from typing import NamedTuple

from clinic_app.access.actor import Actor, Kind
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.errors import NotAllowed


class Waived(NamedTuple):
    """What does not stand against a visit, because somebody says so on purpose."""

    hours: bool = False
    rules: bool = False
    others: bool = False  # their visits, which it is booked over


NOT_WAIVED = Waived()


def waive(
    actor: Actor, outside_hours: bool, despite_rules: bool = False, overbook: bool = False
) -> Waived:
    """Return what is waived, as a verb was asked. Raises NotAllowed where the actor may not."""
    waived = Waived(outside_hours, despite_rules, overbook)
    if any(waived):
        require(actor, Permission.APPOINTMENT_OVERRIDE)
        if actor.kind == Kind.PATIENT:  # whatever their link says
            raise NotAllowed
    return waived
