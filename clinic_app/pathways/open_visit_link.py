"""What a private link to a visit leads to, and what it allows."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.permissions import Permission
from clinic_app.database.transaction import retrying, transaction
from clinic_app.kit.clock import now
from clinic_app.kit.errors import NotFound
from clinic_app.kit.tokens import clinic_of_token
from clinic_app.pathways.open_clinic import OpenClinic, enter_as_patient
from clinic_app.scheduling.coming.list_coming import ComingPart, list_coming
from clinic_app.scheduling.outside.get_linked_visit import LinkedVisit, get_linked_visit
from clinic_app.scheduling.outside.public_rules import may_change

# Cancelling is no right of the public page: only a visit's own link gives it, for that visit.
SCOPES = frozenset({Permission.APPOINTMENT_DELETE})


@dataclass(frozen=True, slots=True)
class OpenVisit:
    """A clinic, one of its visits, and whether it can still be changed by the patient.

    coming: the services of its coming that are still to come; nothing for one that stands alone.
    """

    clinic: OpenClinic
    visit: LinkedVisit
    may_change: bool
    coming: tuple[ComingPart, ...] = ()

    @property
    def others(self) -> tuple[ComingPart, ...]:
        """The other services of its coming."""
        own = self.visit.appointment_id
        return tuple(one for one in self.coming if one.visit_id != own)


def clinic_in(token: str) -> UUID:
    """Return the clinic that a token names. Raises NotFound for what is no token."""
    organization_id = clinic_of_token(token)
    if organization_id is None:
        raise NotFound("This link")
    return organization_id


async def hold_visit_link(session: AsyncSession, token: str) -> OpenVisit:
    """Enter the clinic and weigh the token. Raises NotFound for one that is no longer good."""
    clinic = await enter_as_patient(session, clinic_in(token), besides=SCOPES)
    visit = await get_linked_visit(session, clinic.actor, token=token)
    coming = await list_coming(session, clinic.actor, appointment_id=visit.appointment_id)
    begins = min((visit.start, *(one.start for one in coming)))  # the patient comes once
    free = may_change(visit.status, begins, clinic.settings, moment=now())
    return OpenVisit(clinic, visit, free, coming)


async def open_visit_link(token: str) -> OpenVisit:
    """Return what the page of a private link may show."""

    async def once() -> OpenVisit:
        async with transaction(read_only=True) as session:
            return await hold_visit_link(session, token)

    return await retrying(once)
