"""What a browser sent stands in no log, whatever becomes of it."""

from typing import Any

import pytest
from reflex_base.event import Event
from reflex_base.event.processor.event_processor import EventProcessor

from clinic_app.web.event_log import log_no_events

SENT: dict[str, Any] = {"form": {"name": "Sofia Uncommon"}}
CAME_WITH = {"headers": {"cookie": "polyclinic_session=secret"}}


async def test_an_event_that_there_is_no_more_is_told_without_form_and_cookie(
    caplog: pytest.LogCaptureFixture,
) -> None:
    log_no_events()
    processor = EventProcessor()
    processor.configure()
    async with processor:
        await processor.enqueue("tab", Event("gone.handler", payload=SENT, router_data=CAME_WITH))
        await processor.join()  # pyright: ignore[reportUnknownMemberType]  # a queue of anything
    (told,) = caplog.records
    assert told.getMessage() == "an event was not done: KeyError in _process_queue"
    assert "Uncommon" not in caplog.text
    assert "secret" not in caplog.text
