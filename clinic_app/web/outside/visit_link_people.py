"""With whom a patient's visit, or all of a coming, may be when it is moved."""

from collections.abc import Sequence

from clinic_app.database.transaction import look
from clinic_app.kit.ids import ServiceId
from clinic_app.kit.zones import to_wall
from clinic_app.pathways.open_visit_link import OpenVisit
from clinic_app.scheduling.coming.coming_parts import AskedPart
from clinic_app.scheduling.outside.get_public_booking import list_public_practitioners
from clinic_app.scheduling.outside.public_rows import PublicPractitioner
from clinic_app.scheduling.wall_words import clock, short_day
from clinic_app.web.ui.choice_field import ChoiceRow

_WHOEVER = ChoiceRow("", "Whoever is free")
_SAME = ChoiceRow("same", "The same as now")


async def people_of(opened: OpenVisit) -> list[ChoiceRow]:
    """Return who gives the service, the one it has first, and whoever is free of several."""
    own = str(opened.visit.practitioner_id)
    found = await _givers(opened, opened.visit.service_id)
    rows = sorted((ChoiceRow(one.id, one.name) for one in found), key=lambda x: x.value != own)
    return [*rows, _WHOEVER] if len(rows) > 1 else rows


async def people_of_all(opened: OpenVisit) -> list[ChoiceRow]:
    """Return for a coming: the same people, where each still gives their service, or whoever."""
    givers = [await _givers(opened, one.service_id) for one in opened.coming]
    able = [
        any(who.id == str(one.practitioner_id) for who in found)
        for one, found in zip(opened.coming, givers, strict=True)
    ]
    if not all(able):
        return [_WHOEVER]
    return [_SAME, _WHOEVER] if any(len(found) > 1 for found in givers) else [_SAME]


async def planned_words(opened: OpenVisit, parts: Sequence[AskedPart]) -> str:
    """Return by whom a kept time would be given; of several services, which when by whom."""
    if len(parts) == 1:
        return await _name(opened, parts[0])
    zone, lines = opened.clinic.actor.time_zone, list[str]()
    names = {one.visit_id: one.service for one in opened.coming}
    walls = [to_wall(part.start, zone) for part in parts if part.start]
    for part, wall in zip(parts, walls, strict=True):
        day = "" if wall.date() == walls[0].date() else f"{short_day(wall)}, "
        service = names[part.moving] if part.moving else ""
        lines.append(f"{day}{clock(wall)} {service}, {await _name(opened, part)}")
    return " · ".join(lines)


async def _name(opened: OpenVisit, part: AskedPart) -> str:
    found = await _givers(opened, part.service_id)
    return next((one.name for one in found if one.id == str(part.practitioner_id)), "")


async def _givers(opened: OpenVisit, service_id: ServiceId) -> tuple[PublicPractitioner, ...]:
    return await look(opened.clinic.actor, list_public_practitioners, service_id=service_id)
