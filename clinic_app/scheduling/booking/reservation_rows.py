"""Rows of `reservation` that are wanted, and the statement that takes them all or some."""

from datetime import datetime
from functools import cache
from typing import Literal, NamedTuple
from uuid import UUID

from sqlalchemy.dialects.postgresql import Range

from clinic_app.access.actor import Actor
from clinic_app.database.statement import Statement
from clinic_app.database.wire import Asked
from clinic_app.kit.clock import now
from clinic_app.kit.ids import new_uuid

Kind = Literal["practitioner_id", "room_id", "device_id", "patient_id"]
KINDS: tuple[Kind, ...] = ("practitioner_id", "room_id", "device_id", "patient_id")

# One of several rows that are taken in one statement, in their order.
_ROW = (
    "(:organization_id, :id{n}, :created_at, :appointment_id, :hold_id, :session_id, :expires_at,"
    " :lane{n}, tstzrange(:begin{n}, :end{n}), :practitioner_id{n}, :room_id{n}, :device_id{n},"
    " :patient_id{n})"
)


@cache
def _take(many: int) -> Statement:
    rows = ", ".join(_ROW.format(n=n) for n in range(many))
    return Statement(
        "INSERT INTO reservation (organization_id, id, created_at, appointment_id, hold_id,"  # noqa: S608  # put together from constants
        " session_id, expires_at, lane, during, practitioner_id, room_id, device_id, patient_id)"
        f" VALUES {rows} ON CONFLICT DO NOTHING RETURNING id"
    )


@cache
def _hope_to_take(kinds: tuple[Kind, ...]) -> Statement:
    rows = ", ".join(
        f"(:organization_id, :id{n}, :created_at, :appointment_id,"
        f" tstzrange(:begin{n}, :end{n}), {', '.join(_only(kind, n))})"
        for n, kind in enumerate(kinds)
    )
    return Statement(
        "WITH taken AS (INSERT INTO reservation"  # noqa: S608  # put together from constants
        f" (organization_id, id, created_at, appointment_id, during, {', '.join(KINDS)})"
        f" VALUES {rows} ON CONFLICT DO NOTHING RETURNING 1)"
        f" SELECT so_it_is((SELECT count(*) FROM taken) = {len(kinds)})"
    )


def _only(kind: Kind, n: int) -> list[str]:
    return [f":resource{n}" if one == kind else "CAST(NULL AS uuid)" for one in KINDS]


class Owner(NamedTuple):
    """For what it is taken: exactly one of a visit, a hold (which expires) or a session."""

    appointment_id: UUID | None = None
    hold_id: UUID | None = None
    session_id: UUID | None = None
    expires_at: datetime | None = None


class Wanted(NamedTuple):
    """Whom or what to take, when."""

    kind: Kind
    resource: UUID
    during: Range[datetime]
    lane: int = 0


def ask_to_take(actor: Actor, owner: Owner, *wanted: Wanted) -> Asked:
    """Return the statement that takes them, in this order.

    It has no row for what somebody else has.
    """
    values: dict[str, object] = {
        "organization_id": actor.organization_id,
        "created_at": now(),
        **owner._asdict(),
    }
    for n, one in enumerate(wanted):
        values |= {f"{kind}{n}": None for kind in KINDS}
        values |= {
            f"id{n}": new_uuid(),
            f"lane{n}": one.lane,
            f"begin{n}": one.during.lower,
            f"end{n}": one.during.upper,
            f"{one.kind}{n}": one.resource,
        }
    return _take(len(wanted)), values


def hope_to_take(actor: Actor, appointment_id: UUID, *wanted: Wanted) -> Asked:
    """Return the statement that takes them for a visit, in this order, in the lowest lane.

    It hopes that nobody else has any of them.
    """
    values: dict[str, object] = {
        "organization_id": actor.organization_id,
        "created_at": now(),
        "appointment_id": appointment_id,
    }
    for n, (_, resource, during, _) in enumerate(wanted):
        values[f"id{n}"] = new_uuid()
        values[f"resource{n}"] = resource
        values[f"begin{n}"], values[f"end{n}"] = during.lower, during.upper
    return _hope_to_take(tuple(one.kind for one in wanted)), values
