"""The tickets of those who have arrived today."""

from clinic_app.demo.home import Home
from clinic_app.demo.make_visits import Visits
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.desk_tables import TicketDay, VisitTicket
from clinic_app.scheduling.states import Status


def make_tickets(home: Home, visits: Visits) -> list[TicketDay | VisitTicket]:
    """Return today's tickets in the order of arrival, and how many there are."""
    arrivals = sorted(
        (event.created_at, event.appointment_id)
        for event in visits.events
        if event.to_status == Status.CHECKED_IN
        and to_wall(event.created_at, home.clinic.time_zone).date() == home.today
    )
    if not arrivals:
        return []
    clinic = home.organization_id
    day = TicketDay(organization_id=clinic, id=home.draw.id(), day=home.today, given=len(arrivals))
    tickets = [
        VisitTicket(
            organization_id=clinic,
            id=home.draw.id(),
            created_at=at,
            appointment_id=visit_id,
            day=home.today,
            number=number,
        )
        for number, (at, visit_id) in enumerate(arrivals, start=1)
    ]
    return [day, *tickets]
