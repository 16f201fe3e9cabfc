"""The pages before sign-in: what they say, and whom they lead on."""

from collections.abc import Generator

import pytest

from clinic_app.database.transaction import transaction
from clinic_app.demo import accounts as demo
from clinic_app.people.tables import Person
from clinic_app.web.session.demo_choices import offer, offered
from clinic_app.web.session.outside_state import OutsideState, notice_in
from tests.cast import Clinic
from tests.web.tab import Tab, sign_in

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize(
    ("query", "notice"),
    [
        ("", ""),
        ("again=1", "again"),
        ("next=/calendar&again=1", "again"),
        ("reset=1", "reset"),
        ("over=1&next=%2Fqueue", "over"),
        ("again%3D1", ""),
        ("anything=else", ""),
    ],
)
def test_the_address_chooses_among_known_sentences_only(query: str, notice: str) -> None:
    assert notice_in(query) == notice


async def test_a_stranger_sees_the_page_and_no_demo() -> None:
    tab = Tab()
    assert await tab.send(OutsideState, "open") is None
    assert tab.state(OutsideState).demo == []


async def test_who_is_signed_in_is_led_on(clinic: Clinic) -> None:
    token = await sign_in(clinic.reception)
    assert "/" in str(await Tab(token).send(OutsideState, "open"))
    async with transaction() as session:
        (await session.get_one(Person, clinic.reception.person_id)).must_change_password = True
    again = Tab(await sign_in(clinic.reception))
    assert "/change-password" in str(await again.send(OutsideState, "open"))
    assert await again.send(OutsideState, "open_signed_in") is None


async def test_the_temporary_passwords_page_is_for_those_who_have_one(clinic: Clinic) -> None:
    assert "/sign-in" in str(await Tab().send(OutsideState, "open_signed_in"))
    tab = Tab(await sign_in(clinic.reception))
    assert "/account" in str(await tab.send(OutsideState, "open_signed_in"))


@pytest.fixture
def demo_mode() -> Generator[None]:
    """As start-up does in demo mode."""
    offer(demo.ACCOUNTS, demo.PASSWORD)
    yield
    offer((), "")


@pytest.mark.usefixtures("demo_mode")
async def test_demo_mode_offers_every_account_clinic_by_clinic() -> None:
    tab = Tab()
    await tab.send(OutsideState, "open")
    clinics = tab.state(OutsideState).demo
    assert [clinic.name for clinic in clinics] == [demo.CITY_MEDICAL, demo.FAMILY_PRACTICE]
    assert [len(clinic.accounts) for clinic in clinics] == [9, 3]
    assert offered() == clinics
