"""The pages on which owner and admin set up what can be booked."""

from clinic_app.access.permissions import Permission
from clinic_app.web.scheduling.hours.holidays_page import holidays_body
from clinic_app.web.scheduling.hours.holidays_state import HolidaysState
from clinic_app.web.scheduling.set_up.booking_rules_page import booking_rules_body
from clinic_app.web.scheduling.set_up.booking_rules_state import BookingRulesState
from clinic_app.web.scheduling.set_up.devices_state import DevicesState
from clinic_app.web.scheduling.set_up.practitioners_page import practitioners_body
from clinic_app.web.scheduling.set_up.practitioners_state import PractitionersState
from clinic_app.web.scheduling.set_up.resources_page import devices_body, rooms_body
from clinic_app.web.scheduling.set_up.rooms_state import RoomsState
from clinic_app.web.scheduling.set_up.services_page import services_body
from clinic_app.web.scheduling.set_up.services_state import ServicesState
from clinic_app.web.shell.page import Page

SETUP_PAGES: tuple[Page, ...] = (
    Page(
        route="/settings/practitioners",
        title="Practitioners",
        body=practitioners_body,
        permission=Permission.SCHEDULE_WRITE,
        on_load=(PractitionersState.open,),
    ),
    Page(
        route="/settings/holidays",
        title="Holidays",
        body=holidays_body,
        permission=Permission.SCHEDULE_WRITE,
        on_load=(HolidaysState.open,),
    ),
    Page(
        route="/settings/services",
        title="Services",
        body=services_body,
        permission=Permission.SCHEDULE_WRITE,
        on_load=(ServicesState.open,),
    ),
    Page(
        route="/settings/rooms",
        title="Rooms",
        body=rooms_body,
        permission=Permission.SCHEDULE_WRITE,
        on_load=(RoomsState.open,),
    ),
    Page(
        route="/settings/devices",
        title="Devices",
        body=devices_body,
        permission=Permission.SCHEDULE_WRITE,
        on_load=(DevicesState.open,),
    ),
    Page(
        route="/settings/booking-rules",
        title="Booking rules",
        body=booking_rules_body,
        permission=Permission.SCHEDULE_WRITE,
        on_load=(BookingRulesState.open,),
    ),
)
