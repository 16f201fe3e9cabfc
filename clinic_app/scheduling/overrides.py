"""Who may book against the rules on purpose."""

from clinic_app.access.actor import Actor, Kind
from clinic_app.access.permissions import Permission, require
from clinic_app.kit.errors import NotAllowed


def require_override(actor: Actor, *waived: bool) -> None:
    """Refuse to waive any rule unless the actor may.

    A patient online may not, whatever their link says.
    """
    if not any(waived):
        return
    require(actor, Permission.APPOINTMENT_OVERRIDE)
    if actor.kind == Kind.PATIENT:
        raise NotAllowed
