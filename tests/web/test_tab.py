"""The tests' own tab stands in for a browser's: it must tell one member from another."""

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
