"""Book a series of visits: all the dates that were chosen, or none."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, require
from clinic_app.audit.record import record
from clinic_app.audit.tags import Tag
from clinic_app.database.scoped import find
from clinic_app.kit.errors import ClinicError, Invalid, NotFound
from clinic_app.kit.ids import AppointmentId, PatientId, PractitionerId, RoomId, ServiceId
from clinic_app.kit.zones import to_wall
from clinic_app.live.announce import announce
from clinic_app.live.topics import Topic
from clinic_app.scheduling.appointment_tables import Appointment
from clinic_app.scheduling.assistants.part_rules import Assistants
from clinic_app.scheduling.booking.book_appointment import book_appointment
from clinic_app.scheduling.errors import SeriesClash
from clinic_app.scheduling.holding.own_hold import own_hold
from clinic_app.scheduling.overrides import waive
from clinic_app.scheduling.patients_here import require_patient
from clinic_app.scheduling.series.series_rows import Pick, SeriesBooked
from clinic_app.scheduling.series.series_rules import Repeat, rule_text, series_walls
from clinic_app.scheduling.series_tables import AppointmentSeries
from clinic_app.scheduling.start_rules import require_near, start_instant
from clinic_app.scheduling.wall_words import date_and_clock


async def book_series(
    session: AsyncSession,
    actor: Actor,
    *,
    patient_id: PatientId,
    service_id: ServiceId,
    start: datetime,
    repeat: Repeat,
    picks: Sequence[Pick] | None = None,
    practitioner_id: PractitionerId | None = None,
    room_id: RoomId | None = None,
    note: str = "",
    assistants: Assistants | None = None,
) -> SeriesBooked:
    """Book the picked dates of a rule in one transaction, each under the constraints of any visit.

    start: the naive wall time of the first date. picks: a date that is left out has none; one
    that was replaced begins elsewhere, one that is wanted anyway may be outside working hours
    or against booking rules; None for every date as the rule has it.
    assistants: who takes part in every visit, besides whom the service asks for by itself.
    One's own hold of the first date is taken over.
    Raises SeriesClash naming the date that cannot be.
    """
    require(actor, Permission.APPOINTMENT_WRITE)
    require_near(start)
    rule = rule_text(repeat, start.date())
    walls = series_walls(rule, start)
    chosen = _every(walls, actor) if picks is None else _checked(actor, picks, len(walls))
    await require_patient(session, actor, patient_id)
    series = AppointmentSeries(
        organization_id=actor.organization_id,
        patient_id=patient_id,
        service_id=service_id,
        rule=rule,
        first_wall=start,
        total=len(walls),
        created_by=actor.member_id,
    )
    session.add(series)
    await session.flush()
    who = {"practitioner_id": practitioner_id, "assistants": assistants}
    hold = await own_hold(session, actor, service_id=service_id, start=chosen[0].start)
    same: dict[str, Any] = who | {"room_id": room_id, "note": note, "hold_id": hold}
    versions = dict[AppointmentId, int]()
    for pick in chosen:  # in the order of time, so that two series cannot wait for each other
        visit = await _book(session, actor, series, pick, same)
        visit.series_wall = walls[pick.number - 1]
        versions[AppointmentId(visit.id)] = visit.version
        same["hold_id"] = None  # it is of the first alone
    await _tell(session, actor, series, len(chosen))
    return SeriesBooked(series.id, len(chosen), len(walls) - len(chosen), versions)


async def _book(
    session: AsyncSession,
    actor: Actor,
    series: AppointmentSeries,
    pick: Pick,
    same: dict[str, Any],
) -> Appointment:
    try:
        visit = await book_appointment(
            session,
            actor,
            patient_id=PatientId(series.patient_id),
            service_id=ServiceId(series.service_id),
            start=pick.start,
            outside_hours=pick.anyway,
            despite_rules=pick.anyway,
            told=False,
            **same,
        )
    except NotFound:  # the service or practitioner: no date has to do with it
        raise
    except ClinicError as refusal:
        raise _clash(to_wall(pick.start, actor.time_zone), refusal) from refusal
    row = await find(session, actor, Appointment, visit.appointment_id)
    row.series_id, row.occurrence = series.id, pick.number
    return row


def _clash(wall: datetime, refusal: ClinicError) -> SeriesClash:
    return SeriesClash(date_and_clock(wall), refusal)


def _every(walls: Sequence[datetime], actor: Actor) -> list[Pick]:
    picks: list[Pick] = []
    for number, wall in enumerate(walls, start=1):
        try:
            picks.append(Pick(number, start_instant(wall, actor.time_zone)))
        except ClinicError as refusal:
            raise _clash(wall, refusal) from refusal
    if not picks:
        raise Invalid("The rule has no date at all.", field="repeat")
    return picks


def _checked(actor: Actor, picks: Sequence[Pick], total: int) -> list[Pick]:
    waive(actor, any(pick.anyway for pick in picks))
    numbers = [pick.number for pick in picks]
    if not picks:
        raise Invalid("Every date is left out. Please keep at least one.", field="repeat")
    if len(set(numbers)) != len(numbers) or not all(1 <= one <= total for one in numbers):
        raise Invalid("The dates do not fit the rule any more. Please look again.", field="repeat")
    return sorted(picks, key=lambda pick: pick.start)


async def _tell(
    session: AsyncSession, actor: Actor, series: AppointmentSeries, visits: int
) -> None:
    await announce(session, actor.organization_id, Topic.CALENDAR)
    await record(
        session,
        actor,
        Tag.SERIES_BOOK,
        subject_id=series.id,
        patient_id=series.patient_id,
        rule=series.rule,
        first=series.first_wall.isoformat(),
        visits=visits,
    )
