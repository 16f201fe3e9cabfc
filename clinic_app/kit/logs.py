"""What the log holds: where something failed and of which kind, and nothing that anybody typed.

The text of an exception can hold a patient's data: PostgreSQL's “Failing row contains (…)” is one.
"""

import logging
from collections.abc import Iterator
from traceback import format_tb
from typing import Any


def begin_log(level: str) -> None:
    """Log to stderr from now on, everybody's exceptions without their texts.

    level: of our own lines; of libraries warnings are logged, whatever it is.
    """
    logging.setLogRecordFactory(_record)
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("clinic_app").setLevel(level)


def trace_of(error: BaseException) -> str:
    """Return the lines that led to an error, its kind, and the constraint that it broke if any."""
    parts = [f"{''.join(format_tb(one.__traceback__))}{_kind(one)}" for one in _chain(error)]
    return "\n\nthen\n\n".join(reversed(parts))


def _record(*about: Any, **more: Any) -> logging.LogRecord:  # noqa: ANN401  # logging's own
    record = logging.LogRecord(*about, **more)
    if record.exc_info and record.exc_info[1] is not None:
        record.exc_text = trace_of(record.exc_info[1])  # formatters take it for what they made
    return record


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _kind(error: BaseException) -> str:
    constraint = getattr(getattr(error, "diag", None), "constraint_name", None)
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    return f"{name} ({constraint})" if constraint else name
