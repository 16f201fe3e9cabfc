"""The clinic's settings."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any, cast

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.kit.countries import COUNTRY_NAMES
from clinic_app.kit.errors import Conflict, NotFound
from clinic_app.live.topics import Topic
from clinic_app.pathways.edit_clinic import Keep, edit_clinic
from clinic_app.people.organizations.get_organization import OrganizationSettings, get_organization
from clinic_app.people.organizations.organization_rules import check_zone
from clinic_app.scheduling.set_up.count_coming_visits import count_coming_visits
from clinic_app.scheduling.zone.wall_rules import Pass
from clinic_app.scheduling.zone.wall_troubles import wall_troubles
from clinic_app.web.people.form_values import number_of, text_of
from clinic_app.web.session.door import door, live_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.session.pushes import pushes

_SHOWN = 10
_FIELDS = ("name", "time_zone", "currency", "idle_minutes", "slot_minutes", "one_visit")


def _kept(visits: int) -> str:
    """Return “1 visit keeps its clock time.” or “3 visits keep their clock times.”, whole."""
    return (
        "1 visit keeps its clock time."
        if visits == 1
        else f"{visits} visits keep their clock times."
    )


@dataclass(frozen=True, slots=True)
class TroubleLine:
    """A visit that would meet another in the new zone, or whose wall time is odd there."""

    id: str
    who: str
    words: str


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
    new_zone: rx.Field[str] = rx.field("")  # asked about: what shall happen to visits to come
    coming: rx.Field[int] = rx.field(0)
    keep: rx.Field[str] = rx.field("instants")  # of visits to come: their moments, or their walls
    double: rx.Field[str] = rx.field("first")  # which of an hour that comes twice there
    troubles: rx.Field[list[TroubleLine]] = rx.field(default_factory=list[TroubleLine])
    more_troubles: rx.Field[int] = rx.field(0)
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
                await self._ask(actor, wanted)
                return None
        return await self._save(actor, wanted)

    @rx.event
    @door(Permission.ORGANIZATION_WRITE)
    async def choose_keep(self, actor: Actor, answer: str) -> Answer:
        """Say whether visits to come keep their moments or their wall times."""
        del actor
        if answer not in {"instants", "walls"}:
            raise NotFound
        self.keep = answer

    @rx.event
    @door(Permission.ORGANIZATION_WRITE)
    async def choose_double(self, actor: Actor, answer: str) -> Answer:
        """Say which of an hour that comes twice is meant."""
        del actor
        if answer not in {"first", "second"}:
            raise NotFound
        self.double = answer

    @rx.event
    @door(Permission.ORGANIZATION_WRITE)
    async def save_zone(self, actor: Actor) -> Answer:
        """Save after the question, and do with visits to come what was answered."""
        if not self.new_zone:
            raise NotFound
        wanted, self.new_zone = self.wanted, ""
        try:
            return await self._save(actor, wanted)
        except Conflict:  # the question stays, with those who would meet by now
            await self._ask(actor, wanted, keep=self.keep)
            raise

    @rx.event
    @door(Permission.ORGANIZATION_WRITE)
    async def show_question(self, actor: Actor, shown: bool) -> Answer:
        """Close the question about the zone; only `save` asks it."""
        del actor
        if not shown:
            self.new_zone, self.keep = "", "instants"

    async def _ask(self, actor: Actor, wanted: dict[str, str], *, keep: str = "instants") -> None:
        zone = wanted["time_zone"]
        found = await look(actor, wall_troubles, time_zone=check_zone(zone))
        self.troubles = [
            TroubleLine(str(number), f"{one.patient} · {one.service}", one.words)
            for number, one in enumerate(found[:_SHOWN])
        ]
        self.more_troubles = max(0, len(found) - _SHOWN)
        self.keep, self.double = keep, "first"
        self.wanted, self.new_zone = wanted, zone

    async def _save(self, actor: Actor, wanted: dict[str, str]) -> Answer:
        shifted = await perform(
            actor,
            edit_clinic,
            keep=cast("Keep", self.keep),
            double=cast("Pass", self.double),
            name=text_of(wanted, "name"),
            time_zone=text_of(wanted, "time_zone"),
            currency=text_of(wanted, "currency"),
            idle_minutes=number_of(wanted, "idle_minutes"),
            slot_minutes=number_of(wanted, "slot_minutes"),
            one_visit_per_patient=text_of(wanted, "one_visit") == "yes",
        )
        self._show(await look(actor, get_organization))
        self.keep = "instants"
        if not shifted:
            return say("Settings saved.")
        return say(f"Settings saved. {_kept(shifted)}")

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
