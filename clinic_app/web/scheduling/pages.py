"""The pages of this room."""

from clinic_app.access.permissions import Permission
from clinic_app.web.scheduling.calendar.calendar_page import calendar_page
from clinic_app.web.scheduling.calendar.calendar_state import CalendarState
from clinic_app.web.scheduling.calendar.print_page import print_page
from clinic_app.web.scheduling.calendar.print_state import PrintState
from clinic_app.web.scheduling.desk.queue_pages import QUEUE_PAGES
from clinic_app.web.scheduling.groups.group_print_page import group_print_page
from clinic_app.web.scheduling.groups.group_print_state import GroupPrintState
from clinic_app.web.scheduling.set_up.setup_pages import SETUP_PAGES
from clinic_app.web.scheduling.to_move.moving_page import moving_body
from clinic_app.web.scheduling.to_move.moving_state import MovingState
from clinic_app.web.scheduling.waiting.waiting_pages import WAITING_PAGES
from clinic_app.web.shell.page import Page

PAGES: tuple[Page, ...] = (
    Page(
        route="/calendar",
        title="Calendar",
        body=calendar_page,
        permission=Permission.APPOINTMENT_READ,
        on_load=(CalendarState.open,),
    ),
    Page(
        route="/calendar/print",
        title="Print a day",
        body=print_page,
        permission=Permission.APPOINTMENT_READ,
        on_load=(PrintState.open,),
        framed=False,
    ),
    Page(
        route="/calendar/session",
        title="Print a session",
        body=group_print_page,
        permission=Permission.APPOINTMENT_READ,
        on_load=(GroupPrintState.open,),
        framed=False,
    ),
    Page(
        route="/visits-to-move",
        title="Visits to move",
        body=moving_body,
        permission=Permission.APPOINTMENT_WRITE,
        on_load=(MovingState.open,),
    ),
    *WAITING_PAGES,
    *QUEUE_PAGES,
    *SETUP_PAGES,
)
