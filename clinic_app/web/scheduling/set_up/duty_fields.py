"""The part of a service's sheet for its assistants: how many, and what each is there for."""

import reflex as rx

from clinic_app.scheduling.booking_limits import MOST_ASSISTANTS
from clinic_app.web.scheduling.set_up.services_state import ServiceState
from clinic_app.web.scheduling.set_up.setup_parts import tick_list
from clinic_app.web.scheduling.set_up.setup_rows import DutyForm, Option
from clinic_app.web.ui import html
from clinic_app.web.ui.choice_field import select_field
from clinic_app.web.ui.field import form_row
from clinic_app.web.ui.reactive import entry, list_of, row_of, when
from clinic_app.web.ui.text_field import number_field
from clinic_app.web.ui.untyped import any_var


def duty_fields() -> tuple[rx.Component, ...]:
    """How many assist, and for each the part of the visit and who may."""
    return (
        select_field(
            *("assistants", "Assistants", ServiceState.helper_counts),
            hint="Further practitioners that each visit takes, or each session of a group.",
            value=ServiceState.assistants,
            on_change=ServiceState.want_assistants,
            error=entry(ServiceState.errors, "assistants"),
        ),
        *(_duty(number) for number in range(1, MOST_ASSISTANTS + 1)),
    )


def _duty(number: int) -> rx.Component:
    duty = row_of(any_var(ServiceState.duties)[number - 1], DutyForm)
    return when(
        any_var(ServiceState.assistants).to(int) >= number,
        html.fieldset(
            html.legend(f"Assistant {number}", class_name="field-label"),
            form_row(
                _minutes(
                    *(f"assist_from-{number}", "Needed from", duty.begins),
                    hint="After the visit has begun.",
                ),
                _minutes(
                    *(f"assist_minutes-{number}", "Needed for", duty.lasts),
                    hint="Empty until it ends. Else they are free for others.",
                ),
            ),
            tick_list(
                "Who may be it",
                list_of(duty.who, Option),
                "There are no practitioners yet.",
                "Tick none, and anybody may.",
            ),
            class_name="choices duty",
        ),
    )


def _minutes(name: str, label: str, value: rx.Var[str], *, hint: str) -> rx.Component:
    return number_field(
        *(name, label),
        unit="min",
        hint=hint,
        default_value=value,
        error=entry(ServiceState.errors, name),
        input_mode="numeric",
    )
