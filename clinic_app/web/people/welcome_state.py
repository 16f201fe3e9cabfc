"""The page of somebody who is signed in and works in no clinic: found one, or open one."""

from typing import Any

import reflex as rx

from clinic_app.access.actor import SignedIn
from clinic_app.database.transaction import perform_own
from clinic_app.kit.countries import currency_of_country, zone_of_country
from clinic_app.people.organizations.create_organization import create_organization
from clinic_app.people.organizations.list_my_organizations import list_my_organizations
from clinic_app.people.organizations.organization_rows import OrganizationCard
from clinic_app.people.organizations.organization_rules import suggest_slug
from clinic_app.web.people.form_values import text_of
from clinic_app.web.session.door import own_door
from clinic_app.web.session.messenger import Answer, leave_for


class WelcomeState(rx.State):
    """Founding a clinic, and the clinics one has already."""

    loaded: rx.Field[bool] = rx.field(False)
    name: rx.Field[str] = rx.field("")
    email: rx.Field[str] = rx.field("")
    clinics: rx.Field[list[OrganizationCard]] = rx.field(default_factory=list[OrganizationCard])
    slug: rx.Field[str] = rx.field("")
    slug_is_own: rx.Field[bool] = rx.field(False)  # typed by the person, so no longer suggested
    country: rx.Field[str] = rx.field("")
    time_zone: rx.Field[str] = rx.field("")
    currency: rx.Field[str] = rx.field("")
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])

    @rx.event
    @own_door
    async def open(self, signed_in: SignedIn) -> Answer:
        """Show who is here and which clinics they can open."""
        self.name, self.email = signed_in.name, signed_in.email
        self.clinics = await perform_own(signed_in, list_my_organizations)
        self.errors = {}
        self.loaded = True

    @rx.event
    @own_door
    async def suggest(self, signed_in: SignedIn, name: str) -> Answer:
        """Suggest the short name while the name is typed."""
        del signed_in
        if not self.slug_is_own:
            self.slug = suggest_slug(name[:200])

    @rx.event
    @own_door
    async def type_slug(self, signed_in: SignedIn, slug: str) -> Answer:
        """Keep a short name that was typed; an emptied field is suggested for again."""
        del signed_in
        self.slug = slug[:100]
        self.slug_is_own = bool(slug.strip())

    @rx.event
    @own_door
    async def choose_country(self, signed_in: SignedIn, code: str) -> Answer:
        """Fill zone and currency in from the country; both can be corrected."""
        del signed_in
        self.country = code[:2]
        self.time_zone = zone_of_country(code) or self.time_zone
        self.currency = currency_of_country(code) or self.currency

    @rx.event
    @own_door
    async def choose_zone(self, signed_in: SignedIn, name: str) -> Answer:
        """Take another time zone than the country's first."""
        del signed_in
        self.time_zone = name[:64]

    @rx.event
    @own_door
    async def choose_currency(self, signed_in: SignedIn, code: str) -> Answer:
        """Take another currency than the country's."""
        del signed_in
        self.currency = code[:3]

    @rx.event
    @own_door
    async def create(self, signed_in: SignedIn, form: dict[str, Any]) -> Answer:
        """Found the clinic and go to work in it."""
        self.errors = {}
        await perform_own(
            signed_in,
            create_organization,
            name=text_of(form, "name"),
            slug=text_of(form, "slug"),
            time_zone=text_of(form, "time_zone"),
            country=text_of(form, "country"),
            currency=text_of(form, "currency"),
        )
        return leave_for("/")
