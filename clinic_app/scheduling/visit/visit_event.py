"""A line of a visit's history."""

from typing import Any
from uuid import UUID

from clinic_app.access.actor import Actor
from clinic_app.scheduling.appointment_tables import AppointmentEvent


def visit_event(
    actor: Actor,
    appointment_id: UUID,
    kind: str,
    **facts: Any,  # noqa: ANN401  # columns of the table
) -> AppointmentEvent:
    """Return the row that says what the actor did to a visit, to be added to the session."""
    return AppointmentEvent(
        organization_id=actor.organization_id,
        appointment_id=appointment_id,
        kind=kind,
        member_id=actor.member_id,
        **facts,
    )
