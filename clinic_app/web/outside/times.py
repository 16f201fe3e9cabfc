"""Choosing a day and a free time: what the public page and a visit's own page share."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import reflex as rx

from clinic_app.database.transaction import look
from clinic_app.kit.clock import now
from clinic_app.kit.ids import PatientId
from clinic_app.kit.zones import to_wall
from clinic_app.pathways.open_clinic import OpenClinic
from clinic_app.pathways.search_from_outside import Search, search_from_outside
from clinic_app.people.sessions.visitor import Visitor, device_of
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.coming.find_chain import find_chain
from clinic_app.scheduling.coming.nearest_chain import nearest_chain
from clinic_app.scheduling.free_times.find_free_slots import find_free_slots
from clinic_app.scheduling.free_times.nearest_free import nearest_free
from clinic_app.scheduling.wall_words import long_day
from clinic_app.web.outside.words import (
    DAYS_SHOWN,
    DayCard,
    TimeCard,
    day_cards,
    last_day,
    near_cards,
    offered,
    time_cards,
)


class Times(rx.State, mixin=True):
    """The days and times that are offered, and the chosen ones."""

    first_day: rx.Field[str] = rx.field("")  # of the fortnight that is shown
    earlier: rx.Field[bool] = rx.field(False)  # whether there is a fortnight before
    later: rx.Field[bool] = rx.field(False)
    days: rx.Field[list[DayCard]] = rx.field(default_factory=list[DayCard])
    day: rx.Field[str] = rx.field("")
    day_words: rx.Field[str] = rx.field("")
    times: rx.Field[list[TimeCard]] = rx.field(default_factory=list[TimeCard])
    lost: rx.Field[str] = rx.field("")  # the chosen time is gone: the sentence
    nearest: rx.Field[list[TimeCard]] = rx.field(default_factory=list[TimeCard])

    _hold_id: str = ""  # the time is kept for this tab while the code is under way

    async def _load_times(
        self,
        clinic: OpenClinic,
        first: date | None,
        parts: Sequence[AskedPart],
        *,
        day: date | None = None,
        skip: bool = False,
        but: datetime | None = None,
        patient_id: PatientId | None = None,
    ) -> None:
        """Load the fortnight from a day on; `skip` goes on to the first that has free times.

        parts: the service, or all of a coming, that shall fit. but: a start that is not offered:
        a visit is not moved to where it stands. patient_id: whose visit is moved; a stranger's
        search never depends on who they may be.
        """
        zone, kept = clinic.actor.time_zone, clinic.settings
        today, end = to_wall(now(), zone).date(), last_day(kept, zone)
        first = min(max(first or today, today), end)
        while True:
            asked: dict[str, Any] = {
                **_asked(parts),
                "first_day": first,
                "days": DAYS_SHOWN,
                "patient_id": patient_id,
            }
            found = await search_from_outside(clinic, self._visitor(), _finder(parts), **asked)
            slots = offered(found, kept, zone, but=but)
            following = first + timedelta(days=DAYS_SHOWN)
            if slots or not skip or following > end:
                break
            first = following
        self.first_day, self.earlier, self.later = (
            first.isoformat(),
            first > today,
            following <= end,
        )
        self.days = day_cards(slots, zone)
        shown = day or (date.fromisoformat(self.days[0].day) if self.days else first)
        self.day, self.day_words = shown.isoformat(), long_day(shown)
        self.times = time_cards(slots, zone, shown)

    async def _lose(
        self,
        clinic: OpenClinic,
        start: datetime,
        parts: Sequence[AskedPart],
        *,
        patient_id: PatientId | None = None,
    ) -> None:
        """Say that a time is gone, and offer the nearest free ones."""
        asked: dict[str, Any] = {
            **_asked(parts),
            "start": start,
            "most": 8,
            "patient_id": patient_id,
        }
        slots = await look(clinic.actor, _nearest_finder(parts), **asked)
        zone = clinic.actor.time_zone
        free = offered(slots, clinic.settings, zone, but=start)
        self.lost, self.nearest = "That time was just taken.", near_cards(free[:4], zone)

    def _visitor(self) -> Visitor:
        agent = self.router.headers.user_agent
        return Visitor(address=self.router.session.client_ip, device=device_of(agent))


def _finder(parts: Sequence[AskedPart]) -> Search:
    return find_free_slots if len(parts) == 1 else find_chain


def _nearest_finder(parts: Sequence[AskedPart]) -> Search:
    return nearest_free if len(parts) == 1 else nearest_chain


def _asked(parts: Sequence[AskedPart]) -> dict[str, Any]:
    """Return what a search for one service, or for several, needs to know."""
    if len(parts) > 1:
        return {"parts": parts}
    (part,) = parts
    return {
        "service_id": part.service_id,
        "practitioner_id": part.practitioner_id,
        "moving": part.moving,
        "minutes": part.minutes,
    }
