"""Who would want the same time when visits go into another zone. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Taken:
    """A span of a practitioner, room, device or patient, in one lane, and what takes it."""

    owner: UUID
    resource: tuple[UUID, int]
    begins: datetime
    ends: datetime


def who_meet(taken: Iterable[Taken]) -> dict[UUID, UUID]:
    """Return what falls on something else, and on what: each two once, one of several.

    Of two that begin together it is the one that is given later.
    """
    met: dict[UUID, UUID] = {}
    lasting: dict[tuple[UUID, int], Taken] = {}
    for one in sorted(taken, key=lambda one: one.begins):
        before = lasting.get(one.resource)
        if before is None or before.ends <= one.begins:
            lasting[one.resource] = one
            continue
        if met.get(before.owner) != one.owner:
            met.setdefault(one.owner, before.owner)
        lasting[one.resource] = max(before, one, key=lambda one: one.ends)
    return met
