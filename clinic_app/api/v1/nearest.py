"""The nearest free times, for a program that was second."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, may
from clinic_app.api.v1.forms import TimeBody
from clinic_app.api.v1.group_forms import GroupChangeBody
from clinic_app.api.v1.series_forms import SeriesChangeBody
from clinic_app.database.transaction import look
from clinic_app.kit.ids import (
    AppointmentId,
    GroupId,
    PatientId,
    PractitionerId,
    ServiceId,
    parse_id,
)
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.coming.nearest_chain import nearest_chain
from clinic_app.scheduling.coming.nearest_coming import nearest_coming
from clinic_app.scheduling.errors import PatientBusy, SeriesBlocked, SlotTaken
from clinic_app.scheduling.free_times.nearest_free import nearest_free
from clinic_app.scheduling.free_times.patient_time import if_known
from clinic_app.scheduling.groups.get_group import get_group
from clinic_app.scheduling.series.series_rows import Scope
from clinic_app.scheduling.start_rules import start_instant
from clinic_app.scheduling.visit.change_appointment import Wanted
from clinic_app.scheduling.visit.list_appointments import read_appointment
from clinic_app.scheduling.zone.distance_rules import Distance


@asynccontextmanager
async def telling_nearest(
    actor: Actor, body: TimeBody, start: datetime, patient_id: PatientId | None = None
) -> AsyncGenerator[None]:
    """Add the nearest free times to a refusal, for a key that may see free times.

    patient_id: who comes; their other visits count for a key that may read patients.
    """
    who = patient_id and if_known(actor, patient_id)
    try:
        yield
    except (SlotTaken, PatientBusy) as taken:
        if _may_tell(actor, taken, who):
            taken.nearest = await look(
                actor,
                nearest_free,
                service_id=body.service_id,
                start=start_instant(start, actor.time_zone),
                practitioner_id=body.practitioner_id,
                assistants=body.assisting(),
                room_id=body.room_id,
                patient_id=who,
            )
        raise


def _may_tell(actor: Actor, taken: SlotTaken | PatientBusy, who: PatientId | None) -> bool:
    """Tell whether nearest times may be told, and would be free for the patient."""
    knows = who is not None or not isinstance(taken, PatientBusy)
    return knows and may(actor, Permission.APPOINTMENT_READ)


@asynccontextmanager
async def telling_nearest_chain(
    actor: Actor, parts: Sequence[AskedPart], start: datetime, patient_id: PatientId | None = None
) -> AsyncGenerator[None]:
    """Do the same for several services in one coming: when the first can begin."""
    who = patient_id and if_known(actor, patient_id)
    try:
        yield
    except (SlotTaken, PatientBusy) as taken:
        if _may_tell(actor, taken, who):
            begins = start_instant(start, actor.time_zone)
            asked = [_as_far(part, begins, actor.time_zone) for part in parts]
            taken.nearest = await look(
                *(actor, nearest_chain), parts=asked, start=begins, patient_id=who
            )
        raise


def _as_far(part: AskedPart, first: datetime, zone_name: str) -> AskedPart:
    """Return a part that was asked for on another day as one that is so far after the first."""
    if part.start is None:
        return part
    apart = Distance.between(first, start_instant(part.start, zone_name), zone_name)
    return replace(part, after=apart) if apart.days else part


@asynccontextmanager
async def telling_nearest_to_coming(
    actor: Actor, appointment_id: AppointmentId, body: SeriesChangeBody, start: datetime | None
) -> AsyncGenerator[None]:
    """Do the same for a visit that takes its coming along: the times at which all of it fits."""
    try:
        yield
    except SeriesBlocked as blocked:
        if start and body.scope == Scope.COMING and may(actor, Permission.APPOINTMENT_READ):
            blocked.nearest = await look(
                actor,
                nearest_coming,
                appointment_id=appointment_id,
                start=start,
                practitioner_id=body.practitioner_id,
            )
        raise


@asynccontextmanager
async def telling_nearest_to_visit(
    actor: Actor, appointment_id: AppointmentId, wanted: Wanted
) -> AsyncGenerator[None]:
    """Do the same for a visit that stays where it stands; its own time counts as free."""
    try:
        yield
    except (SlotTaken, PatientBusy) as taken:
        if may(actor, Permission.APPOINTMENT_READ):
            visit = await look(actor, read_appointment, appointment_id=appointment_id)
            zone = actor.time_zone
            begins = start_instant(wanted.start, zone) if wanted.start else visit.starts_at
            taken.nearest = await look(
                actor,
                nearest_free,
                service_id=ServiceId(visit.service_id),
                start=begins,
                practitioner_id=wanted.practitioner_id or PractitionerId(visit.practitioner_id),
                moving=appointment_id,
                minutes=wanted.minutes
                or int((visit.ends_at - visit.starts_at).total_seconds()) // 60,
                assistants=wanted.assistants,
                room_id=wanted.room_id,
                patient_id=PatientId(visit.patient_id),
            )
        raise


@asynccontextmanager
async def telling_nearest_to_group(
    actor: Actor, group_id: GroupId, start: datetime | None, body: GroupChangeBody
) -> AsyncGenerator[None]:
    """Do the same for a group's session: the times at which all of it could begin."""
    try:
        yield
    except (SlotTaken, PatientBusy) as taken:
        if may(actor, Permission.APPOINTMENT_READ):
            sheet = await look(actor, get_group, group_id=group_id)
            stands = datetime.fromisoformat(sheet.time.instant)
            taken.nearest = await look(
                actor,
                nearest_free,
                service_id=parse_id(ServiceId, sheet.service_id),
                start=start_instant(start, actor.time_zone) if start else stands,
                practitioner_id=body.practitioner_id
                or parse_id(PractitionerId, sheet.practitioner_id),
                group=group_id,
                minutes=body.minutes or sheet.time.minutes,
                room_id=body.room_id,
                assistants=body.assisting(),
            )
        raise
