"""The list of practitioners: live, in the clinic's order, with the archived on demand."""

from typing import ClassVar

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.database.transaction import look
from clinic_app.kit.ids import PractitionerId
from clinic_app.live.topics import Topic
from clinic_app.people.members.member_choices import member_choices
from clinic_app.scheduling.set_up.archive_practitioner import archive_practitioner
from clinic_app.scheduling.set_up.list_practitioners import list_practitioners
from clinic_app.scheduling.set_up.restore_practitioner import restore_practitioner
from clinic_app.web.scheduling.set_up.practitioner_state import PractitionerState
from clinic_app.web.scheduling.set_up.setup_list import WRITE, Kind, SetupList
from clinic_app.web.scheduling.set_up.setup_rows import PractitionerLine, practitioner_line
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer


class PractitionersState(SetupList, rx.State):
    """The page /settings/practitioners."""

    KIND: ClassVar[Kind] = Kind(
        *("practitioner", PractitionerId, archive_practitioner, restore_practitioner),
        back="them",
        topics=(Topic.SCHEDULE, Topic.MEMBERS),
    )

    lines: rx.Field[list[PractitionerLine]] = rx.field(default_factory=list[PractitionerLine])

    @rx.event
    @door(WRITE)
    async def open(self, actor: Actor) -> Answer:
        """Load the list and keep it true."""
        self.archived = False
        await self._load(actor)
        return [PractitionerState.show(False), PractitionersState.watch]

    async def _rows(self, actor: Actor) -> list[PractitionerLine]:
        rows = await look(actor, list_practitioners, archived=self.archived)
        names = {member.id: member.name for member in await look(actor, member_choices)}
        return [practitioner_line(row, names) for row in rows]
