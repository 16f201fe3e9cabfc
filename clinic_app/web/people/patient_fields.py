"""The fields of a patient, as registering and editing show them."""

from functools import partial
from typing import Any

import reflex as rx

from clinic_app.people.patients.languages import LANGUAGES
from clinic_app.people.patients.patient_rules import OLDEST_BIRTH, SEXES
from clinic_app.web.people.patient_line import FormDraft
from clinic_app.web.ui import html
from clinic_app.web.ui.choice_field import select_field
from clinic_app.web.ui.field import form_row
from clinic_app.web.ui.html import Child
from clinic_app.web.ui.reactive import RowVar, entry, when
from clinic_app.web.ui.text_field import date_field, number_field, text_area, text_field
from clinic_app.web.ui.untyped import any_var


def patient_fields(
    prefix: str, draft: RowVar[FormDraft], errors: rx.Var[Any]
) -> tuple[rx.Component, rx.Component]:
    """Return two groups: who it is, and how to reach them and theirs.

    prefix: sets the fields' ids apart where two forms stand on one page. The fields keep
    what is typed by themselves; `draft` is only what they begin with.
    """
    return _who(prefix, draft, errors), _reach(prefix, draft, errors)


def _who(prefix: str, draft: RowVar[FormDraft], errors: rx.Var[Any]) -> rx.Component:
    line = partial(_line, prefix, errors)
    first: dict[str, Any] = {"max_length": 200, "custom_attrs": {"data-first": "true"}}
    name = line("name", "Full name", draft.name, required=True, **first)
    return group(
        "Who it is",
        name,
        _birth(prefix, draft, errors),
        form_row(
            _choice(prefix, errors, "sex", "Sex", SEXES, draft.sex),
            _choice(prefix, errors, "language", "Language", LANGUAGES, draft.language),
        ),
    )


def _birth(prefix: str, draft: RowVar[FormDraft], errors: rx.Var[Any]) -> rx.Component:
    return form_row(
        date_field(
            "birth_day",
            "Birth date",
            id=f"{prefix}-birth-day",
            error=entry(errors, "birth"),
            default_value=draft.birth_day,
            min=OLDEST_BIRTH.isoformat(),
        ),
        number_field(
            "birth_year",
            "or only the year",
            id=f"{prefix}-birth-year",
            default_value=draft.birth_year,
            placeholder="1984",
            max_length=4,
        ),
    )


def _reach(prefix: str, draft: RowVar[FormDraft], errors: rx.Var[Any]) -> rx.Component:
    line = partial(_line, prefix, errors)
    address = text_area(
        "address",
        "Address",
        id=f"{prefix}-address",
        error=entry(errors, "address"),
        default_value=draft.address,
        rows=2,
        max_length=500,
    )
    contact = form_row(
        line("phone", "Phone", draft.phone, type="tel", placeholder="+1 212 555 0142"),
        line("email", "Email", draft.email, type="email"),
    )
    kin = form_row(
        line("kin_relation", "Relation", draft.kin_relation, placeholder="Mother"),
        line("kin_phone", "Phone", draft.kin_phone, type="tel"),
    )
    return html.fragment(
        group("How to reach them", contact, address),
        group("Next of kin", line("kin_name", "Name", draft.kin_name, max_length=200), kin),
    )


def _line(
    prefix: str,
    errors: rx.Var[Any],
    name: str,
    label: str,
    value: rx.Var[str],
    **props: Any,  # noqa: ANN401  # as text_field
) -> rx.Component:
    return text_field(
        name,
        label,
        id=f"{prefix}-{name.replace('_', '-')}",
        error=entry(errors, name),
        default_value=value,
        auto_complete="off",
        **props,
    )


def _choice(  # noqa: PLR0917  # private: two callers, both above
    prefix: str,
    errors: rx.Var[Any],
    name: str,
    label: str,
    choices: dict[str, str],
    value: rx.Var[str],
) -> rx.Component:
    return select_field(
        name,
        label,
        list(choices.items()),
        id=f"{prefix}-{name}",
        placeholder="Not asked",
        error=entry(errors, name),
        default_value=value,
    )


def group(title: str, *children: Child) -> rx.Component:
    """A named part of a long form."""
    return html.fieldset(
        html.legend(title, class_name="form-legend"), *children, class_name="form-part"
    )


def lasting_actions(
    *buttons: Child, errors: rx.Var[Any] | None = None, notice: Child | None = None
) -> rx.Component:
    """The buttons of a form longer than the screen, always in sight, with what must be seen."""
    told: list[Child] = [] if notice is None else [notice]
    if errors is not None:
        sentence = html.p("Please look at the marked fields.", class_name="field-error")
        told.append(when(any_var(errors).length() > 0, sentence))
    return html.div(
        *told,
        html.div(*buttons, class_name="form-actions"),
        class_name="form-end",
    )
