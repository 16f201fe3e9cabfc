"""Load what the free times of some days depend on: in one statement, at most two."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.database.asking import ask
from clinic_app.database.statement import Statement
from clinic_app.kit.clock import now
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import AppointmentId, GroupId, HoldId, PatientId, PractitionerId, ServiceId
from clinic_app.kit.zones import day_bounds
from clinic_app.scheduling.assistants.part_rules import Assistants
from clinic_app.scheduling.booking_limits import FARTHEST_DAYS
from clinic_app.scheduling.errors import NotOffered
from clinic_app.scheduling.free_times.kept_setup import facts_from_kept, keep
from clinic_app.scheduling.free_times.patient_time import with_group, with_patient
from clinic_app.scheduling.free_times.slot_facts import REACH, SlotFacts
from clinic_app.scheduling.free_times.slot_reading import (
    SetUpRow,
    TakenRow,
    read_set_up,
    with_taken,
)
from clinic_app.scheduling.free_times.slot_sql import (
    NAME_OF_PRACTITIONER,
    PLAIN_SLOT_FACTS,
    SLOT_FACTS,
)
from clinic_app.scheduling.holding.own_hold import judged_at

_SET_UP = len(SetUpRow._fields)


async def load_slot_facts(
    session: AsyncSession,
    actor: Actor,
    *,
    service_id: ServiceId,
    practitioner_id: PractitionerId | None,
    first_day: date,
    last_day: date,
    moving: AppointmentId | None = None,
    hold: HoldId | None = None,
    group: GroupId | None = None,
    minutes: int | None = None,
    assistants: Assistants | None = None,
    aside: Sequence[AppointmentId] = (),
    as_of: datetime | None = None,
    patient_id: PatientId | None = None,
) -> SlotFacts:
    """Load what the free times of the local days first_day..last_day depend on.

    moving: a visit whose own reservations do not count, because it is being moved; aside: others
    that go along; group: the same of a group's session. hold: one's own, which does not count
    either. minutes: how long the visit lasts, None for as long as the service. assistants: who
    must assist; None for whom it has, which a visit leaves to those who stay in its session.
    More of them are found among those who may.
    as_of: when notice and horizon are judged; None for now, or for when `hold` was made.
    patient_id: whose other visits count as well (`with_patient`); those of all who come to `group`
    always do.
    Raises NotFound for a service or practitioner that is missing or another clinic's, and
    NotOffered when that practitioner does not give that service.
    """
    values = {
        "organization": actor.organization_id,
        "service": service_id,
        "practitioner": practitioner_id,
        "moving": moving,
        "aside": [*aside, *([moving] if moving else [])],
        "hold": hold,
        "group": group,
        "assistants": None if assistants is None else list(assistants),
        "now": now(),
        "farthest": FARTHEST_DAYS,
        "first_day": first_day,
        # A visit that begins before midnight may be worked into the day after.
        "last_day": last_day + timedelta(days=1),
        "begin": day_bounds(first_day, actor.time_zone)[0] - REACH,
        "end": day_bounds(last_day, actor.time_zone)[1] + REACH,
    }
    facts = await _load(session, values, actor.time_zone)
    if patient_id is not None:
        facts = await with_patient(session, actor, facts, patient_id, values)
    elif group is not None:
        facts = await with_group(session, actor, facts, values)
    team = facts.team.sized(assistants)
    need = facts.need if minutes is None else replace(facts.need, duration=minutes * 60)
    as_of = as_of or await judged_at(session, actor, hold)
    bookable = facts.limits.bookable(as_of, actor.time_zone)
    return replace(facts, need=need, team=team, bookable=bookable)


async def _load(session: AsyncSession, values: Mapping[str, Any], zone_name: str) -> SlotFacts:
    """Ask the short ways first, where nobody who assists was named or may be on what moves."""
    plain = not values["assistants"] and values["moving"] is None and values["group"] is None
    if plain and (facts := await facts_from_kept(session, values, zone_name)):
        return facts
    set_up, taken = await _ask(session, values, PLAIN_SLOT_FACTS if plain else SLOT_FACTS)
    if plain and not set_up.is_plain:
        set_up, taken = await _ask(session, values, SLOT_FACTS)
    if values["practitioner"] is not None and not set_up.givers:
        raise await _no_giver(session, values, set_up.name)
    facts = read_set_up(set_up, _days(values), zone_name)
    if plain and set_up.is_plain and set_up.version:
        keep(values, set_up.version, facts)
    return with_taken(facts, values["service"], taken)


def _days(values: Mapping[str, Any]) -> list[date]:
    first_day: date = values["first_day"]
    return [first_day + timedelta(days=n) for n in range((values["last_day"] - first_day).days + 1)]


async def _ask(
    session: AsyncSession, values: Mapping[str, object], statement: Statement
) -> tuple[SetUpRow, TakenRow]:
    found = await ask(session, statement, values)
    if not found:
        raise NotFound("The service")
    row: Any = found[0]
    return SetUpRow(*row[:_SET_UP]), TakenRow(*row[_SET_UP:])


async def _no_giver(
    session: AsyncSession, values: Mapping[str, object], service: str
) -> NotFound | NotOffered:
    names = await ask(session, NAME_OF_PRACTITIONER, values)
    if not names:
        return NotFound("The practitioner")
    return NotOffered(f"{names[0][0]} does not give {service}.", field="practitioner")
