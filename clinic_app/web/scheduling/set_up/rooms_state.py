"""The list of rooms and the dialog that names one."""

from typing import ClassVar

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.database.transaction import look, perform
from clinic_app.kit.ids import RoomId
from clinic_app.scheduling.rows import ResourceRow
from clinic_app.scheduling.set_up.archive_room import archive_room
from clinic_app.scheduling.set_up.list_rooms import list_rooms
from clinic_app.scheduling.set_up.restore_room import restore_room
from clinic_app.scheduling.set_up.save_room import save_room
from clinic_app.web.scheduling.set_up.forms import id_or_none
from clinic_app.web.scheduling.set_up.named_list import NamedList
from clinic_app.web.scheduling.set_up.setup_list import Kind


class RoomsState(NamedList, rx.State):
    """The page /settings/rooms."""

    KIND: ClassVar[Kind] = Kind("room", RoomId, archive_room, restore_room)

    async def _listed(self, actor: Actor, *, archived: bool) -> list[ResourceRow]:
        return await look(actor, list_rooms, archived=archived)

    async def _keep(self, actor: Actor, name: str) -> None:
        chosen = id_or_none(RoomId, self.row_id)
        await perform(actor, save_room, name=name, room_id=chosen)
