"""Sign up through an invitation: an account, a place and a session in one deed."""

from clinic_app.database.transaction import retrying, transaction
from clinic_app.kit.ids import PersonId
from clinic_app.kit.text import email_address
from clinic_app.people.accounts.rate_limit import of_address, take_try
from clinic_app.people.accounts.sign_up import ADDRESS, add_person, new_person
from clinic_app.people.invitations.hold_invitation import hold_invitation
from clinic_app.people.invitations.seat_invited import for_another_address, is_for, seat_invited
from clinic_app.people.sessions.start_session import start_session
from clinic_app.people.sessions.visitor import Visitor


async def join_clinic(
    visitor: Visitor,
    *,
    token: str,
    name: str,
    email: str,
    password: str,
    old_token: str | None = None,
) -> str:
    """Make an account for the invited address and return the token of its first session.

    Raises NotFound for a link that is no longer good, NotAllowed for another address, Invalid
    beside a wrong field, Conflict for an address with an account. Opens transactions of its
    own: none is open while hashing.
    """
    await take_try(of_address(ADDRESS, visitor.address))
    address = email_address(email)
    async with transaction(read_only=True) as session:
        invitation, _ = await hold_invitation(session, token, person_id=None, lock=False)
    if not is_for(invitation, address):
        raise for_another_address()
    person = await new_person(name=name, email=address, password=password)

    async def join() -> str:
        async with transaction(person=person.id) as session:
            await add_person(session, person)
            held = await hold_invitation(session, token, person_id=PersonId(person.id))
            await seat_invited(session, held, person, session_id=None)
            return await start_session(
                *(session, person, visitor), old_token=old_token, organization_id=held[1].id
            )

    return await retrying(join)
