"""What a clinic's set-up says of some days, kept in the process for as long as it is the newest.

A third of a booking, and nearly all of a search for free times, went into reading who gives a
service, where and when they work: what changes now and then, and is asked all day. Every change of
it gives the clinic's set-up a new version, by trigger and in its own transaction (migration 0036).
Whoever asks what is taken is told the version in the same snapshot, so nothing old is ever used,
whichever process or hand has made the change.
"""

from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.database.asking import ask
from clinic_app.database.statement import Statement
from clinic_app.scheduling.free_times.slot_facts import SlotFacts
from clinic_app.scheduling.free_times.slot_reading import TakenRow, with_taken
from clinic_app.scheduling.free_times.slot_sql import taken

_MOST = 1000
_SAID = ("organization", "service", "practitioner", "first_day", "last_day")


class _Kept(NamedTuple):
    """The facts of a version, and the question for what is taken of whom they name."""

    version: UUID
    facts: SlotFacts
    asked: Statement
    whom: dict[str, UUID | None]


_kept: OrderedDict[Hashable, _Kept] = OrderedDict()


async def facts_from_kept(
    session: AsyncSession, values: Mapping[str, Any], zone_name: str
) -> SlotFacts | None:
    """Return the facts with what is taken now; None where the set-up must be read."""
    key = _key(values, zone_name)
    kept = _kept.get(key)
    if kept is None:
        return None
    row: Any = (await ask(session, kept.asked, {**values, **kept.whom}))[0]
    version, *others = row
    if version != kept.version:
        _kept.pop(key, None)
        return None
    _kept[key] = _kept.pop(key, kept)  # the last to be forgotten
    return with_taken(kept.facts, values["service"], TakenRow(*others))


def keep(values: Mapping[str, Any], version: UUID, facts: SlotFacts) -> None:
    """Keep the facts of a set-up, of which nothing is taken."""
    _kept[_key(values, facts.zone_name)] = _Kept(version, facts, *_question(values, facts))
    if len(_kept) > _MOST:
        _kept.popitem(last=False)


def _key(values: Mapping[str, Any], zone_name: str) -> Hashable:
    return (*(values[name] for name in _SAID), zone_name)


def _question(
    values: Mapping[str, Any], facts: SlotFacts
) -> tuple[Statement, dict[str, UUID | None]]:
    """Return what to ask for what is taken, and of whom."""
    capped: list[UUID] = [worker.id for worker in facts.workers if worker.cap is not None]
    if facts.limits.cap is not None:
        capped.append(values["service"])
    resources = [one.id for one in chain(facts.workers, facts.rooms, facts.devices)]
    whom = {**_named("resource", resources), **_named("capped", capped)}
    return taken(_padded(len(resources)), _padded(len(capped))), whom


def _named(name: str, ids: Sequence[UUID]) -> dict[str, UUID | None]:
    padding = [None] * (_padded(len(ids)) - len(ids))
    return {f"{name}{n}": one for n, one in enumerate([*ids, *padding])}


def _padded(many: int) -> int:
    """Return none or the next power of two, so that there are few statements to prepare."""
    return 1 << (many - 1).bit_length() if many else 0
