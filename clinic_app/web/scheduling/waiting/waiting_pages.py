"""The waiting list's page, and the page that an offer's link opens."""

from clinic_app.access.permissions import Permission
from clinic_app.web.scheduling.waiting.offer_page import offer_page
from clinic_app.web.scheduling.waiting.offer_state import OfferState
from clinic_app.web.scheduling.waiting.waiting_page import waiting_page
from clinic_app.web.scheduling.waiting.waiting_state import WaitingState
from clinic_app.web.shell.page import Page

WAITING_PAGES: tuple[Page, ...] = (
    Page(
        route="/waiting-list",
        title="Waiting list",
        body=waiting_page,
        permission=Permission.APPOINTMENT_WRITE,
        on_load=(WaitingState.open,),
    ),
    Page(
        route="/offer/[token]",
        title="A time for you",
        body=offer_page,
        permission=None,
        on_load=(OfferState.open,),
    ),
)
