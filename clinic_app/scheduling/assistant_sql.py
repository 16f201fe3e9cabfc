"""Who assists in a visit, as a part of the statements that list visits."""

from typing import Any

# As [id, name, from, minutes] by name; NULL for nobody. {visit}: how the statement calls the
# visit's row.
ASSISTANTS = """
    SELECT json_agg(json_build_array(h.id, h.name, x.from_minute, x.minutes) ORDER BY h.name, h.id)
    FROM visit_assistant x
    JOIN practitioner h ON h.organization_id = :organization AND h.id = x.practitioner_id
    WHERE x.organization_id = :organization AND x.appointment_id = {visit}.id
        AND x.removed_at IS NULL
"""


def named(assistants: list[list[Any]] | None) -> tuple[tuple[str, str], ...]:
    """Return the ids and names that the part has found."""
    return tuple((who, name) for who, name, *_ in assistants or ())


def with_names(practitioner: str, assistants: list[list[Any]] | None) -> str:
    """Return “Dr. Lin Zhao with Nina Park”."""
    return " with ".join(filter(None, (practitioner, ", ".join(n for _, n in named(assistants)))))
