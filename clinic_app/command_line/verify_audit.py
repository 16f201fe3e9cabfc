"""`verify-audit`: recomputes every clinic's audit trail."""

from uuid import UUID

from sqlalchemy import text

from clinic_app.audit.verify_chain import ChainVerdict, verify_chain
from clinic_app.command_line.open_database import open_database
from clinic_app.command_line.say import say
from clinic_app.command_line.with_engine import owner_url, with_engine
from clinic_app.database.all_clinics import all_clinics
from clinic_app.database.transaction import transaction
from clinic_app.kit.cannot_start import CannotStart


def verify_audit() -> None:
    """Say for every clinic whether its trail is as it was written; exit code 1 where one is not."""
    with open_database():
        clinics = all_clinics(owner_url())
        checks = with_engine(_verify([clinic.id for clinic in clinics]))
    broken = 0
    for clinic, check in zip(clinics, checks, strict=True):
        say(f"{clinic.slug}: {_words(check)}")
        broken += not check.whole
    if broken:
        raise CannotStart(
            f"The audit trail of {broken} of {len(clinics)} clinics was tampered with."
        )


async def _verify(clinics: list[UUID]) -> list[ChainVerdict]:
    checks: list[ChainVerdict] = []
    for clinic in clinics:
        async with transaction(organization=clinic, read_only=True) as session:
            await session.execute(text("SET LOCAL statement_timeout = 0"))  # a long trail
            checks.append(await verify_chain(session, clinic))
    return checks


def _words(check: ChainVerdict) -> str:
    if check.whole:
        return f"{check.entries} entries, all as they were written"
    return f"{check.entries} entries, number {check.first_broken} is not as it was written"
