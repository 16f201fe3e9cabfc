"""The clinic's settings: name, time zone, currency, idle limit, step of offered times."""

import reflex as rx

from clinic_app.web.people.clinic_state import ClinicState, TroubleLine
from clinic_app.web.people.organization_choices import CURRENCY_CODES, STEPS, ZONES
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.card import card
from clinic_app.web.ui.choice_field import radio_field, select_field
from clinic_app.web.ui.dialog import confirm_dialog
from clinic_app.web.ui.feedback import skeleton_rows
from clinic_app.web.ui.field import form, form_actions, form_row
from clinic_app.web.ui.page import page_body, page_header
from clinic_app.web.ui.reactive import RowVar, each, either, entry, is_empty, negate, text, when
from clinic_app.web.ui.text_field import number_field, text_field


def clinic_body() -> rx.Component:
    """One form; what cannot be changed is told above it."""
    return html.fragment(
        page_header("Clinic settings", subtitle="They hold for everybody who works here."),
        page_body(
            card(either(ClinicState.loaded, _form(), skeleton_rows(4)), title="The clinic"),
            narrow=True,
        ),
        _zone_question(),
    )


def _form() -> rx.Component:
    return html.div(
        html.dl(
            *(html.dt("Short name"), html.dd(ClinicState.slug)),
            *(html.dt("Country"), html.dd(ClinicState.country)),
            class_name="facts",
        ),
        form(
            _name(),
            form_row(_zone(), _currency()),
            form_row(_idle(), _step()),
            _one_visit(),
            form_actions(button("Save", kind="primary", submit=True)),
            on_submit=ClinicState.save,
            key=text("settings-", ClinicState.version),
        ),
        class_name="stack",
    )


def _name() -> rx.Component:
    return text_field(
        *("name", "Name"),
        required=True,
        error=entry(ClinicState.errors, "name"),
        default_value=ClinicState.name,
        max_length=120,
        auto_complete="organization",
    )


def _zone() -> rx.Component:
    return select_field(
        *("time_zone", "Time zone", ZONES),
        hint="All times are shown in it, wherever somebody sits.",
        error=entry(ClinicState.errors, "time_zone"),
        default_value=ClinicState.time_zone,
    )


def _currency() -> rx.Component:
    return select_field(
        *("currency", "Currency", CURRENCY_CODES),
        hint="Prices that are entered already keep their figures.",
        error=entry(ClinicState.errors, "currency"),
        default_value=ClinicState.currency,
    )


def _idle() -> rx.Component:
    return number_field(
        *("idle_minutes", "Sign out after idling"),
        unit="min",
        hint="5 to 60. Everybody is warned a minute before.",
        error=entry(ClinicState.errors, "idle_minutes"),
        default_value=ClinicState.idle_minutes,
        input_mode="numeric",
    )


def _step() -> rx.Component:
    return select_field(
        *("slot_minutes", "Offer times every", STEPS),
        hint="The step between the times that booking offers.",
        error=entry(ClinicState.errors, "slot_minutes"),
        default_value=ClinicState.slot_minutes,
    )


def _one_visit() -> rx.Component:
    return select_field(
        *("one_visit", "A patient can have", (("yes", "One visit"), ("no", "Several visits"))),
        hint="At the same time. With one, a second booking at that time is refused.",
        default_value=ClinicState.one_visit,
    )


def _zone_question() -> rx.Component:
    return confirm_dialog(
        _what_is_kept(),
        when(ClinicState.keep == "walls", _troubles()),
        open=ClinicState.new_zone != "",
        on_open_change=ClinicState.show_question,
        title="Change the time zone?",
        sentence=text(
            "Visits that are booked already: ",
            ClinicState.coming,
            ". What shall happen to them when the clinic’s clock shows ",
            ClinicState.new_zone,
            " instead of ",
            ClinicState.time_zone,
            "? Working hours, breaks and holidays keep their clock times in any case.",
        ),
        confirm="Change the time zone",
        on_confirm=ClinicState.save_zone,
        danger=False,
    )


def _what_is_kept() -> rx.Component:
    return radio_field(
        "keep",
        "Visits to come, with their rooms and devices, and time off",
        (
            ("instants", "keep their moment; the clock shows another hour for each"),
            ("walls", "keep their clock time; each is at another moment"),
        ),
        value=ClinicState.keep,
        hint="If patients were told a clock time that shall still hold, choose the second."
        " Whoever is told of changes hears of another time with the first, and gets a corrected"
        " calendar entry with the second.",
        on_change=ClinicState.choose_keep,
    )


def _troubles() -> rx.Component:
    return when(
        negate(is_empty(ClinicState.troubles)),
        html.div(
            html.p("These cannot simply keep their clock times there:", class_name="field-hint"),
            html.ul(
                each(ClinicState.troubles, _trouble), class_name="weeks", aria_label="Odd times"
            ),
            when(
                ClinicState.more_troubles > 0,
                html.p(text("And ", ClinicState.more_troubles, " more."), class_name="field-hint"),
            ),
            radio_field(
                "double",
                "Of an hour that comes twice",
                (("first", "the first is meant"), ("second", "the second is meant")),
                value=ClinicState.double,
                on_change=ClinicState.choose_double,
            ),
            class_name="stack",
        ),
    )


def _trouble(line: RowVar[TroubleLine]) -> rx.Component:
    return html.li(
        html.div(
            html.span(line.who, class_name="week-when"),
            html.span(line.words, class_name="week-summary num"),
            class_name="week-pick",
        ),
        class_name="week-line",
        key=line.id,
    )
