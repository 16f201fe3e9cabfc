"""Give an invited person their place: the one deed behind accepting and joining."""

from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Conflict, NotAllowed
from clinic_app.kit.ids import SessionId
from clinic_app.people.invitations.hold_invitation import Held
from clinic_app.people.invitations.invitation_rules import no_such_invitation
from clinic_app.people.live_membership import actor_at
from clinic_app.people.members.hold_member import is_live
from clinic_app.people.members.tell_member_changed import tell_member_changed
from clinic_app.people.tables import Invitation, Member, Person


def for_another_address() -> NotAllowed:
    """Refuse without telling the address."""
    return NotAllowed("This invitation is for another email address.")


def is_for(invitation: Invitation, email: str | None) -> bool:
    """Tell whether an invitation was sent to this address."""
    return email is not None and invitation.email.casefold() == email.casefold()


async def seat_invited(
    session: AsyncSession, held: Held, person: Person, *, session_id: SessionId | None
) -> None:
    """Use a held invitation up and make the person a member, anew if they were removed once.

    Raises NotAllowed when it was sent to another address, Conflict for a member.
    """
    invitation, organization = held
    if not is_for(invitation, person.email):
        raise for_another_address()
    member = await _seat(session, invitation, person)
    invitation.accepted_at = now()
    await session.flush()
    actor = actor_at(person, (member, organization), session_id)
    await record(
        *(session, actor, Tag.INVITATION_ACCEPT),
        subject_id=invitation.id,
        role=invitation.role,
    )
    await tell_member_changed(session, actor, member)


async def _seat(session: AsyncSession, invitation: Invitation, person: Person) -> Member:
    query = select(Member).where(
        col(Member.organization_id) == invitation.organization_id,
        col(Member.person_id) == person.id,
    )
    member = (await session.execute(query.with_for_update())).scalar_one_or_none()
    if member is None:
        member = Member(
            organization_id=invitation.organization_id, person_id=person.id, role=invitation.role
        )
        session.add(member)
    elif is_live(member):
        raise Conflict("You are a member of this clinic already.")
    elif member.removed_at is None:
        raise no_such_invitation()  # deactivated: that is for the clinic to undo
    else:
        member.removed_at = member.deactivated_at = None
        member.role = invitation.role
    return member
