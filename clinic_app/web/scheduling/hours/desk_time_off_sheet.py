"""The sheet in which the desk enters that somebody is away."""

import reflex as rx

from clinic_app.web.scheduling.hours.desk_time_off_state import DeskTimeOffState
from clinic_app.web.scheduling.hours.time_off_part import time_off_part
from clinic_app.web.ui.choice_field import select_field
from clinic_app.web.ui.dialog import sheet
from clinic_app.web.ui.reactive import is_set, when


def desk_time_off() -> rx.Component:
    """Who is away, then the part "Time off" of their sheet."""
    return sheet(
        select_field(
            "away",
            "Who is away?",
            DeskTimeOffState.practitioners,
            placeholder="Choose a practitioner",
            value=DeskTimeOffState.practitioner_id,
            on_change=DeskTimeOffState.choose,
        ),
        when(is_set(DeskTimeOffState.practitioner_id), time_off_part()),
        open=DeskTimeOffState.opened,
        on_open_change=DeskTimeOffState.show,
        title="Time off",
    )
