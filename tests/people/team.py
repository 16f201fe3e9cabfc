"""Helpers for the stories about organizations and their members."""

import re
from dataclasses import replace
from secrets import token_hex

from sqlmodel import col, select

from clinic_app.access.actor import Actor, SignedIn
from clinic_app.access.roles import Role
from clinic_app.database.transaction import look, perform, transaction
from clinic_app.kit.ids import InvitationId
from clinic_app.kit.tokens import hash_token
from clinic_app.people.invitations.invite_member import invite_member
from clinic_app.people.members.list_members import list_members
from clinic_app.people.members.member_rows import MemberRow
from clinic_app.people.sessions.find_signed_in import find_signed_in
from clinic_app.people.tables import Invitation, Member, Organization, Person
from tests.cast import Clinic
from tests.people.accounts import mails_to
from tests.web.tab import sign_in as open_session

_LINK = re.compile(r"/invitation/(\S+)")


def an_address() -> str:
    """Return an address that nobody else uses."""
    return f"noor-{token_hex(6)}@example.org"


async def invited(actor: Actor, email: str, role: Role = Role.DOCTOR) -> str:
    """Invite an address and return the token of the mailed link."""
    await perform(actor, invite_member, email=email, role=role.value)
    return await token_in_mail(email)


async def token_in_mail(email: str) -> str:
    """Return the token of the latest link mailed to an address."""
    mails = sorted(await mails_to(email), key=lambda mail: mail.created_at)
    found = _LINK.search(mails[-1].body)
    assert found is not None
    return found[1]


async def invitation_of(clinic: Clinic, token: str) -> Invitation:
    """Return the row behind a link."""
    async with transaction(organization=clinic.organization_id) as session:
        query = select(Invitation).where(col(Invitation.token_hash) == hash_token(token))
        return (await session.execute(query)).scalar_one()


async def invitation_id(clinic: Clinic, token: str) -> InvitationId:
    """Return the id of the row behind a link."""
    return InvitationId((await invitation_of(clinic, token)).id)


async def member_of(clinic: Clinic, person: Person | Actor) -> Member | None:
    """Return somebody's membership in a clinic, in whatever state."""
    person_id = person.id if isinstance(person, Person) else person.person_id
    async with transaction(organization=clinic.organization_id) as session:
        query = select(Member).where(col(Member.person_id) == person_id)
        return (await session.execute(query)).scalar_one_or_none()


async def organization_of(clinic: Clinic) -> Organization:
    """Return a clinic's row."""
    async with transaction(organization=clinic.organization_id) as session:
        return (await session.execute(select(Organization))).scalar_one()


async def signed_in_as(actor: Actor) -> tuple[str, SignedIn]:
    """Give a member of the cast a session; return its token and who it is."""
    token = await open_session(actor)
    found = await find_signed_in(token)
    assert found is not None
    return token, found


async def row_of(viewer: Actor, member: Actor) -> MemberRow:
    """Return a member's row as the viewer's list shows it."""
    page = await look(viewer, list_members)
    return next(row for row in page.rows if row.id == str(member.member_id))


async def add_owner(clinic: Clinic, actor: Actor) -> Actor:
    """Make a member of the cast a second owner."""
    async with transaction(organization=clinic.organization_id) as session:
        member = await session.get_one(Member, (clinic.organization_id, actor.member_id))
        member.role = Role.OWNER.value
    return replace(actor, role=Role.OWNER)


async def join_too(clinic: Clinic, actor: Actor, role: Role = Role.DOCTOR) -> None:
    """Let a member of another clinic belong to this one as well."""
    async with transaction(organization=clinic.organization_id) as session:
        session.add(
            Member(
                organization_id=clinic.organization_id, person_id=actor.person_id, role=role.value
            )
        )
