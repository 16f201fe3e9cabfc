"""The shell's own pages: the front door and the dashboard."""

import reflex as rx

from clinic_app.access.permissions import Permission
from clinic_app.web.shell.dashboard_page import dashboard
from clinic_app.web.shell.dashboard_state import DashboardState
from clinic_app.web.shell.page import Page
from clinic_app.web.shell.shell_state import ShellState
from clinic_app.web.ui import html


def _nothing() -> rx.Component:
    return html.div(aria_busy="true")


PAGES: tuple[Page, ...] = (
    Page(
        route="/",
        title="Polyclinic",
        body=_nothing,
        permission=Permission.SIGNED_IN,
        on_load=(ShellState.go_home,),
    ),
    Page(
        route="/dashboard",
        title="Dashboard",
        body=dashboard,
        permission=Permission.CLINICAL_READ,
        on_load=(DashboardState.open,),
    ),
)
