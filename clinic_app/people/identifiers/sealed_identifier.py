"""National ids as rows: encrypted for one place, with a fingerprint to find them by."""

from uuid import UUID

from clinic_app.access.actor import Actor
from clinic_app.database.encrypted import (
    CannotDecrypt,
    Place,
    decrypt,
    encrypt,
    fingerprint,
)
from clinic_app.kit.ids import new_uuid
from clinic_app.people.identifiers.identifier_rules import same_number
from clinic_app.people.patient_tables import PatientIdentifier
from clinic_app.people.patients.patient_rows import IdentifierDraft


def new_identifier(actor: Actor, patient_id: UUID, draft: IdentifierDraft) -> PatientIdentifier:
    """Return the row for a checked id of a patient."""
    row_id = new_uuid()
    identifier = PatientIdentifier(
        organization_id=actor.organization_id,
        id=row_id,
        patient_id=patient_id,
        kind=draft.kind,
        label=draft.label,
        number_encrypted=b"",
        fingerprint=b"",
    )
    seal_number(identifier, draft.number)
    return identifier


def seal_number(identifier: PatientIdentifier, number: str) -> None:
    """Keep a number in its row, under the first key."""
    identifier.number_encrypted = encrypt(number, _place(identifier))
    identifier.fingerprint = fingerprint(same_number(number), identifier.organization_id)


def open_number(identifier: PatientIdentifier) -> str:
    """Return the number in the clear. Raises CannotDecrypt."""
    return decrypt(identifier.number_encrypted, _place(identifier))


def open_number_if_possible(identifier: PatientIdentifier) -> str | None:
    """Return the number, None where its key is missing: one id must not close a whole page."""
    try:
        return open_number(identifier)
    except CannotDecrypt:
        return None


def _place(identifier: PatientIdentifier) -> Place:
    return Place(identifier.organization_id, identifier.id, "patient_identifier.number_encrypted")
