"""A session's list on paper: who comes, to be ticked and signed. Desk data alone."""

from dataclasses import dataclass

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look
from clinic_app.kit.clock import now
from clinic_app.kit.errors import NotFound
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.groups.get_group import get_group
from clinic_app.scheduling.groups.group_rows import GroupSheet
from clinic_app.scheduling.wall_words import clock, day_and_year
from clinic_app.web.scheduling.groups.group_times import group_key
from clinic_app.web.scheduling.groups.group_words import NO_GROUP
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer


@dataclass(frozen=True)
class PrintedPatient:
    """One line of the list."""

    id: str
    number: int
    name: str
    file_number: str
    phone: str
    state: str


class GroupPrintState(rx.State):
    """The session whose list is to be printed."""

    loaded: rx.Field[bool] = rx.field(False)
    group: rx.Field[GroupSheet] = rx.field(default_factory=lambda: NO_GROUP)
    printed: rx.Field[str] = rx.field("")
    lines: rx.Field[list[PrintedPatient]] = rx.field(default_factory=list[PrintedPatient])

    @rx.event
    @door(Permission.APPOINTMENT_READ)
    async def open(self, actor: Actor) -> Answer:
        """Load the session that the address names (?id=…)."""
        self.reset()
        wall = to_wall(now(), actor.time_zone)
        self.printed = f"Printed {day_and_year(wall)}, {clock(wall)}"
        asked = self.router.url.query_parameters.get("id", "")
        try:
            self.group = await look(actor, get_group, group_id=group_key(asked))
        except NotFound:
            return
        finally:
            self.loaded = True
        self.lines = [
            PrintedPatient(
                *(one.visit_id, number, one.name, one.file_number, one.phone, one.status_name)
            )
            for number, one in enumerate((*self.group.patients, *self.group.missed), start=1)
        ]
