"""How long an invitation holds, and what became of it."""

from datetime import timedelta

from clinic_app.kit.clock import now
from clinic_app.kit.errors import Conflict, NotFound
from clinic_app.people.tables import Invitation

LIFETIME = timedelta(days=7)
PAUSE = timedelta(minutes=1)  # between two mails to one address


def no_such_invitation() -> NotFound:
    """Say the same for an unknown, used, revoked and expired link."""
    return NotFound("That invitation")


def is_open(invitation: Invitation) -> bool:
    """Tell whether an invitation can still be accepted."""
    return is_pending(invitation) and invitation.expires_at > now()


def is_pending(invitation: Invitation) -> bool:
    """Tell whether nobody has accepted or revoked an invitation; it may be too old."""
    return invitation.accepted_at is None and invitation.revoked_at is None


def check_pause(invitation: Invitation) -> None:
    """Refuse a second mail right after the first."""
    if now() - invitation.sent_at < PAUSE:
        raise Conflict("The invitation was sent a moment ago. Give it a minute to arrive.")
