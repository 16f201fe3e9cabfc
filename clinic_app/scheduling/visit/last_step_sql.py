"""The step that brought a visit to where it stands, as a part of the statements that ask for it."""

# {what}: a column of its event. {visit}: how the statement calls the visit's row.
LAST_STEP = """(
    SELECT e.{what} FROM appointment_event e
    WHERE e.organization_id = :organization AND e.appointment_id = {visit}.id
        AND e.kind = 'status' AND e.to_status = {visit}.status
    ORDER BY e.created_at DESC, e.id DESC LIMIT 1)"""
