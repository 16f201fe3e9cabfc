"""The demo clinics' page for booking from outside, open, so that one can try it."""

from clinic_app.database.columns import ClinicOwned
from clinic_app.demo.home import Home
from clinic_app.demo.make_schedule import Schedule
from clinic_app.scheduling.public_tables import PublicBooking, PublicService

_POLICY = (
    "Please come ten minutes early and bring your insurance card.\n"
    "If you cannot come, tell us a day before, so that somebody else can have the time."
)
# Services with a device are planned by the desk.
_PHONES = {"US": "+12125550100", "DE": "+49301234560"}


def make_outside(home: Home, schedule: Schedule) -> list[ClinicOwned]:
    """Return the settings, and which services patients see."""
    shown = {
        service.name: "call" if service.devices else "online" for service in home.clinic.services
    }
    return [
        PublicBooking(
            organization_id=home.organization_id,
            id=home.draw.id(),
            is_open=True,
            colour=home.clinic.services[0].colour,
            policy=_POLICY,
            phone=_PHONES.get(home.clinic.country, ""),
        ),
        *(
            PublicService(
                organization_id=home.organization_id,
                id=home.draw.id(),
                service_id=schedule.services[name],
                shown=how,
            )
            for name, how in shown.items()
        ),
    ]
