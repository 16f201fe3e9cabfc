"""The pages of booking from outside."""

from clinic_app.access.permissions import Permission
from clinic_app.web.outside.booking_page import booking_body
from clinic_app.web.outside.booking_state import PublicBookingState
from clinic_app.web.outside.feeds_page import feeds_body
from clinic_app.web.outside.feeds_state import FeedsState
from clinic_app.web.outside.settings_page import settings_body
from clinic_app.web.outside.settings_state import PublicSettingsState
from clinic_app.web.outside.visit_link_page import visit_link_body
from clinic_app.web.outside.visit_link_state import VisitLinkState
from clinic_app.web.shell.page import Page

PAGES: tuple[Page, ...] = (
    Page(
        *("/book/[clinic_slug]", "Book a visit", booking_body),
        permission=None,
        on_load=(PublicBookingState.open,),
    ),
    Page(
        *("/visit/[token]", "Your visit", visit_link_body),
        permission=None,
        on_load=(VisitLinkState.open,),
    ),
    Page(
        *("/calendar-feeds", "Calendar feeds", feeds_body, Permission.APPOINTMENT_READ),
        on_load=(FeedsState.open,),
    ),
    Page(
        *("/settings/online-booking", "Online booking", settings_body),
        permission=Permission.ORGANIZATION_WRITE,
        on_load=(PublicSettingsState.open,),
    ),
)
