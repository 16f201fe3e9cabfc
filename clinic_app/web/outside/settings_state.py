"""The settings of booking online."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import look, perform
from clinic_app.kit.ids import ServiceId, parse_id
from clinic_app.kit.phone import show_phone
from clinic_app.live.topics import Topic
from clinic_app.people.organizations.get_organization import get_organization
from clinic_app.scheduling.outside.get_public_booking import get_public_booking, list_services_shown
from clinic_app.scheduling.outside.public_rows import PublicSettings
from clinic_app.scheduling.outside.save_public_booking import save_public_booking
from clinic_app.settings import settings
from clinic_app.web.people.form_values import number_of, text_of
from clinic_app.web.session.door import door, live_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.session.pushes import pushes

_PERMISSION = Permission.ORGANIZATION_WRITE
_SERVICE = "service:"


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A service of the form."""

    name: str  # the field's
    label: str
    lasts: str
    shown: str


@dataclass(frozen=True, slots=True)
class SettingsRow:
    """The settings as the form begins with them."""

    is_open: bool = False
    colour: str = "teal"
    policy: str = ""
    phone: str = ""
    notice_hours: str = ""
    days_ahead: str = ""
    most_visits: str = ""
    cancel_hours: str = ""
    origins: str = ""
    feeds: str = "initials"


class PublicSettingsState(rx.State):
    """The page /settings/online-booking."""

    loaded: rx.Field[bool] = rx.field(False)
    version: rx.Field[int] = rx.field(0)  # begins the fields afresh when the settings changed
    kept: rx.Field[SettingsRow] = rx.field(default_factory=SettingsRow)
    services: rx.Field[list[ShownRow]] = rx.field(default_factory=list[ShownRow])
    nothing_shown: rx.Field[bool] = rx.field(False)
    path: rx.Field[str] = rx.field("")  # /book/city-medical
    address: rx.Field[str] = rx.field("")
    frame_code: rx.Field[str] = rx.field("")
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])

    @rx.event
    @door(_PERMISSION)
    async def open(self, actor: Actor) -> Answer:
        """Load the settings, and hear of others' changes."""
        self.errors = {}
        self._show(*await _load(actor))
        return PublicSettingsState.watch

    @rx.event(background=True)
    @live_door(_PERMISSION)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Load again when somebody saves, or a service comes or goes."""
        topics = (Topic.ORGANIZATION, Topic.SCHEDULE)
        async for actor in pushes(self, _PERMISSION, *topics):
            loaded = await _load(actor)
            async with self:
                self._show(*loaded)
            yield

    @rx.event
    @door(_PERMISSION)
    async def save(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Save what the form says."""
        self.errors = {}
        shown = {
            parse_id(ServiceId, name.removeprefix(_SERVICE), what="The service"): str(value)
            for name, value in form.items()
            if name.startswith(_SERVICE)
        }
        await perform(actor, save_public_booking, settings=_read(form), services=shown)
        self._show(*await _load(actor))
        return say("Settings saved.")

    def _show(self, slug: str, kept: SettingsRow, services: list[ShownRow]) -> None:
        self.version += (kept, services) != (self.kept, self.services)
        self.kept, self.services = kept, services
        self.nothing_shown = not any(one.shown for one in services)
        self.path = f"/book/{slug}"
        self.address = f"{settings().base_url}{self.path}"
        self.frame_code = (
            f'<iframe src="{self.address}?embed=1" title="Book a visit"'
            ' style="border:0;width:100%;height:760px"></iframe>'
        )
        self.loaded = True


def _read(form: dict[str, Any]) -> PublicSettings:
    return PublicSettings(
        is_open=bool(form.get("is_open")),
        colour=text_of(form, "colour"),
        policy=text_of(form, "policy"),
        phone=text_of(form, "phone"),
        notice_hours=number_of(form, "notice_hours"),
        days_ahead=number_of(form, "days_ahead"),
        most_visits=number_of(form, "most_visits"),
        cancel_hours=number_of(form, "cancel_hours"),
        origins=tuple(text_of(form, "origins").split()),
        feeds_name_patients=text_of(form, "feeds") == "names",
    )


async def _load(actor: Actor) -> tuple[str, SettingsRow, list[ShownRow]]:
    kept = await look(actor, get_public_booking)
    row = SettingsRow(
        is_open=kept.is_open,
        colour=kept.colour,
        policy=kept.policy,
        phone=show_phone(kept.phone),
        notice_hours=str(kept.notice_hours),
        days_ahead=str(kept.days_ahead),
        most_visits=str(kept.most_visits),
        cancel_hours=str(kept.cancel_hours),
        origins="\n".join(kept.origins),
        feeds="names" if kept.feeds_name_patients else "initials",
    )
    services = [
        ShownRow(f"{_SERVICE}{one.id}", one.name, f"{one.minutes} min", one.shown)
        for one in await look(actor, list_services_shown)
    ]
    return (await look(actor, get_organization)).slug, row, services
