"""Choose how the pages look: light, dark, or as the computer does."""

from typing import Literal

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import SignedIn
from clinic_app.live.announce import announce_sessions
from clinic_app.people.accounts.edit_my_account import own_person

Theme = Literal["light", "dark", "system"]


async def choose_theme(session: AsyncSession, signed_in: SignedIn, *, theme: Theme) -> None:
    """Keep the theme on the account, so that it is the same on every device."""
    person = await own_person(session, signed_in)
    person.theme = theme
    await announce_sessions(session, signed_in.person_id)
