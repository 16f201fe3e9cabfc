"""Bring what belongs to a second registration to the patient whose it is."""

from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.database.scoped import find, scoped
from clinic_app.kit.clock import now
from clinic_app.kit.errors import Conflict
from clinic_app.people.doubt_tables import PossibleDuplicate
from clinic_app.people.patient_tables import (
    Patient,
    PatientAlert,
    PatientConsent,
    PatientIdentifier,
)
from clinic_app.people.patients.patient_search import search_text

_THEIRS: tuple[Any, ...] = (PatientIdentifier, PatientConsent, PatientAlert)
_GAPS = ("sex", "address", "kin_name", "kin_relation", "kin_phone", "language")
_CONTACT = ("phone", "email")


async def merge_patient(
    session: AsyncSession, actor: Actor, *, fresh_id: UUID, known_id: UUID, use_contact: bool
) -> dict[str, Any]:
    """Move ids, consents and alerts, fill what was empty, and put the registration away.

    use_contact: let the registration's phone or email be theirs from now on; else none of it,
    not even where nothing was known: messages about every visit would go there. Both stay
    locked until the end, so that nobody books for the one that goes. Returns what changed.
    Raises Conflict when one of them is gone.
    """
    require(actor, Permission.PATIENT_WRITE)
    both = {
        key: await find(session, actor, Patient, key, what="The patient", lock=True)
        for key in sorted((fresh_id, known_id))
    }
    fresh, known = both[fresh_id], both[known_id]
    if fresh.removed_at is not None or known.removed_at is not None:
        raise Conflict("One of the two is no longer registered. Please look again.")
    for table in _THEIRS:
        await session.execute(
            update(table)
            .where(col(table.organization_id) == actor.organization_id)
            .where(col(table.patient_id) == fresh_id)
            .values(patient_id=known_id)
        )
    changed = _fill(fresh, known, use_contact=use_contact)
    fresh.removed_at = now()
    await _answer_others(session, actor, fresh_id, known_id)
    return changed


def _fill(fresh: Patient, known: Patient, *, use_contact: bool) -> dict[str, Any]:
    taken = [name for name in _GAPS if not getattr(known, name)]
    taken += _CONTACT if use_contact else ()
    changed = {
        name: {"from": getattr(known, name), "to": getattr(fresh, name)}
        for name in taken
        if getattr(fresh, name) not in {"", getattr(known, name)}
    }
    for name, both in changed.items():
        setattr(known, name, both["to"])
    if changed:
        known.search_text = search_text(
            name=known.name, phone=known.phone, file_number=known.file_number
        )
        known.version += 1
        known.updated_at = now()
    return changed


async def _answer_others(
    session: AsyncSession, actor: Actor, fresh_id: UUID, known_id: UUID
) -> None:
    """Of several whom it might have been it is this one; who might be it might be this one."""
    query = scoped(PossibleDuplicate, actor).where(
        col(PossibleDuplicate.answered_at).is_(None),
        (col(PossibleDuplicate.patient_id) == fresh_id)
        | (col(PossibleDuplicate.other_id) == fresh_id),
    )
    mine = scoped(PossibleDuplicate, actor).where(col(PossibleDuplicate.other_id) == known_id)
    there = {one.patient_id for one in (await session.execute(mine)).scalars()}
    for doubt in (await session.execute(query.with_for_update())).scalars():
        if doubt.patient_id == fresh_id or doubt.patient_id in {*there, known_id}:
            same = (doubt.patient_id, doubt.other_id) == (fresh_id, known_id)
            doubt.answer = "same" if same else "another"
            doubt.answered_at, doubt.answered_by = now(), actor.member_id
        else:
            doubt.other_id = known_id
    await session.flush()
