"""The database is the referee; this says its decisions in the clinic's words.

A room registers a refusal for each constraint of its tables, by the constraint's name.
"""

from collections.abc import Callable

from sqlalchemy.exc import IntegrityError

from clinic_app.kit.errors import ClinicError, NotFound

_refusals: dict[str, Callable[[], ClinicError]] = {}

_FOREIGN_KEY_VIOLATION = "23503"


def refuse(constraint: str, refusal: Callable[[], ClinicError]) -> None:
    """Say what a violation of the named constraint means."""
    _refusals[constraint] = refusal


def refusal_for(error: IntegrityError) -> ClinicError | None:
    """Return the refusal for a violated constraint, None for one nobody explains.

    A broken foreign key means a row that is missing or another clinic's: not found.
    """
    diagnosis = getattr(error.orig, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    if name in _refusals:
        return _refusals[name]()
    if getattr(error.orig, "sqlstate", None) == _FOREIGN_KEY_VIOLATION:
        return NotFound()
    return None
