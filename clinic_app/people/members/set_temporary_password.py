"""Set a member's password for them, to be changed at their next sign-in."""

import secrets

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.transaction import enter_clinic, perform
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Conflict, NotAllowed
from clinic_app.kit.ids import MemberId
from clinic_app.notifications.send_mail import send_mail
from clinic_app.people.accounts.passwords import hash_password
from clinic_app.people.members.hold_member import hold_member, is_live
from clinic_app.people.members.member_rules import check_password_setting
from clinic_app.people.sessions.end_sessions import end_sessions
from clinic_app.people.tables import Member, PasswordReset, Person

# Easy to read out and to type: no 0 and o, no 1, i and l. 16 of 31 signs are 79 bits.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"

_BODY = """Hello {name},

{actor} set a temporary password for your Polyclinic account and will give it to you.
You choose a new one when you sign in with it. You were signed out everywhere.

If you did not ask for this, speak to your clinic.
"""


async def set_temporary_password(actor: Actor, *, member_id: MemberId) -> str:
    """Give a member a password, end their sessions, and return it: nothing else keeps it.

    Raises NotAllowed by `member_rules`, and for an account that is not this clinic's alone.
    Opens a transaction of its own: none is open while hashing.
    """
    require(actor, Permission.MEMBER_WRITE)
    groups = ("".join(secrets.choice(_SIGNS) for _ in range(4)) for _ in range(4))
    password = "-".join(groups)
    password_hash = await hash_password(password)
    await perform(actor, _set, member_id=member_id, password_hash=password_hash)
    return password


async def _set(
    session: AsyncSession, actor: Actor, *, member_id: MemberId, password_hash: str
) -> None:
    held = await hold_member(session, actor, member_id)
    check_password_setting(held.standing)
    if not is_live(held.member):
        raise Conflict("Reactivate this member first.")
    await _refuse_shared_account(session, actor, held.member)
    await _change(session, held.person, password_hash)
    await end_sessions(session, held.person.id, because="temporary password")
    if held.person.email is not None:
        body = _BODY.format(name=held.person.name, actor=actor.name)
        subject = "A temporary password was set"
        await send_mail(session, recipient=held.person.email, subject=subject, body=body)
    await record(session, actor, Tag.MEMBER_PASSWORD, subject_id=member_id)


async def _refuse_shared_account(session: AsyncSession, actor: Actor, member: Member) -> None:
    """An account opens every clinic of its person; one clinic's admin must not take it over."""
    enter_clinic(session, organization=actor.organization_id, person=member.person_id)
    query = select(func.count()).where(
        col(Member.person_id) == member.person_id,
        col(Member.organization_id) != actor.organization_id,
        col(Member.removed_at).is_(None),
    )
    elsewhere = (await session.execute(query)).scalar_one()
    enter_clinic(session, organization=actor.organization_id, person=actor.person_id)
    if elsewhere:
        raise NotAllowed(
            "This account is not your clinic's alone, so its password cannot be set here."
            " The person can use “Forgotten password” on the sign-in page."
        )


async def _change(session: AsyncSession, person: Person, password_hash: str) -> None:
    await session.execute(
        update(Person)
        .where(col(Person.id) == person.id)
        .values(password_hash=password_hash, must_change_password=True)
    )
    await session.execute(
        update(PasswordReset)
        .where(col(PasswordReset.person_id) == person.id, col(PasswordReset.used_at).is_(None))
        .values(used_at=now())
    )
