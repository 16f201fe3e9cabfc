"""`create-organization`: founds a clinic for its owner, without the sign-up page."""

import getpass
import sys

from clinic_app.access.actor import SignedIn
from clinic_app.command_line.bring_up_to_date import bring_up_to_date
from clinic_app.command_line.open_database import open_database
from clinic_app.command_line.say import say
from clinic_app.command_line.with_engine import with_engine
from clinic_app.database.transaction import transaction
from clinic_app.kit.errors import Conflict, SignedOut
from clinic_app.people.accounts.sign_in import sign_in
from clinic_app.people.accounts.sign_up import sign_up
from clinic_app.people.organizations.create_organization import create_organization as found
from clinic_app.people.sessions.find_signed_in import find_signed_in
from clinic_app.people.sessions.sign_out import sign_out
from clinic_app.people.sessions.visitor import Visitor
from clinic_app.settings import settings

_HERE = Visitor(address="127.0.0.1", device="Command line")


def create_organization(
    *,
    name: str,
    slug: str,
    time_zone: str,
    country: str,
    currency: str,
    owner_name: str,
    owner_email: str,
) -> None:
    """Found a clinic. The owner's account is made, or, where there is one, signed in to."""
    password = _password(owner_email)
    clinic = {"name": name, "slug": slug, "time_zone": time_zone}
    clinic |= {"country": country, "currency": currency}
    with open_database():
        bring_up_to_date()
        with_engine(_found(owner_name, owner_email, password, clinic))
    say(f"{name} is founded. {owner_email} can sign in at {settings().base_url}/sign-in.")


async def _found(owner_name: str, email: str, password: str, clinic: dict[str, str]) -> None:
    try:
        token = await sign_up(_HERE, name=owner_name, email=email, password=password)
    except Conflict:
        token = (await sign_in(_HERE, login=email, password=password)).token
    try:
        signed_in = await _holder(token)
        async with transaction(person=signed_in.person_id) as session:
            await found(session, signed_in, **clinic)
    finally:
        async with transaction() as session:
            await sign_out(session, token)


async def _holder(token: str) -> SignedIn:
    signed_in = await find_signed_in(token)
    if signed_in is None:
        raise SignedOut
    return signed_in


def _password(email: str) -> str:
    """Ask on a terminal; otherwise read one line, so that no password is among the arguments."""
    if sys.stdin.isatty():
        return getpass.getpass(f"Password of {email}: ")
    return sys.stdin.readline().rstrip("\n")
