"""A group session's rows before one is opened."""

from clinic_app.scheduling.group_rows import GroupSheet
from clinic_app.scheduling.visit_rows import VisitTime

NO_GROUP = GroupSheet(
    id="",
    version=0,
    service_id="",
    service="",
    colour="slate",
    practitioner_id="",
    practitioner="",
    room_id="",
    room="",
    devices="",
    time=VisitTime("", "", "", "", "", 0),
    seats=0,
    taken=0,
    held=0,
    left=0,
    coming="",
    patients=(),
    missed=(),
    ended=False,
    may_move=False,
    may_cancel=False,
    may_write=False,
)
