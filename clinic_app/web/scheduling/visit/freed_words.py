"""What is said of the time of visits that were called off."""

from collections.abc import Sequence

from clinic_app.access.actor import Actor
from clinic_app.database.transaction import look
from clinic_app.kit.ids import AppointmentId
from clinic_app.scheduling.waiting.who_gets_time import Gets, who_gets_time

_OF_ONE = {
    Gets.ANYBODY: " The time is free again.",
    Gets.WAITING: " Whoever waits for such a time is asked first.",
    Gets.TO_CALL: " The time is free again: call who waits for one, no message reaches them.",
    Gets.SEATED: " The seat is free again.",
    Gets.NOBODY: "",
}
_OF_MANY = {
    Gets.ANYBODY: " Their times are free again.",
    Gets.WAITING: " Whoever waits for such a time is asked first.",
    Gets.TO_CALL: " Their times are free again: call who waits for one, no message reaches them.",
    Gets.SEATED: " Their seats are free again.",
    Gets.NOBODY: "",
}


async def with_time(actor: Actor, done: str, visits: Sequence[AppointmentId]) -> str:
    """Return what was done, with what becomes of the time."""
    gets = await look(actor, who_gets_time, appointment_ids=visits)
    return done + (_OF_ONE if len(visits) == 1 else _OF_MANY)[gets]
