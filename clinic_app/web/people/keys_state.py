"""The clinic's API keys: make one, see it once, revoke it."""

import logging
from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx
from sqlalchemy.exc import SQLAlchemyError

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import ApiKeyId, parse_id
from clinic_app.live.topics import Topic
from clinic_app.people.api_keys.key_rows import KeyRow
from clinic_app.people.api_keys.list_keys import list_keys
from clinic_app.people.api_keys.make_key import make_key
from clinic_app.people.api_keys.revoke_key import revoke_key
from clinic_app.web.people.form_values import number_of, text_of
from clinic_app.web.session.door import door, live_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.session.pushes import pushes

log = logging.getLogger(__name__)

# The read-only field that a new key is written into, in the browser alone.
KEY_FIELD = "new-api-key"
_SCOPE = "scope:"


class KeysState(rx.State):
    """The list, and one dialog at a time. A key never enters a var: see `make`."""

    rows: rx.Field[list[KeyRow]] = rx.field(default_factory=list[KeyRow])
    loading: rx.Field[bool] = rx.field(True)
    failed: rx.Field[str] = rx.field("")
    making: rx.Field[bool] = rx.field(False)
    made: rx.Field[bool] = rx.field(False)
    revoking: rx.Field[str] = rx.field("")  # the id of the key that is asked about
    name: rx.Field[str] = rx.field("")
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])

    @rx.event
    @door(Permission.ORGANIZATION_WRITE)
    async def open(self, actor: Actor) -> Answer:
        """Load the list and keep it true."""
        self._close()
        self._show(await self._load(actor))
        return KeysState.watch

    @rx.event(background=True)
    @live_door(Permission.ORGANIZATION_WRITE)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Load again whenever a key was made or revoked."""
        async for actor in pushes(self, Permission.ORGANIZATION_WRITE, Topic.ORGANIZATION):
            loaded = await self._load(actor)
            async with self:
                self._show(loaded)
            yield

    @rx.event
    @door(Permission.ORGANIZATION_WRITE)
    async def reload(self, actor: Actor) -> Answer:
        """Try again after a failure."""
        self._show(await self._load(actor))

    @rx.event
    @door(Permission.ORGANIZATION_WRITE)
    async def show_making(self, actor: Actor, shown: bool) -> Answer:
        """Open or close the dialog for a new key; closed, the key is gone from the screen."""
        del actor
        self._close()
        self.making = shown

    @rx.event
    @door(Permission.ORGANIZATION_WRITE)
    async def make(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Make a key and write it into the dialog's field, and nowhere else.

        It goes out as an event, not as a var: vars are kept with the tab's state.
        """
        self.errors = {}
        scopes = [name.removeprefix(_SCOPE) for name in form if _is_ticked(form, name)]
        new = await perform(
            actor,
            make_key,
            name=text_of(form, "name"),
            scopes=scopes,
            days=number_of(form, "days"),
        )
        self.made = True
        self._show(await self._load(actor))
        return rx.set_value(KEY_FIELD, new.key)

    @rx.event
    @door(Permission.ORGANIZATION_WRITE)
    async def ask_to_revoke(self, actor: Actor, key_id: str) -> Answer:
        """Open the question before revoking."""
        rows = await look(actor, list_keys)
        row = next((row for row in rows if row.id == key_id), None)
        if row is None:
            raise NotFound("That key")
        self.revoking, self.name = row.id, row.name

    @rx.event
    @door(Permission.ORGANIZATION_WRITE)
    async def show_revoking(self, actor: Actor, shown: bool) -> Answer:
        """Close the question; only `ask_to_revoke` opens it."""
        del actor
        if not shown:
            self.revoking = ""

    @rx.event
    @door(Permission.ORGANIZATION_WRITE)
    async def revoke(self, actor: Actor) -> Answer:
        """End the key."""
        wanted, self.revoking = parse_id(ApiKeyId, self.revoking, what="That key"), ""
        await perform(actor, revoke_key, key_id=wanted)
        self._show(await self._load(actor))
        return say("Key revoked. It opens nothing any more.")

    async def _load(self, actor: Actor) -> list[KeyRow] | None:
        """Return the keys, None when the database is out of reach."""
        try:
            return await look(actor, list_keys)
        except SQLAlchemyError as error:
            log.warning("the API keys could not be loaded (%s)", type(error).__name__)
            return None

    def _show(self, loaded: list[KeyRow] | None) -> None:
        self.loading = False
        self.failed = "" if loaded is not None else "The keys could not be loaded."
        if loaded is not None:
            self.rows = loaded

    def _close(self) -> None:
        self.making, self.made, self.revoking, self.errors = False, False, "", {}


def _is_ticked(form: dict[str, Any], name: str) -> bool:
    return name.startswith(_SCOPE) and bool(form[name])
