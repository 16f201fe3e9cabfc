"""Bring a clinic's national ids under the first encryption key, so that old keys can go."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, literal
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from clinic_app.database.encrypted import MARK_BYTES, CannotDecrypt, current_mark
from clinic_app.database.transaction import retrying, transaction
from clinic_app.people.identifiers.sealed_identifier import open_number, seal_number
from clinic_app.people.patient_tables import PatientIdentifier

BATCH = 500

_BEFORE_ALL = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Rotation:
    """How far a rotation got: ids now under the first key, ids whose key is missing."""

    sealed: int = 0
    unreadable: int = 0


async def rotate_identifier_keys(organization_id: UUID, *, batch: int = BATCH) -> Rotation:
    """Seal every number of one clinic that stands under an older key anew, removed ones too.

    An operator's deed, from the command line: it takes no actor and no number is shown.
    Each batch is a transaction of its own; started again, it goes on where it stopped,
    because what is done already no longer carries an old key's mark. Old keys may go when
    every clinic was rotated with nothing unreadable and no process writes under them.
    """
    done = Rotation()
    after: UUID | None = _BEFORE_ALL
    while after is not None:
        sealed, unreadable, after = await _next_batch(organization_id, after, batch)
        done = Rotation(done.sealed + sealed, done.unreadable + unreadable)
    return done


async def _next_batch(
    organization_id: UUID, after: UUID, batch: int
) -> tuple[int, int, UUID | None]:
    async def once() -> tuple[int, int, UUID | None]:
        async with transaction(organization=organization_id) as session:
            rows = (await session.execute(_stale(organization_id, after, batch))).scalars().all()
            sealed = sum(_reseal(row) for row in rows)
            last = rows[-1].id if len(rows) == batch else None
            return sealed, len(rows) - sealed, last

    return await retrying(once)


def _stale(organization_id: UUID, after: UUID, batch: int) -> SelectOfScalar[PatientIdentifier]:
    mark = func.substring(col(PatientIdentifier.number_encrypted), 1, MARK_BYTES)
    return (
        select(PatientIdentifier)
        .where(col(PatientIdentifier.organization_id) == organization_id)
        .where(col(PatientIdentifier.id) > after, mark != literal(current_mark()))
        .order_by(col(PatientIdentifier.id))
        .limit(batch)
        .with_for_update()
    )


def _reseal(identifier: PatientIdentifier) -> bool:
    try:
        seal_number(identifier, open_number(identifier))
    except CannotDecrypt:
        return False
    return True
