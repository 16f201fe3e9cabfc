"""What a visit's length is to blame for."""

from collections.abc import Generator
from contextlib import contextmanager

from clinic_app.api.v1.forms import ChangeBody
from clinic_app.api.v1.group_forms import GroupChangeBody
from clinic_app.kit.errors import ClinicError


@contextmanager
def beside_minutes(body: ChangeBody | GroupChangeBody) -> Generator[None]:
    """Put what stands against the time of a visit that only lasts longer beside `minutes`."""
    try:
        yield
    except ClinicError as refusal:
        elsewhere = (body.start, body.practitioner_id, body.room_id) != (None, None, None)
        if refusal.field == "start" and body.minutes is not None and not elsewhere:
            refusal.field = "minutes"
        raise
