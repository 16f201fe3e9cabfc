"""What an invitation's page may say, before and after sign-in."""

from dataclasses import dataclass

from clinic_app.access.actor import SignedIn
from clinic_app.access.roles import ROLE_NAMES, Role
from clinic_app.database.transaction import transaction
from clinic_app.kit.time_words import clock
from clinic_app.kit.zones import to_wall
from clinic_app.people.invitations.hold_invitation import hold_invitation
from clinic_app.people.invitations.seat_invited import is_for


@dataclass(frozen=True, slots=True)
class InvitationCard:
    """A clinic, a role and a date. Never the address: whoever has the link may be anybody."""

    clinic: str
    city: str
    role: str
    until: str
    is_mine: bool  # signed in with the address it was sent to


async def show_invitation(token: str, signed_in: SignedIn | None) -> InvitationCard:
    """Return what the link leads to. Raises NotFound for one that is no longer good."""
    person_id = signed_in.person_id if signed_in else None
    async with transaction(read_only=True) as session:
        invitation, clinic = await hold_invitation(session, token, person_id=person_id, lock=False)
    until = to_wall(invitation.expires_at, clinic.time_zone)
    return InvitationCard(
        clinic=clinic.name,
        city=clinic.time_zone.rsplit("/", 1)[-1].replace("_", " "),
        role=ROLE_NAMES[Role(invitation.role)],
        until=f"{until:%-d %B %Y}, {clock(until)}",
        is_mine=signed_in is not None and is_for(invitation, signed_in.email),
    )
