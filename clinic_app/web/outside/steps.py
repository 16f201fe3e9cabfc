"""Whose public page it is, and the step of it that is shown."""

from datetime import datetime

import reflex as rx

from clinic_app.database.transaction import look
from clinic_app.kit.clock import now
from clinic_app.kit.phone import show_phone
from clinic_app.pathways.open_clinic import OpenClinic, find_open_clinic
from clinic_app.scheduling.outside.get_public_booking import list_services_shown
from clinic_app.web.outside.words import HEADING, TITLES, ServiceCard, zone_words
from clinic_app.web.session.messenger import Answer


class Steps(rx.State, mixin=True):
    """The clinic that the address names, as strangers see it."""

    step: rx.Field[str] = rx.field("")  # "", missing, or one of TITLES
    title: rx.Field[str] = rx.field("")
    embedded: rx.Field[bool] = rx.field(False)
    busy: rx.Field[bool] = rx.field(False)
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])
    clinic: rx.Field[str] = rx.field("")
    colour: rx.Field[str] = rx.field("teal")
    zone: rx.Field[str] = rx.field("")
    policy: rx.Field[str] = rx.field("")
    phone: rx.Field[str] = rx.field("")
    services: rx.Field[list[ServiceCard]] = rx.field(default_factory=list[ServiceCard])

    _begun_at: str = ""  # the clinic's part of the address
    _shown_at: datetime | None = None  # when the step was shown that is shown

    async def _begin(self, clinic: OpenClinic) -> Answer:
        """Show what can be booked there."""
        self._begun_at, kept = self._slug(), clinic.settings
        self.clinic, self.colour, self.policy = clinic.name, kept.colour, kept.policy
        self.phone, self.zone = show_phone(kept.phone), zone_words(clinic.actor.time_zone)
        shown = await look(clinic.actor, list_services_shown)
        self.services = [
            ServiceCard(one.id, one.name, one.lasts, one.shown == "call")
            for one in shown
            if one.shown
        ]
        return self._at("service")

    def _at(self, step: str) -> Answer:
        """Show a step; its heading takes the focus, so that keyboard and reader follow."""
        began = self.step != ""
        self.step, self.title, self.errors = step, TITLES[step], {}
        self._shown_at = now()
        return rx.set_focus(HEADING) if began else None

    async def _clinic(self) -> OpenClinic:
        """Find the clinic that the address names, as it is now."""
        return await find_open_clinic(self._slug())

    def _slug(self) -> str:
        return self.router.url.path.rstrip("/").rpartition("/")[2]
