"""Reflex logs an event that it cannot place with all that the browser sent: form and cookie.

So does an old tab, after an update, with an event that there is no more. Where it happened is told,
and which error; what was sent is nobody's business.
"""

import logging

from reflex_base.event.processor import base_state_processor, event_processor


def log_no_events() -> None:
    """Let the log name no more of an event than where in Reflex it failed."""
    for module in (event_processor, base_state_processor):
        module.logger.addFilter(_name_the_place)


def _name_the_place(record: logging.LogRecord) -> bool:
    error = record.exc_info[0] if record.exc_info else None
    record.msg = "an event was not done: %s in %s"
    record.args = (error.__name__ if error else "trouble", record.funcName)
    record.exc_info = record.exc_text = None
    return True
