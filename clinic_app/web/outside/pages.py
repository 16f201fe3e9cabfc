"""The pages of booking from outside."""

from clinic_app.access.permissions import Permission
from clinic_app.web.outside.settings_page import settings_body
from clinic_app.web.outside.settings_state import PublicSettingsState
from clinic_app.web.shell.page import Page

PAGES: tuple[Page, ...] = (
    Page(
        *("/settings/online-booking", "Online booking", settings_body),
        permission=Permission.ORGANIZATION_WRITE,
        on_load=(PublicSettingsState.open,),
    ),
)
