"""What the shell knows: who is here, in which clinic, what they may, what waits."""

from collections.abc import AsyncGenerator
from dataclasses import asdict

import reflex as rx

from clinic_app.access.actor import SignedIn
from clinic_app.access.permissions import Permission, allows, require
from clinic_app.access.roles import ROLE_NAMES
from clinic_app.database.transaction import transaction
from clinic_app.kit.ids import OrganizationId, parse_id
from clinic_app.kit.text import initials
from clinic_app.live.topics import Topic
from clinic_app.people.organizations.organization_rows import OrganizationCard
from clinic_app.people.organizations.switch_organization import switch_organization
from clinic_app.people.sessions.session_cookie import token_in
from clinic_app.people.sessions.sign_out import sign_out
from clinic_app.web.react.clinic_time import ClinicClock, clinic_clock
from clinic_app.web.session.cookie import signed_in_of, way_to_sign_in
from clinic_app.web.session.door import live_door, open_door, own_door
from clinic_app.web.session.messenger import Answer, leave_for, warn
from clinic_app.web.session.pushes import leave_page, pushes
from clinic_app.web.shell.landing import LANDINGS
from clinic_app.web.shell.palette_state import PaletteState
from clinic_app.web.shell.registry import page_at
from clinic_app.web.shell.shell_data import load_clinics, load_counts

SHELL_LANE = "shell"


class ShellState(rx.State):
    """The frame around every page of a signed-in member."""

    route: rx.Field[str] = rx.field("")
    name: rx.Field[str] = rx.field("")
    name_initials: rx.Field[str] = rx.field("")
    role: rx.Field[str] = rx.field("")
    role_name: rx.Field[str] = rx.field("")
    theme: rx.Field[str] = rx.field("")  # empty until it is known
    clinic: rx.Field[str] = rx.field("")
    clinic_initials: rx.Field[str] = rx.field("")
    clock: rx.Field[ClinicClock] = rx.field(default_factory=ClinicClock)
    idle_minutes: rx.Field[int] = rx.field(15)
    clinics: rx.Field[list[OrganizationCard]] = rx.field(default_factory=list[OrganizationCard])
    may: rx.Field[dict[str, bool]] = rx.field(default_factory=dict[str, bool])
    counts: rx.Field[dict[str, int]] = rx.field(default_factory=dict[str, int])

    @rx.event
    @open_door
    async def enter(self) -> Answer:
        """Open the page of the present route: find out who asks, then let the page load."""
        page = page_at(self.router.route_id)
        leave_page(self.router.session.client_token)
        if page is None or page.permission is None:
            return list(page.on_load) if page else None
        signed_in = await signed_in_of(self)
        if signed_in is None:
            return await way_to_sign_in(self)
        away = _elsewhere(signed_in, page.permission)
        if away is not None:
            return away
        self.route = page.route
        first_time = not self.may
        self._show(signed_in)
        if not first_time:  # each page opened ends what the one before it began, the watch too
            return [ShellState.watch, *page.on_load]
        self._show_clinics(await load_clinics(signed_in))
        return [ShellState.watch, PaletteState.open, *page.on_load]

    @rx.event
    @open_door
    async def go_home(self) -> Answer:
        """Lead to the page where the role's work is."""
        signed_in = await signed_in_of(self)
        if signed_in is None:
            return await way_to_sign_in(self)
        if signed_in.actor is None:
            return _elsewhere(signed_in, Permission.SIGNED_IN)
        return rx.redirect(LANDINGS[signed_in.actor.role], replace=True)

    @rx.event
    @own_door
    async def switch(self, signed_in: SignedIn, organization_id: str) -> Answer:
        """Work in another of one's clinics; every page is loaded afresh for it."""
        clinic = parse_id(OrganizationId, organization_id, what="That clinic")
        async with transaction(person=signed_in.person_id) as session:
            await switch_organization(session, signed_in, organization_id=clinic)
        return leave_for("/")

    @rx.event
    @open_door
    async def sign_out(self) -> Answer:
        """End this browser's session; its other open tabs are led to the sign-in page."""
        token = token_in(self.router.headers.cookie)
        if token is not None:
            async with transaction() as session:
                await sign_out(session, token)
        return leave_for("/sign-in")

    @rx.event(background=True)
    @live_door(Permission.SIGNED_IN)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Keep the sidebar's numbers and the clinic's name true while the tab is open."""
        topics = (Topic.CALENDAR, Topic.MEMBERS, Topic.ORGANIZATION)
        known: SignedIn | None = None
        async for actor in pushes(self, Permission.SIGNED_IN, *topics, lane=SHELL_LANE):
            page = page_at(self.route)
            if page is not None and page.permission is not None:
                require(actor, page.permission)  # a lowered role leads away from any page
            counts = asdict(await load_counts(actor))
            signed_in = await signed_in_of(self, active=False)
            clinics = await load_clinics(signed_in) if signed_in and signed_in != known else None
            async with self:
                self.counts = counts
                if signed_in is not None and clinics is not None:
                    self._show(signed_in)
                    self._show_clinics(clinics)
            known = signed_in
            yield

    def _show(self, signed_in: SignedIn) -> None:
        """Take over who is here."""
        actor = signed_in.actor
        if actor is None:
            return
        self.name = signed_in.name
        self.name_initials = initials(signed_in.name)
        self.role = actor.role
        self.role_name = ROLE_NAMES[actor.role]
        self.theme = signed_in.theme
        self.clock = clinic_clock(actor.time_zone)
        self.idle_minutes = signed_in.idle_minutes
        self.may = {permission: allows(actor.role, permission) for permission in Permission}

    def _show_clinics(self, clinics: list[OrganizationCard]) -> None:
        self.clinics = clinics
        active = next((clinic.name for clinic in clinics if clinic.active), "")
        self.clinic, self.clinic_initials = active, initials(active) if active else ""


def _elsewhere(signed_in: SignedIn, permission: Permission) -> Answer:
    """Return where somebody must go instead of the page, None when they may stay."""
    if signed_in.must_change_password:
        return rx.redirect("/change-password")
    if signed_in.actor is None:
        return rx.redirect("/welcome")
    if not allows(signed_in.actor.role, permission):
        return [
            warn("Your role does not open that page. This is your own start page."),
            rx.redirect(LANDINGS[signed_in.actor.role]),
        ]
    return None
