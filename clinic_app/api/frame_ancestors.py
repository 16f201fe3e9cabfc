"""Which sites may show a page of ours in a frame: none, but for a clinic's public page."""

import logging
import re

from sqlalchemy.exc import SQLAlchemyError

from clinic_app.kit.errors import ClinicError
from clinic_app.pathways.open_clinic import find_open_clinic
from clinic_app.scheduling.outside.public_rules import check_origins

log = logging.getLogger(__name__)

NOBODY = "'none'"
_BOOKING = re.compile(r"/book/([a-z0-9-]{3,48})/?")


async def frame_ancestors(path: str) -> str:
    """Return the value of frame-ancestors for a path.

    Only `/book/<slug>` of a clinic that is open and has named sites gets any. It shows no data
    of anybody, asks for no session, and cookies of ours do not travel into a foreign frame.
    """
    found = _BOOKING.fullmatch(path)
    if found is None:
        return NOBODY
    try:
        clinic = await find_open_clinic(found[1])
        return " ".join(check_origins(clinic.settings.origins)) or NOBODY
    except ClinicError:
        return NOBODY
    except (SQLAlchemyError, OSError) as error:
        log.warning("frames are refused while the database is away (%s)", type(error).__name__)
        return NOBODY
