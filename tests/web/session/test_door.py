"""The door: what Reflex sees of a handler, and what a browser's nonsense comes to."""

import inspect

import pytest
import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.web.session.door import door, open_door
from clinic_app.web.session.door_mark import DOOR_ATTRIBUTE
from clinic_app.web.session.messenger import Answer
from clinic_app.web.ui import html


class DoorState(rx.State):
    """A page of the tests' own."""

    said: rx.Field[str] = rx.field("")

    @rx.event
    @door(Permission.APPOINTMENT_WRITE)
    async def guarded(self, actor: Actor, word: str) -> Answer:
        """Say a word."""
        self.said = f"{actor.name}: {word}"

    @rx.event
    @open_door
    async def unguarded(self, word: str) -> Answer:
        """Say a word, whoever asks."""
        self.said = word


def test_the_browser_is_never_asked_for_the_actor() -> None:
    handler = DoorState.event_handlers["guarded"]
    assert list(inspect.signature(handler.fn).parameters) == ["self", "word"]
    assert getattr(handler.fn, DOOR_ATTRIBUTE) == Permission.APPOINTMENT_WRITE


def test_a_handler_can_be_used_in_a_page() -> None:
    button = html.button("Say", on_click=DoorState.guarded("hello"))
    assert "guarded" in str(button)


async def test_a_stranger_without_a_session_is_led_to_sign_in() -> None:
    state = DoorState(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue]
    answer = await DoorState.event_handlers["guarded"].fn(state, "hello")
    assert state.said == ""
    assert "/sign-in" in str(answer)


@pytest.mark.parametrize("nonsense", [1, None, ["x"], {"a": 1}])
async def test_an_argument_of_another_type_does_nothing(nonsense: object) -> None:
    state = DoorState(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue]
    await DoorState.event_handlers["unguarded"].fn(state, nonsense)
    assert state.said == ""


async def test_a_missing_argument_is_as_wrong_and_no_fault_of_ours(
    caplog: pytest.LogCaptureFixture,
) -> None:
    state = DoorState(_reflex_internal_init=True)  # pyright: ignore[reportCallIssue]
    answer = await DoorState.event_handlers["unguarded"].fn(state)
    assert "fault" not in str(answer)
    assert caplog.records == []
