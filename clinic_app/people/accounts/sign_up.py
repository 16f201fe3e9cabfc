"""Sign up: make an account and start its first session."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.database.constraints import refuse
from clinic_app.database.transaction import retrying, transaction
from clinic_app.kit.errors import Conflict
from clinic_app.kit.text import email_address, one_line
from clinic_app.people.accounts.password_rules import check_password
from clinic_app.people.accounts.passwords import hash_password
from clinic_app.people.accounts.rate_limit import Limit, of_address, take_try
from clinic_app.people.sessions.start_session import start_session
from clinic_app.people.sessions.visitor import Visitor
from clinic_app.people.tables import Person

# A whole clinic may join from behind one address on its first day.
ADDRESS = Limit("sign-up address", most=40, window=timedelta(hours=1))


def email_taken() -> Conflict:
    """Say that the address has an account already."""
    return Conflict("There is an account with this email. Sign in instead.", field="email")


refuse("person_email_key", email_taken)


async def sign_up(
    visitor: Visitor, *, name: str, email: str, password: str, old_token: str | None = None
) -> str:
    """Make an account and return the token of its first session.

    Raises Invalid beside the field that is wrong, Conflict for an address with an account.
    Opens transactions of its own: none is open while hashing.
    """
    await take_try(of_address(ADDRESS, visitor.address))
    person = await new_person(name=name, email=email, password=password)

    async def start() -> str:
        async with transaction(person=person.id) as session:
            await add_person(session, person)
            return await start_session(session, person, visitor, old_token=old_token)

    return await retrying(start)


async def new_person(*, name: str, email: str, password: str) -> Person:
    """Return a checked account with its password hashed; `add_person` keeps it."""
    kept_name = one_line(name, field="name", label="Your name", most=120)
    kept_email = email_address(email)
    check_password(password, kept_name, kept_email)
    return Person(name=kept_name, email=kept_email, password_hash=await hash_password(password))


async def add_person(session: AsyncSession, person: Person) -> None:
    """Keep an account. PostgreSQL decides whether its address is free."""
    session.add(person)
    await session.flush()
