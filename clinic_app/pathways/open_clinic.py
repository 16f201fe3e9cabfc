"""Which clinic a public page belongs to, and who acts there: a patient without an account."""

import re
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from clinic_app.access.actor import Actor, Kind
from clinic_app.access.outsiders import PATIENT_SCOPES, outsider
from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import enter_clinic, transaction
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import OrganizationId
from clinic_app.people.tables import Organization
from clinic_app.scheduling.outside.get_public_booking import get_public_booking
from clinic_app.scheduling.outside.public_rows import PublicSettings

_NOBODY = UUID(int=0)
_SLUG = re.compile(r"[a-z0-9-]{1,64}")
_BY_SLUG = text("SELECT set_config('app.slug', :slug, true)")


@dataclass(frozen=True, slots=True)
class OpenClinic:
    """A clinic that lets patients in, and the actor whom they act as: books, and no more."""

    actor: Actor
    name: str
    settings: PublicSettings


async def find_open_clinic(slug: str) -> OpenClinic:
    """Return the clinic of a public page's address.

    Raises NotFound alike for a slug of nobody and for a clinic that does not let patients
    book: both ask the database the same questions.
    """
    if not _SLUG.fullmatch(slug):  # PostgreSQL takes no text with NUL
        slug = ""
    async with transaction(read_only=True) as session:
        await session.execute(_BY_SLUG, {"slug": slug})
        query = select(Organization).where(col(Organization.slug) == slug)
        clinic = (await session.execute(query)).scalar_one_or_none()
        enter_clinic(session, organization=clinic.id if clinic else _NOBODY, person=None)
        actor = _patient_of(clinic) if clinic else _patient_of(_NOWHERE)
        settings = await get_public_booking(session, actor)
    if clinic is None or not settings.is_open:
        raise NotFound("This page")
    return OpenClinic(actor, clinic.name, settings)


async def enter_as_patient(
    session: AsyncSession, organization_id: UUID, *, besides: frozenset[Permission] = frozenset()
) -> OpenClinic:
    """Enter a clinic that a link's token named; the secret half is still to be weighed.

    besides: what this link allows beyond booking. Raises NotFound for a clinic of nobody.
    """
    enter_clinic(session, organization=organization_id, person=None)
    query = select(Organization).where(col(Organization.id) == organization_id)
    clinic = (await session.execute(query)).scalar_one_or_none()
    if clinic is None:
        raise NotFound("This link")
    actor = _patient_of(clinic, besides)
    return OpenClinic(actor, clinic.name, await get_public_booking(session, actor))


_NOWHERE = Organization(id=_NOBODY, name="", slug="", time_zone="UTC", country="US", currency="USD")


def _patient_of(clinic: Organization, besides: frozenset[Permission] = frozenset()) -> Actor:
    return outsider(
        Kind.PATIENT,
        OrganizationId(clinic.id),
        time_zone=clinic.time_zone,
        country=clinic.country,
        currency=clinic.currency,
        scopes=PATIENT_SCOPES | besides,
    )
