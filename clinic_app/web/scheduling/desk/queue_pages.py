"""The pages of the day at the desk."""

from clinic_app.access.permissions import Permission
from clinic_app.web.scheduling.desk.check_in_page import check_in_page
from clinic_app.web.scheduling.desk.check_in_state import CheckInState
from clinic_app.web.scheduling.desk.queue_page import queue_page
from clinic_app.web.scheduling.desk.queue_state import QueueState
from clinic_app.web.scheduling.desk.screen_page import link_screen, staff_screen
from clinic_app.web.scheduling.desk.screen_state import LinkScreenState, ScreenState
from clinic_app.web.shell.page import Page

QUEUE_PAGES: tuple[Page, ...] = (
    Page(
        route="/queue",
        title="Queue",
        body=queue_page,
        permission=Permission.APPOINTMENT_READ,
        on_load=(QueueState.open,),
    ),
    Page(
        route="/queue/screen",
        title="Waiting room",
        body=staff_screen,
        permission=Permission.APPOINTMENT_READ,
        on_load=(ScreenState.open,),
        framed=False,
    ),
    Page(
        route="/check-in/[token]",
        title="Check in",
        body=check_in_page,
        permission=None,
        on_load=(CheckInState.open,),
    ),
    Page(
        route="/screen/[token]",
        title="Waiting room",
        body=link_screen,
        permission=None,
        on_load=(LinkScreenState.open,),
    ),
)
