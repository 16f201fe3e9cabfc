"""Ask for a link to set a new password: mailed, good for an hour and for one use."""

import asyncio
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.database.transaction import retrying, transaction
from clinic_app.kit.clock import now
from clinic_app.kit.tokens import hash_token, new_token
from clinic_app.notifications.send_mail import send_mail
from clinic_app.people.accounts.find_person import find_person, login_name
from clinic_app.people.accounts.rate_limit import Limit, Tries, of_address, take_try
from clinic_app.people.sessions.visitor import Visitor
from clinic_app.people.tables import PasswordReset, Person

GOOD_FOR = timedelta(hours=1)

ACCOUNT = Limit("reset account", most=5, window=timedelta(hours=1))
ADDRESS = Limit("reset address", most=30, window=timedelta(hours=1))

# Every answer takes at least this long, far longer than the work, so that the time does not
# tell whether there is an account.
ANSWER_SECONDS = 0.3

_BODY = """Hello {name},

somebody, probably you, asked to set a new password for your Polyclinic account.
This link does it. It is good for one hour and works once:

{link}

If it was not you, you need not do anything: your password stays as it is.
"""


async def request_password_reset(visitor: Visitor, *, login: str, base_url: str) -> None:
    """Mail a link where the account has an address; say nothing in any other case either.

    login: email or username as typed; base_url: the address of this installation, without a
    slash at its end. Raises TryLater when the account or the address asks too often.
    """
    name = login_name(login)

    async def once() -> None:
        async with transaction() as session:
            person = await find_person(session, name)
            if person is not None and person.email is not None:
                await _send_link(session, person, person.email, base_url)

    # Started before the work and awaited after it: work and waiting run side by side.
    enough = asyncio.create_task(asyncio.sleep(ANSWER_SECONDS))
    try:
        await take_try(Tries(ACCOUNT, name), of_address(ADDRESS, visitor.address))
        await retrying(once)
    finally:
        await enough


async def _send_link(session: AsyncSession, person: Person, email: str, base_url: str) -> None:
    token, moment = new_token(), now()
    session.add(
        PasswordReset(
            token_hash=hash_token(token),
            person_id=person.id,
            created_at=moment,
            expires_at=moment + GOOD_FOR,
        )
    )
    link = f"{base_url}/reset-password/{token}"
    await send_mail(
        session,
        recipient=email,
        subject="Set a new password",
        body=_BODY.format(name=person.name, link=link),
        good_until=moment + GOOD_FOR,
    )
