"""Give a clinic's next file number."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor

_TAKE = text(
    "UPDATE organization SET next_file_number = next_file_number + 1"
    " WHERE id = :clinic RETURNING next_file_number - 1"
)
# Statements of their own, so that they see what was committed while _TAKE waited its turn.
_TYPED = text("SELECT 1 FROM patient WHERE organization_id = :clinic AND file_number = :number")
_FIRST_FREE = text(
    "SELECT number FROM generate_series(CAST(:after AS int) + 1, :after + 1000000) AS number"
    " WHERE NOT EXISTS (SELECT 1 FROM patient WHERE organization_id = :clinic"
    " AND file_number = number::text) ORDER BY number LIMIT 1"
)
_SKIP_TO = text("UPDATE organization SET next_file_number = :next WHERE id = :clinic")
# NO KEY: every insert in the clinic refers to its organization and must not wait for this.
_HOLD = text("SELECT 1 FROM organization WHERE id = :clinic FOR NO KEY UPDATE")


async def next_file_number(session: AsyncSession, actor: Actor) -> str:
    """Take the clinic's next number, passing over those that were typed by hand.

    Whoever else registers in this clinic waits here until our transaction ends: numbers are
    distinct, and none is lost unless ours is rolled back.
    """
    clinic = {"clinic": actor.organization_id}
    number: int = (await session.execute(_TAKE, clinic)).scalar_one()
    typed = await session.execute(_TYPED, {**clinic, "number": str(number)})
    if typed.first() is None:
        return str(number)
    free: int = (await session.execute(_FIRST_FREE, {**clinic, "after": number})).scalar_one()
    await session.execute(_SKIP_TO, {**clinic, "next": free + 1})
    return str(free)


async def hold_file_numbers(session: AsyncSession, actor: Actor) -> None:
    """Let nobody be given a number until our transaction ends: we bring one typed by hand."""
    await session.execute(_HOLD, {"clinic": actor.organization_id})
