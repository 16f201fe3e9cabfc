"""When those who come are expected elsewhere, for a search for times of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, may, require
from clinic_app.database.asking import ask
from clinic_app.database.statement import Statement
from clinic_app.kit.clock import now
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import AppointmentId, HoldId, PatientId
from clinic_app.scheduling.booking.visit_plan import VisitPlan
from clinic_app.scheduling.errors import PatientBusy
from clinic_app.scheduling.free_times.slot_facts import SlotFacts
from clinic_app.scheduling.free_times.slot_people import Expected, Worker, full_days

# As the constraint counts them, but for what is moved.
_EXPECTED = """
    SELECT p.name, (
        SELECT json_agg(json_build_array(floor(extract(epoch FROM b.begins_at))::bigint,
            ceil(extract(epoch FROM b.ends_at))::bigint) ORDER BY b.begins_at)
        FROM reservation b
        WHERE b.organization_id = :organization AND b.resource_id = p.id
            AND b.released_at IS NULL
            AND b.begins_at > CAST(:begin AS timestamptz) - interval '1 day'
            AND b.begins_at < :end AND b.ends_at > :begin
            AND (b.appointment_id IS NULL OR b.appointment_id <> ALL({aside}))
            AND (b.expires_at IS NULL OR b.expires_at > :now)
            AND (b.hold_id IS NULL OR b.hold_id IS DISTINCT FROM CAST(:hold AS uuid)))
    FROM patient p
    WHERE p.organization_id = :organization AND {whom}
"""
# Of anybody, or of whom one moves anyway.
_ONE = Statement(
    _EXPECTED.format(
        aside="CAST(:aside AS uuid[])",
        whom="""p.id = :patient AND p.removed_at IS NULL
            AND (CAST(:anybody AS boolean) OR EXISTS (
                SELECT FROM appointment a
                WHERE a.organization_id = :organization AND a.patient_id = p.id
                    AND a.id = ANY(CAST(:aside AS uuid[]))))""",
    )
)
_SEATED = """SELECT a.{} FROM appointment a
    WHERE a.organization_id = :organization AND a.session_id = :group
        AND a.status NOT IN ('cancelled', 'no_show')"""
_GROUP = Statement(
    _EXPECTED.format(
        aside=f"ARRAY({_SEATED.format('id')})", whom=f"p.id IN ({_SEATED.format('patient_id')})"
    )
    + " ORDER BY p.name, p.id"
)


def if_known(actor: Actor, patient_id: PatientId) -> PatientId | None:
    """Return a patient of whom a search may know; None for who may not read patients."""
    return patient_id if may(actor, Permission.PATIENT_READ) else None


async def with_patient(
    session: AsyncSession,
    actor: Actor,
    facts: SlotFacts,
    patient_id: PatientId,
    asked: Mapping[str, Any],
) -> SlotFacts:
    """Return the facts for a patient, whose other visits take their time where the clinic says so.

    asked: as `load_slot_facts` asks. Who may not read patients may ask about the one whose visit
    they move, and learns of no other: NotFound.
    """
    if not asked["aside"]:
        require(actor, Permission.PATIENT_READ)
    anybody = may(actor, Permission.PATIENT_READ)
    values = {**asked, "patient": patient_id, "anybody": anybody}
    found: list[Any] = await ask(session, _ONE, values)
    if not found:
        raise NotFound("The patient")
    return _expecting(facts, found, "" if anybody else "The patient")


async def with_group(
    session: AsyncSession, actor: Actor, facts: SlotFacts, asked: Mapping[str, Any]
) -> SlotFacts:
    """Return the facts for a group's session that is moved, with all who come to it.

    Each of them is a visit of the day under the caps.
    """
    found: list[Any] = await ask(session, _GROUP, asked)
    named = may(actor, Permission.PATIENT_READ)
    facts = _expecting(facts, found, "" if named else "Somebody who comes")
    if len(found) < 2:
        return facts

    def with_all(one: Worker) -> Worker:
        return replace(one, full=full_days(one.visits, one.cap, len(found)))

    helpers = tuple(with_all(one) for one in facts.team.helpers)
    return replace(
        facts,
        full=full_days(facts.visits, facts.limits.cap, len(found)),
        workers=tuple(with_all(one) for one in facts.workers),
        team=replace(facts.team, helpers=helpers),
    )


def _expecting(facts: SlotFacts, found: Sequence[Any], unnamed: str) -> SlotFacts:
    if not facts.one_visit_per_patient:
        return facts
    expected = (
        Expected(unnamed or name, tuple((begin, end) for begin, end in spans))
        for name, spans in found
        if spans
    )
    return replace(facts, expected=tuple(expected))


async def require_patient_free(
    session: AsyncSession,
    actor: Actor,
    plan: VisitPlan,
    patient_id: PatientId | None,
    *,
    moving: AppointmentId | None,
    hold: HoldId | None,
) -> None:
    """Raise PatientBusy when the patient, if one is named, has another visit at a plan's time."""
    if patient_id is None:
        return
    asked = {
        "organization": actor.organization_id,
        "aside": [moving] if moving else [],
        "hold": hold,
        "now": now(),
        "begin": plan.start,
        "end": plan.end,
    }
    facts = await with_patient(session, actor, plan.facts, patient_id, asked)
    if facts.expected:
        raise PatientBusy(facts.expected[0].name)
