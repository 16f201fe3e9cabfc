"""Prove that a clinic's audit trail is whole: nothing changed, inserted, left out or cut off."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# The chain of the migration that made it: each hash is over the one before and the entry.
_FIRST_BROKEN = text("""
    SELECT seq FROM (
        SELECT e.seq,
            e.seq = lag(e.seq, 1, 0::bigint) OVER in_order + 1
            AND e.previous_hash = lag(e.hash, 1, ''::bytea) OVER in_order
            AND e.hash = sha256(e.previous_hash || convert_to(audit_text(e), 'UTF8')) AS holds
        FROM audit_entry e
        WHERE e.organization_id = :organization
        WINDOW in_order AS (ORDER BY e.seq)
    ) AS links
    WHERE NOT holds ORDER BY seq LIMIT 1
""")

_END = text("""
    SELECT coalesce(last.seq, 0), coalesce(last.hash, ''::bytea) = coalesce(head.hash, ''::bytea),
        coalesce(head.entries, 0)
    FROM (SELECT 1) AS always
    LEFT JOIN audit_head head ON head.organization_id = :organization
    LEFT JOIN LATERAL (
        SELECT seq, hash FROM audit_entry
        WHERE organization_id = :organization ORDER BY seq DESC LIMIT 1
    ) AS last ON true
""")


@dataclass(frozen=True, slots=True)
class ChainVerdict:
    """How many entries there should be, and the number of the first that is not as it was."""

    entries: int
    first_broken: int | None

    @property
    def whole(self) -> bool:
        """Whether the trail is as it was written."""
        return self.first_broken is None


async def verify_chain(session: AsyncSession, organization_id: UUID) -> ChainVerdict:
    """Check every entry of one clinic, in PostgreSQL itself; the session is of that clinic.

    What is missing at the end is named by the number that should come next. Somebody who
    could rewrite the whole trail and its head leaves no trace here: keep copies elsewhere.
    """
    which = {"organization": organization_id}
    # The end first: entries that are appended meanwhile then only lengthen the trail.
    last, ends_alike, entries = (await session.execute(_END, which)).one()
    broken = (await session.execute(_FIRST_BROKEN, which)).scalar_one_or_none()
    if broken is not None:
        return ChainVerdict(entries, broken)
    if last != entries:
        return ChainVerdict(entries, min(last, entries) + 1)
    return ChainVerdict(entries, None if ends_alike else last)
