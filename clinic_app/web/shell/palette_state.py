"""The Ctrl/⌘ K palette: pages and actions of one's role; patients, visits and free times as
one types."""

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, allows
from clinic_app.access.roles import Role
from clinic_app.web.react.command import FoundRow
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer
from clinic_app.web.shell.navigation import navigation_for
from clinic_app.web.shell.palette_rows import address_of, find_rows

_ACTIONS = (
    ("/calendar?book=1", "Book a visit", "calendar-plus", Permission.APPOINTMENT_WRITE),
    ("/visits-to-move?time-off=1", "Enter time off", "plane", Permission.TIME_OFF_WRITE),
    ("/patients?register=1", "Register a patient", "user-plus", Permission.PATIENT_WRITE),
)


class PaletteState(rx.State):
    """What the palette offers."""

    items: rx.Field[list[FoundRow]] = rx.field(default_factory=list[FoundRow])
    found: rx.Field[list[FoundRow]] = rx.field(default_factory=list[FoundRow])

    @rx.event
    @door(Permission.SIGNED_IN)
    async def open(self, actor: Actor) -> Answer:
        """Fill in the pages and actions of the role."""
        self.items = _items(actor.role)
        self.found = []

    @rx.event(supersedes=True)
    @door(Permission.PATIENT_READ)
    async def search(self, actor: Actor, query: str) -> Answer:
        """Find patients, their coming visits and free times; the newest answer wins."""
        self.found = await find_rows(actor, query) if query.strip() else []

    @rx.event
    @door(Permission.SIGNED_IN)
    async def pick(self, actor: Actor, choice: str) -> Answer:
        """Go where the chosen line leads."""
        self.found = []
        address = address_of(choice)
        if address is not None:
            return rx.redirect(address)
        known = {item.id for item in _items(actor.role)}
        return rx.redirect(choice) if choice in known else None


def _items(role: Role) -> list[FoundRow]:
    actions = [
        FoundRow(id=path, label=label, icon=icon, group="Actions")
        for path, label, icon, permission in _ACTIONS
        if allows(role, permission)
    ]
    pages = [
        FoundRow(id=entry.route, label=entry.label, icon=entry.icon, group="Pages")
        for entry in navigation_for(role)
    ]
    return [*actions, *pages]
