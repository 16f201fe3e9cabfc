"""Keep a time for a stranger who was sent a code."""

from datetime import datetime, timedelta

from clinic_app.database.transaction import perform
from clinic_app.kit.ids import HoldId, PractitionerId, ServiceId
from clinic_app.pathways.open_clinic import OpenClinic
from clinic_app.people.accounts.rate_limit import Limit, of_address, take_try
from clinic_app.people.sessions.visitor import Visitor
from clinic_app.scheduling.free_times.slot_rows import Held
from clinic_app.scheduling.holding.hold_slot import hold_slot

# Each time that is tried in earnest is written down and redraws the clinic's calendars.
ADDRESS = Limit("booking hold address", most=60, window=timedelta(hours=1))


async def hold_from_outside(
    clinic: OpenClinic,
    visitor: Visitor,
    *,
    service_id: ServiceId,
    practitioner_id: PractitionerId | None,
    start: datetime,
    instead_of: HoldId | None,
) -> Held:
    """Hold a time in place of the one held so far. Raises as `hold_slot`, and TryLater."""
    await take_try(of_address(ADDRESS, visitor.address))
    return await perform(
        *(clinic.actor, hold_slot),
        service_id=service_id,
        practitioner_id=practitioner_id,
        start=start,
        instead_of=instead_of,
    )
