"""Who else takes part in a booking, and which services follow it in the same coming."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Concatenate

import reflex as rx
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import Invalid
from clinic_app.kit.ids import PatientId, PractitionerId, RoomId, ServiceId, parse_id
from clinic_app.scheduling.booking.booking_rows import BookingChoices
from clinic_app.scheduling.booking.load_booking_choices import load_booking_choices
from clinic_app.scheduling.booking.preview_visit import preview_visit
from clinic_app.scheduling.booking_limits import MOST_ASSISTANTS
from clinic_app.scheduling.coming.coming_parts import MOST_PARTS, AskedPart
from clinic_app.scheduling.coming.find_chain import find_chain, plan_chain, timed
from clinic_app.scheduling.coming.hold_together import hold_together
from clinic_app.scheduling.coming.nearest_chain import nearest_chain
from clinic_app.scheduling.errors import NotOffered
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.free_times.nearest_free import nearest_free
from clinic_app.scheduling.free_times.slot_rows import FreeSlot
from clinic_app.web.scheduling.booking.booking_words import (
    SlotChoice,
    Take,
    nearest_choices,
    takes_of,
    takes_of_chain,
)
from clinic_app.web.scheduling.booking.helper_rows import HelperRow, who_assists
from clinic_app.web.scheduling.booking.slot_keeper import SlotKeeper
from clinic_app.web.scheduling.set_up.forms import id_or_none
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer
from clinic_app.web.ui.choice_field import ChoiceRow

Finder = Callable[Concatenate[AsyncSession, Actor, ...], Awaitable[tuple[FreeSlot, ...]]]
WRITE = Permission.APPOINTMENT_WRITE


@dataclass(frozen=True)
class MorePart:
    """One more service of the coming."""

    service_id: str
    service: str
    practitioner_id: str  # empty for anybody
    practitioners: list[ChoiceRow]
    assisting: list[HelperRow] = field(default_factory=list[HelperRow])
    may_assist: list[ChoiceRow] = field(default_factory=list[ChoiceRow])


class BookingParts(SlotKeeper, rx.State, mixin=True):
    """The vars and doors of assistants and further services."""

    assisting: rx.Field[list[HelperRow]] = rx.field(default_factory=list[HelperRow])
    may_assist: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])
    more: rx.Field[list[MorePart]] = rx.field(default_factory=list[MorePart])

    moving: rx.Field[str]
    service_id: rx.Field[str]
    practitioner_id: rx.Field[str]
    room_id: rx.Field[str]
    patient_id: rx.Field[str]
    day: rx.Field[str]

    _people: tuple[ChoiceRow, ...] = ()  # everybody who could take part
    _moved_parts: tuple[AskedPart, ...] = ()  # of a coming that is moved: what each of them is
    _all_stand: str = ""  # and when its first begins now
    _planned: tuple[AskedPart, ...] = ()  # the chosen time of each service, of several

    @rx.event
    @door(WRITE)
    async def assist(self, actor: Actor, number: int, joins: bool, practitioner_id: str) -> Answer:
        """Let somebody assist in a service of the coming, from 0, or no longer."""
        known = [
            HelperRow(row.value, row.label) for row in self._people if row.value == practitioner_id
        ]
        left = [row for row in self._team_of(number) if row.id != practitioner_id]
        await self._staff(actor, number, [*left, *known][:MOST_ASSISTANTS] if joins else left)

    @rx.event
    @door(WRITE)
    async def give_minutes(  # what a field sends, in its order
        self, actor: Actor, number: int, practitioner_id: str, what: str, typed: str
    ) -> Answer:
        """Have somebody assist in a part of a service alone. what: begins, or lasts."""
        if what not in {"begins", "lasts"}:
            raise Invalid("That is no part of a visit.", field="assistants")
        part: dict[str, Any] = {what: typed.strip()[:3]}
        team = self._team_of(number)
        rows = [replace(row, **part) if row.id == practitioner_id else row for row in team]
        if rows != team:
            await self._staff(actor, number, rows)

    @rx.event
    @door(WRITE)
    async def add_part(self, actor: Actor, service_id: str) -> Answer:
        """Have another service follow."""
        found = await look(actor, load_booking_choices)
        service = next((one for one in found.services if one.id == service_id), None)
        if service is None or self._services_so_far() >= MOST_PARTS:
            return
        if service.seats > 1:
            raise NotOffered(f"{service.name} is a group's: book it by itself.", field="assistants")
        self.more = [*self.more, more_part(found, service.id, service.name)]
        await self._search_anew(actor)

    @rx.event
    @door(WRITE)
    async def drop_part(self, actor: Actor, index: int) -> Answer:
        """Take a further service out again."""
        self.more = [part for at, part in enumerate(self.more) if at != index]
        await self._search_anew(actor)

    @rx.event
    @door(WRITE)
    async def give_part(self, actor: Actor, index: int, practitioner_id: str) -> Answer:
        """Choose who gives a further service, or anybody."""
        self.more = [
            replace(part, practitioner_id=practitioner_id) if at == index else part
            for at, part in enumerate(self.more)
        ]
        await self._search_anew(actor)

    def _services_so_far(self) -> int:
        return 1 + len(self.more)

    def _teams(self) -> list[list[HelperRow]]:
        return [self.assisting, *(part.assisting for part in self.more)]

    def _team_of(self, number: int) -> list[HelperRow]:
        teams = self._teams()
        return teams[number] if 0 <= number < len(teams) else []

    async def _staff(self, actor: Actor, number: int, team: list[HelperRow]) -> None:
        """Let these assist in a service of the coming."""
        if number == 0:
            self.assisting = team
        self.more = [
            replace(part, assisting=team) if at == number else part
            for at, part in enumerate(self.more, start=1)
        ]
        await self._search_anew(actor)

    def _weigh_helpers(self) -> None:
        """Who gives a service does not assist in it as well; who assists is not offered again."""
        self.assisting, self.may_assist = self._weighed(self.practitioner_id, self.assisting)
        weighed = [self._weighed(part.practitioner_id, part.assisting) for part in self.more]
        self.more = [
            replace(part, assisting=team, may_assist=may)
            for part, (team, may) in zip(self.more, weighed, strict=True)
        ]

    def _weighed(
        self, giver: str, team: list[HelperRow]
    ) -> tuple[list[HelperRow], list[ChoiceRow]]:
        left = [row for row in team if row.id != giver]
        chosen = {giver, *(row.id for row in left)}
        return left, [row for row in self._people if row.value not in chosen]

    def _finder(self) -> Finder:
        return find_chain if self.more else find_free_slots

    def _nearest_finder(self) -> Finder:
        return nearest_chain if self.more else nearest_free

    async def _nearest(self, actor: Actor, start: datetime) -> list[SlotChoice]:
        """Return the free times around one that is gone."""
        found = await look(actor, self._nearest_finder(), **self._asked(), start=start)
        return nearest_choices(found, actor.time_zone, date.fromisoformat(self.day))

    def _what(self) -> dict[str, Any]:
        """Return what is to be booked, as the verbs take it."""
        first: dict[str, Any] = {
            "service_id": parse_id(ServiceId, self.service_id, what="The service"),
            "practitioner_id": giver_of(self.practitioner_id),
            "room_id": id_or_none(RoomId, self.room_id),
            "assistants": who_assists(self.assisting),
        }
        if not self.more:
            return first
        who = (self.practitioner_id, *(part.practitioner_id for part in self.more))
        if self._moved_parts:
            pairs = zip(self._moved_parts, who, strict=True)
            return {"parts": [replace(part, practitioner_id=giver_of(one)) for part, one in pairs]}
        others = [
            AskedPart(
                parse_id(ServiceId, part.service_id),
                giver_of(part.practitioner_id),
                assistants=who_assists(part.assisting),
            )
            for part in self.more
        ]
        return {"parts": [AskedPart(**first), *others]}

    def _for_whom(self) -> dict[str, Any]:
        """Return who comes, once they are chosen: their other visits are in the way."""
        who = self.patient_id
        return {"patient_id": parse_id(PatientId, who, what="The patient") if who else None}

    def _stand_at(self, start: str) -> bool:
        """Tell whether all of a coming that is moved would stay where they are."""
        moved = self._moved_parts
        return bool(moved) and start == self._all_stand and self._what()["parts"] == [*moved]

    async def _takes(
        self, actor: Actor, start: datetime, purpose: dict[str, Any], asked: dict[str, Any]
    ) -> list[Take]:
        """Return what the chosen time would take. Raises what stands against it."""
        if not self.more:
            return takes_of(await look(actor, preview_visit, **asked, start=start, **purpose))
        links = await look(actor, plan_chain, **asked, start=start, **purpose)
        self._planned = timed(asked["parts"], links)
        return takes_of_chain(links, actor.time_zone)

    async def _keep_all(
        self, actor: Actor, start: datetime, purpose: dict[str, Any], moved: dict[str, Any]
    ) -> None:
        """Hold what was chosen. moved: which visit alone is moved, and how long it lasts."""
        if not self.more:
            await self._keep(actor, start, self._what() | purpose | moved)
            return
        before = self._hold_id()
        held = await perform(
            actor, hold_together, parts=self._planned, instead_of=before, **purpose
        )
        self._held(actor, held)

    async def _search_anew(self, actor: Actor) -> None:
        raise NotImplementedError

    def _asked(self) -> dict[str, Any]:
        raise NotImplementedError


def more_part(
    choices: BookingChoices, service_id: str, service: str, practitioner_id: str = ""
) -> MorePart:
    """Return a service of a coming, and who may give it."""
    givers = next((one.practitioner_ids for one in choices.services if one.id == service_id), ())
    rows = [ChoiceRow(one.id, one.name) for one in choices.practitioners if one.id in givers]
    return MorePart(service_id, service, practitioner_id, rows)


def giver_of(practitioner_id: str) -> PractitionerId | None:
    """Return who was chosen to give a service; None for anybody."""
    return _known(practitioner_id) if practitioner_id else None


def _known(practitioner_id: str) -> PractitionerId:
    return parse_id(PractitionerId, practitioner_id, what="The practitioner")
