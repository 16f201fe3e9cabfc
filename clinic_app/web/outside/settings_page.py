"""The page on which owner and admin decide how patients book by themselves."""

import reflex as rx

from clinic_app.scheduling.outside.public_rows import SHOWN
from clinic_app.web.outside.settings_state import PublicSettingsState, ShownRow
from clinic_app.web.react.widgets import copy_text
from clinic_app.web.ui import html
from clinic_app.web.ui.button import button
from clinic_app.web.ui.card import card
from clinic_app.web.ui.choice_field import colour_field, select_field, switch_field
from clinic_app.web.ui.feedback import banner, skeleton_rows
from clinic_app.web.ui.field import form, form_actions, form_row
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.page import page_body, page_header
from clinic_app.web.ui.reactive import RowVar, each, either, entry, is_empty, text, when
from clinic_app.web.ui.text_field import number_field, text_area, text_field

KEPT = PublicSettingsState.kept
ERRORS = PublicSettingsState.errors


def settings_body() -> rx.Component:
    """One form, which tells where the page is; below it the code for one's own site."""
    return html.fragment(
        page_header(
            "Online booking",
            subtitle="A page on which patients book by themselves, without an account.",
        ),
        page_body(either(PublicSettingsState.loaded, _loaded(), skeleton_rows(6)), narrow=True),
    )


def _loaded() -> rx.Component:
    return html.div(
        form(
            card(_page_fields(), title="The page"),
            card(_services(), title="Services"),
            card(_limits(), title="What patients may do"),
            card(_elsewhere(), title="On other sites and in other calendars"),
            form_actions(button("Save", kind="primary", submit=True)),
            on_submit=PublicSettingsState.save,
            key=text("public-", PublicSettingsState.version),
        ),
        when(KEPT.is_open, _frame_code()),
        class_name="stack",
    )


def _page_fields() -> rx.Component:
    return html.div(
        switch_field(
            *("is_open", "Patients can book online"),
            default_checked=KEPT.is_open,
            hint="Off, the page is not there.",
        ),
        when(KEPT.is_open, _where()),
        colour_field("colour", "Colour", chosen=KEPT.colour, error=entry(ERRORS, "colour")),
        text_field(
            *("phone", "Phone"),
            type="tel",
            hint="Shown beside “call us”, and when it is too late to cancel online.",
            error=entry(ERRORS, "phone"),
            default_value=KEPT.phone,
            optional_mark=True,
        ),
        text_area(
            *("policy", "What patients should know"),
            hint="Your policy: being late, cancelling, what to bring. Shown before they confirm.",
            error=entry(ERRORS, "policy"),
            default_value=KEPT.policy,
            rows=4,
            max_length=2000,
            optional_mark=True,
        ),
        class_name="stack",
    )


def _services() -> rx.Component:
    return either(
        is_empty(PublicSettingsState.services),
        html.p("Add a service first, then say here whether patients see it.", class_name="faint"),
        html.div(
            html.div(each(PublicSettingsState.services, _service), class_name="shown-list"),
            html.p(entry(ERRORS, "services"), class_name="field-error", aria_live="polite"),
        ),
    )


def _service(row: RowVar[ShownRow]) -> rx.Component:
    """A service and whether patients see it; the label is the service's own name."""
    return html.div(
        html.label(
            html.span(row.label),
            html.span(row.lasts, class_name="faint num"),
            html_for=row.name,
            class_name="shown-name",
        ),
        html.div(
            html.select(
                *(html.option(words, value=value) for value, words in SHOWN.items()),
                name=row.name,
                id=row.name,
                default_value=row.shown,
                class_name="input",
            ),
            icon("chevron-down", size=14, class_name="field-chevron"),
            class_name="field-control",
        ),
        class_name="shown-row",
        key=row.name,
    )


def _number(name: str, label: str, unit: str, hint: str) -> rx.Component:
    return number_field(
        name,
        label,
        unit=unit,
        hint=hint,
        error=entry(ERRORS, name),
        default_value=getattr(KEPT, name),
        input_mode="numeric",
    )


def _limits() -> rx.Component:
    return html.div(
        form_row(
            _number("notice_hours", "Shortest notice", "h", "Between booking and the visit."),
            _number("days_ahead", "How far ahead", "days", "1 to 365."),
        ),
        form_row(
            _number("most_visits", "Visits to come, at most", "", "By one phone or address."),
            _number("cancel_hours", "Move or cancel until", "h", "Before. Later, they call."),
        ),
        class_name="stack",
    )


def _elsewhere() -> rx.Component:
    return html.div(
        text_area(
            *("origins", "Sites that may show the page in a frame"),
            hint="One address in a line, such as https://www.clinic.example. No other can.",
            error=entry(ERRORS, "origins"),
            default_value=KEPT.origins,
            rows=2,
            spell_check=False,
            optional_mark=True,
        ),
        select_field(
            *("feeds", "Calendar feeds show", (("initials", "Initials"), ("names", "Full names"))),
            hint="What practitioners’ other calendars get to know of a patient.",
            default_value=KEPT.feeds,
        ),
        class_name="stack",
    )


def _where() -> rx.Component:
    return html.div(
        html.div(
            copy_text(PublicSettingsState.address, label="Copy the page’s address"),
            html.plain_a(
                "Open it", href=PublicSettingsState.path, class_name="link", target="_blank"
            ),
            class_name="where-line",
        ),
        when(
            PublicSettingsState.nothing_shown,
            banner(
                "Patients see no service on it yet. Choose below which ones they can book.",
                kind="warn",
            ),
        ),
        class_name="stack",
    )


def _frame_code() -> rx.Component:
    return card(
        html.div(
            html.p("The page stands in yours with this code, once its address is in the list:"),
            html.pre(
                PublicSettingsState.frame_code,
                class_name="code-block",
                tab_index=0,
                role="region",
                aria_label="Code for your own site",
            ),
            class_name="stack",
        ),
        title="For your own site",
    )
