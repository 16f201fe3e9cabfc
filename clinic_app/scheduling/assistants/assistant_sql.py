"""Who assists in a visit or a session, as a part of the statements that list them."""

from typing import Any

# Whose assistants a visit has: its own, or of a group those of the session. Written so that
# PostgreSQL may seek them in an index under row-level security; it does not trust a coalesce.
OWNER = "CASE WHEN {visit}.session_id IS NULL THEN {visit}.id ELSE {visit}.session_id END"

# As [id, name, from, minutes] by name; NULL for nobody. {owner}: whose, a visit's or a session's.
ASSISTANTS_OF = """
    SELECT json_agg(json_build_array(h.id, h.name, x.from_minute, x.minutes) ORDER BY h.name, h.id)
    FROM visit_assistant x
    JOIN practitioner h ON h.organization_id = :organization AND h.id = x.practitioner_id
    WHERE x.organization_id = :organization AND x.owner_id = {owner} AND x.removed_at IS NULL
"""

# {visit}: how the statement calls the visit's row.
ASSISTANTS = ASSISTANTS_OF.format(owner=OWNER)


def named(assistants: list[list[Any]] | None) -> tuple[tuple[str, str], ...]:
    """Return the ids and names that the part has found."""
    return tuple((who, name) for who, name, *_ in assistants or ())


def with_names(practitioner: str, assistants: list[list[Any]] | None) -> str:
    """Return “Dr. Lin Zhao with Nina Park”."""
    return " with ".join(filter(None, (practitioner, ", ".join(n for _, n in named(assistants)))))
