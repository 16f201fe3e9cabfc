"""The list of devices and the dialog that names one."""

from typing import ClassVar

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.database.transaction import look, perform
from clinic_app.kit.ids import DeviceId
from clinic_app.scheduling.rows import ResourceRow
from clinic_app.scheduling.set_up.archive_device import archive_device
from clinic_app.scheduling.set_up.list_devices import list_devices
from clinic_app.scheduling.set_up.restore_device import restore_device
from clinic_app.scheduling.set_up.save_device import save_device
from clinic_app.web.scheduling.set_up.forms import id_or_none
from clinic_app.web.scheduling.set_up.named_list import NamedList
from clinic_app.web.scheduling.set_up.setup_list import Kind


class DevicesState(NamedList, rx.State):
    """The page /settings/devices."""

    KIND: ClassVar[Kind] = Kind("device", DeviceId, archive_device, restore_device)

    async def _listed(self, actor: Actor, *, archived: bool) -> list[ResourceRow]:
        return await look(actor, list_devices, archived=archived)

    async def _keep(self, actor: Actor, name: str) -> None:
        chosen = id_or_none(DeviceId, self.row_id)
        await perform(actor, save_device, name=name, device_id=chosen)
