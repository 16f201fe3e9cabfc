"""The assistants that a service asks for, as its form has them: a part of it, and who may."""

from collections.abc import Sequence
from typing import Any

from clinic_app.kit.ids import PractitionerId
from clinic_app.scheduling.assistants.duty_rules import Duty
from clinic_app.scheduling.assistants.part_rules import Part
from clinic_app.scheduling.booking_limits import MOST_ASSISTANTS
from clinic_app.scheduling.rows import DutyRow, PractitionerRow
from clinic_app.web.scheduling.set_up.forms import ticked
from clinic_app.web.scheduling.set_up.rule_choices import chosen_text, number_or, number_or_none
from clinic_app.web.scheduling.set_up.setup_rows import DutyForm, Option
from clinic_app.web.ui.choice_field import ChoiceRow

_NONE = DutyRow(0, None, ())


def assistant_choices() -> list[ChoiceRow]:
    """Return how many can assist in each visit of a service."""
    words = ["None", "One", *(str(many) for many in range(2, MOST_ASSISTANTS + 1))]
    return [ChoiceRow(str(many), word) for many, word in enumerate(words)]


def duty_forms(duties: Sequence[DutyRow], people: Sequence[PractitionerRow]) -> list[DutyForm]:
    """Return as many as can be asked for; those that are not yet are for all of the visit."""
    padded = [*duties, *[_NONE] * (MOST_ASSISTANTS - len(duties))]
    return [
        DutyForm(
            str(duty.from_minute), chosen_text(duty.minutes), _who(f"helper-{number}", duty, people)
        )
        for number, duty in enumerate(padded, start=1)
    ]


def _who(prefix: str, duty: DutyRow, people: Sequence[PractitionerRow]) -> list[Option]:
    return [
        Option(one.id, one.name, one.id in duty.practitioner_ids, f"{prefix}:{one.id}")
        for one in people
    ]


def typed_duties(form: dict[str, Any]) -> list[Duty]:
    """Return as many as the form asks for. Raises Invalid beside a field."""
    many = min(number_or(form, "assistants", 0), MOST_ASSISTANTS)
    return [
        Duty(
            Part(
                number_or(form, f"assist_from-{number}", 0),
                number_or_none(form, f"assist_minutes-{number}"),
            ),
            frozenset(ticked(form, f"helper-{number}", PractitionerId)),
        )
        for number in range(1, many + 1)
    ]
