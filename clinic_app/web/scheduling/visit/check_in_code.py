"""The dialog with a visit's check-in code, and its print."""

import reflex as rx

from clinic_app.web.react.printing import print_button
from clinic_app.web.react.widgets import copy_text
from clinic_app.web.scheduling.visit.check_in_code_state import CheckInCodeState
from clinic_app.web.shell.shell_state import ShellState
from clinic_app.web.ui import html
from clinic_app.web.ui.dialog import dialog
from clinic_app.web.ui.qr import qr_picture


def check_in_code_dialog() -> rx.Component:
    """For every page on which a visit can be opened."""
    return dialog(
        html.div(
            qr_picture(CheckInCodeState.code, "QR code of the check-in page"),
            html.p(ShellState.clinic),
            html.p(CheckInCodeState.when, class_name="check-in-when num"),
            html.p("On the day, scan this code to check in. No name stands in it."),
            class_name="check-in-code",
        ),
        html.p(
            copy_text(CheckInCodeState.address, label="Copy the link"),
            class_name="secret-address",
        ),
        open=CheckInCodeState.shown,
        on_open_change=CheckInCodeState.show,
        title="Check-in code",
        footer=(print_button("Print"),),
        size="small",
    )
