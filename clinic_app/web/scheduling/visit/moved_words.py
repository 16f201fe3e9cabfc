"""What a toast says of a visit that was moved: when it is, and with whom and where it went."""

from datetime import timedelta

from clinic_app.access.actor import Actor
from clinic_app.database.transaction import look
from clinic_app.kit.ids import AppointmentId
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.assistants.part_words import part_words
from clinic_app.scheduling.series.series_rows import Scope, SeriesChanged, Stood
from clinic_app.scheduling.visit.get_place import Place
from clinic_app.scheduling.visit.get_whereabouts import Whereabouts, get_whereabouts
from clinic_app.scheduling.wall_words import exact_clock, short_day
from clinic_app.web.scheduling.series.series_words import changed_words

STAYS = "It stays where it is."


async def moved_words(
    actor: Actor, appointment_id: AppointmentId, before: Place, asked: Place
) -> str:
    """Return “Moved to Mon 1 Mar, 11:00, with Dr. Lin Zhao, in Room 2.”: what changed, no more.

    before: where it stood; asked: what it was given.
    """
    now = await look(actor, get_whereabouts, appointment_id=appointment_id)
    where = _elsewhere(before, now)
    if now.start != before.start:
        day = short_day(to_wall(now.start, actor.time_zone))
        return f"Moved to {day}, {exact_clock(now.start, actor.time_zone)}{where}."
    if asked.minutes != before.minutes:
        return f"Now {asked.minutes} minutes long{where}."
    if asked.assistants != before.assistants:
        return _team_words(actor, before, asked, now)
    return f"Now {where.removeprefix(', ')}." if where else STAYS


async def series_moved_words(
    actor: Actor, appointment_id: AppointmentId, scope: Scope, moved: SeriesChanged
) -> str:
    """Return “Moved 3 visits, now with Dr. Lin Zhao.”: the room is one that is free at each."""
    stood = next((one for one in moved.stood if one.appointment_id == appointment_id), None)
    if stood is None or scope == Scope.COMING:  # each of its services has its own practitioner
        return changed_words("Moved", moved)
    now = await look(actor, get_whereabouts, appointment_id=appointment_id)
    goes = now.practitioner_id != stood.practitioner_id
    return changed_words("Moved", moved, f", now with {now.practitioner}" if goes else "")


async def where_words(actor: Actor, moved: SeriesChanged) -> str:
    """Return “, with Dr. Lin Zhao, in Room 2” of a visit that was moved alone, else ""."""
    if len(moved.stood) != 1:
        return ""
    stood = moved.stood[0]
    now = await look(actor, get_whereabouts, appointment_id=stood.appointment_id)
    return _elsewhere(stood, now)


def _elsewhere(before: Place | Stood, now: Whereabouts) -> str:
    """Return with whom and in which room a visit is now, as far as it was not before."""
    words = ""
    if now.practitioner_id != before.practitioner_id:
        words += f", with {now.practitioner}"
    if now.room_id != before.room_id and now.room:
        words += f", in {now.room}"
    return words


def _team_words(actor: Actor, before: Place, asked: Place, now: Whereabouts) -> str:
    had, end = before.assistants or {}, before.start + timedelta(minutes=asked.minutes)
    said = [
        f"{now.assistants[str(who)]} assists {part_words(part, before.start, end, actor.time_zone)}"
        for who, part in (asked.assistants or {}).items()
        if had.get(who) != part
    ]
    return f"{' and '.join(one.rstrip() for one in said)} now." if said else STAYS
