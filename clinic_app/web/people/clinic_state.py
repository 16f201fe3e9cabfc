"""The clinic's settings."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.kit.countries import COUNTRY_NAMES
from clinic_app.live.topics import Topic
from clinic_app.people.edit_organization import edit_organization
from clinic_app.people.get_organization import OrganizationSettings, get_organization
from clinic_app.scheduling.count_coming_visits import count_coming_visits
from clinic_app.web.people.form_values import number_of, text_of
from clinic_app.web.session.door import door, live_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.session.pushes import pushes

_FIELDS = ("name", "time_zone", "currency", "idle_minutes", "slot_minutes", "one_visit")


class ClinicState(rx.State):
    """The settings as kept, and those that wait for an answer about the time zone."""

    loaded: rx.Field[bool] = rx.field(False)
    version: rx.Field[int] = rx.field(0)  # begins the fields afresh when the settings changed
    name: rx.Field[str] = rx.field("")
    slug: rx.Field[str] = rx.field("")
    country: rx.Field[str] = rx.field("")
    time_zone: rx.Field[str] = rx.field("")
    currency: rx.Field[str] = rx.field("")
    idle_minutes: rx.Field[str] = rx.field("")
    slot_minutes: rx.Field[str] = rx.field("")
    one_visit: rx.Field[str] = rx.field("yes")  # whether a patient is in one place at a time
    new_zone: rx.Field[str] = rx.field("")  # asked about: visits to come keep their instants
    coming: rx.Field[int] = rx.field(0)
    wanted: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])

    @rx.event
    @door(Permission.ORGANIZATION_WRITE)
    async def open(self, actor: Actor) -> Answer:
        """Load the settings, and hear of others' changes."""
        self.errors, self.new_zone = {}, ""
        self._show(await look(actor, get_organization))
        return ClinicState.watch

    @rx.event(background=True)
    @live_door(Permission.ORGANIZATION_WRITE)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Load again when somebody saves."""
        async for actor in pushes(self, Permission.ORGANIZATION_WRITE, Topic.ORGANIZATION):
            settings = await look(actor, get_organization)
            async with self:
                self._show(settings)
            yield

    @rx.event
    @door(Permission.ORGANIZATION_WRITE)
    async def save(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Save, unless the zone changes while visits are booked: then ask first."""
        self.errors = {}
        wanted = {field: text_of(form, field) for field in _FIELDS}
        if wanted["time_zone"] != actor.time_zone:
            self.coming = await look(actor, count_coming_visits)
            if self.coming:
                self.wanted, self.new_zone = wanted, wanted["time_zone"][:64]
                return None
        return await self._save(actor, wanted)

    @rx.event
    @door(Permission.ORGANIZATION_WRITE)
    async def save_zone(self, actor: Actor) -> Answer:
        """Save after the question; visits to come keep their instants."""
        wanted, self.new_zone = self.wanted, ""
        return await self._save(actor, wanted)

    @rx.event
    @door(Permission.ORGANIZATION_WRITE)
    async def show_question(self, actor: Actor, shown: bool) -> Answer:
        """Close the question about the zone; only `save` asks it."""
        del actor
        if not shown:
            self.new_zone = ""

    async def _save(self, actor: Actor, wanted: dict[str, str]) -> Answer:
        await perform(
            actor,
            edit_organization,
            name=text_of(wanted, "name"),
            time_zone=text_of(wanted, "time_zone"),
            currency=text_of(wanted, "currency"),
            idle_minutes=number_of(wanted, "idle_minutes"),
            slot_minutes=number_of(wanted, "slot_minutes"),
            one_visit_per_patient=text_of(wanted, "one_visit") == "yes",
        )
        self._show(await look(actor, get_organization))
        return say("Settings saved.")

    def _show(self, kept: OrganizationSettings) -> None:
        before = self._fields()
        self.name, self.slug = kept.name, kept.slug
        self.country = COUNTRY_NAMES.get(kept.country, kept.country)
        self.time_zone, self.currency = kept.time_zone, kept.currency
        self.idle_minutes, self.slot_minutes = str(kept.idle_minutes), str(kept.slot_minutes)
        self.one_visit = "yes" if kept.one_visit_per_patient else "no"
        self.version += self._fields() != before
        self.loaded = True

    def _fields(self) -> tuple[str, ...]:
        return tuple(getattr(self, field) for field in _FIELDS)
