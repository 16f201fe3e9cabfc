"""What is hoped is checked with the commit; where it is not so, the deed is done again without."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.asking import ask
from clinic_app.database.hope import hope, may_hope
from clinic_app.database.statement import Statement
from clinic_app.database.transaction import perform, rehearse, transaction
from tests.cast import Clinic

_SO = Statement("SELECT so_it_is(:hoped)")
_ENTRIES = Statement("SELECT count(*) FROM audit_entry WHERE tag = :tag")


async def _entries(clinic: Clinic) -> int:
    async with transaction(organization=clinic.organization_id) as session:
        rows: Any = await ask(session, _ENTRIES, {"tag": Tag.APPOINTMENT_BOOK})
        return rows[0][0]


class _Deed:
    """Writes an entry, hopes if it may, and remembers whether it might."""

    def __init__(self, *, hoped: bool | None) -> None:
        self.hoped = hoped
        self.might: list[bool] = []

    async def __call__(self, session: AsyncSession, actor: Actor) -> str:
        self.might.append(may_hope(session))
        await record(session, actor, Tag.APPOINTMENT_BOOK)
        if may_hope(session):
            await hope(session, _SO, {"hoped": self.hoped})
        return "done"


async def test_what_is_so_is_done_once(clinic: Clinic) -> None:
    deed = _Deed(hoped=True)
    assert await perform(clinic.owner, deed) == "done"
    assert deed.might == [True]
    assert await _entries(clinic) == 1


async def test_what_is_not_so_is_taken_back_and_done_again_without_hoping(clinic: Clinic) -> None:
    for hoped in (False, None):
        before = await _entries(clinic)
        deed = _Deed(hoped=hoped)
        assert await perform(clinic.owner, deed) == "done"
        assert deed.might == [True, False]
        assert await _entries(clinic) == before + 1


async def test_what_is_only_rehearsed_hopes_for_nothing(clinic: Clinic) -> None:
    deed = _Deed(hoped=False)
    assert await rehearse(clinic.owner, deed) == "done"
    assert deed.might == [False]


async def test_a_transaction_that_nobody_repeats_hopes_for_nothing(clinic: Clinic) -> None:
    async with transaction(organization=clinic.organization_id) as session:
        assert not may_hope(session)
