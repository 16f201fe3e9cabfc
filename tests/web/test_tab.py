"""The tests' own tab stands in for a browser's: it must tell one member from another."""

from datetime import timedelta

import pytest

from clinic_app.database.transaction import transaction
from clinic_app.kit.clock import frozen, now
from clinic_app.people.sessions.sign_out import sign_out
from clinic_app.web.shell.shell_state import ShellState
from tests.cast import Clinic
from tests.web.tab import Tab, sign_in


async def test_a_member_enters_and_the_shell_knows_them(clinic: Clinic) -> None:
    tab = Tab(await sign_in(clinic.reception))
    answer = await tab.send(ShellState, "go_home")
    assert "/calendar" in str(answer)


async def test_a_stranger_is_led_to_sign_in(clinic: Clinic) -> None:
    del clinic
    answer = await Tab("not-a-token").send(ShellState, "go_home")
    assert "/sign-in" in str(answer)


@pytest.mark.parametrize("hours", [1, 13])
async def test_whose_session_ran_out_is_told_so(clinic: Clinic, hours: int) -> None:
    """Idle too long, or after its whole time."""
    token = await sign_in(clinic.reception)
    with frozen(now() + timedelta(hours=hours)):
        assert "/sign-in?over=1" in str(await Tab(token).send(ShellState, "go_home"))


async def test_who_signed_out_is_not_told_of_time(clinic: Clinic) -> None:
    token = await sign_in(clinic.reception)
    async with transaction() as session:
        await sign_out(session, token)
    with frozen(now() + timedelta(hours=1)):
        assert "/sign-in?over" not in str(await Tab(token).send(ShellState, "go_home"))
