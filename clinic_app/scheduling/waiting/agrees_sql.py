"""Whether messages may and can reach a patient, as a part of the statements that ask for it."""

# What they said last; who was never asked agrees. {patient}: how the statement calls their id.
AGREES = """coalesce((
    SELECT c.given FROM patient_consent c
    WHERE c.organization_id = :organization AND c.patient_id = {patient} AND c.kind = 'messages'
    ORDER BY c.created_at DESC, c.id DESC LIMIT 1), true)"""

# Whether a message reaches the patient `p`: else somebody must call.
REACHED = f"(p.email <> '' OR p.phone <> '') AND {AGREES.format(patient='p.id')}"
