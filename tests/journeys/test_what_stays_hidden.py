"""What must not reach a browser: read from its frames, its storage and its document."""

import re
from datetime import datetime, time

from playwright.async_api import Page, expect

from clinic_app.database.transaction import perform
from clinic_app.people.patients.add_alert import add_alert
from clinic_app.people.sessions.session_cookie import COOKIE_NAME
from clinic_app.web.shell.all_pages import ALL_PAGES
from tests.cast import Clinic
from tests.journeys.conftest import Visit, ready
from tests.journeys.desk import booking, calendar_of, choose_patient, next_monday, visit_of
from tests.journeys.frames import words_of
from tests.people.accounts import GOOD, give_password
from tests.people.patients import SOFIA, register
from tests.scheduling.furniture import book, furnish
from tests.served import Served

CLINICAL = "Zanzibar hepatitis"

_STORAGE = "() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])"


async def _walk(page: Page, patient_id: str) -> None:
    """Open every page there is; those that are not for the role lead elsewhere."""
    for one in ALL_PAGES:
        path = one.route.replace("[patient_id]", patient_id).replace("[token]", "no-such-token")
        await page.goto(path)
        await ready(page)


async def test_reception_never_receives_a_clinical_word(
    visit: Visit, clinic: Clinic, site: Served
) -> None:
    desk = await furnish(clinic)
    day = next_monday(clinic)
    known = {"patient_id": desk.patient, "service_id": desk.service}
    await book(clinic.reception, start=datetime.combine(day, time(10)), **known)
    await perform(
        clinic.doctor,
        add_alert,
        patient_id=desk.patient,
        line=CLINICAL,
        severity="danger",
        clinical=True,
    )
    doctor = await visit(f"/patients/{desk.patient}", clinic.doctor)
    await expect(doctor.get_by_text(CLINICAL)).to_be_visible()
    assert CLINICAL in words_of(doctor), "the doctor's page hears it"
    page = await visit(f"/patients/{desk.patient}", clinic.reception)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Sofia Marín")
    await page.get_by_role("button", name="Edit", exact=True).click()
    await expect(page.get_by_role("dialog").get_by_label("Full name")).to_be_visible()
    await _walk(page, str(desk.patient))
    await page.goto("/patients")
    await expect(page.get_by_role("link", name=re.compile("Sofia"))).to_be_visible()
    await page.keyboard.press("Control+K")
    await page.get_by_placeholder("Find a patient, a page or an action").fill("Sofia")
    await expect(page.get_by_role("option", name=re.compile("^Sofia")).first).to_be_visible()
    await page.goto(calendar_of(day))
    await visit_of(page, "Sofia").click()
    await expect(page.get_by_role("dialog", name="Sofia Marín")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.get_by_role("button", name="Book", exact=True).click()
    await choose_patient(booking(page), "Sofia")
    assert CLINICAL not in words_of(page)
    assert CLINICAL not in await page.content()
    assert CLINICAL not in site.log


async def test_the_cookie_is_kept_from_scripts_and_nothing_of_a_patient_outlives_the_session(
    visit: Visit, clinic: Clinic
) -> None:
    page = await visit(f"/patients/{await register(clinic)}", clinic.reception)
    await expect(page.get_by_role("heading", level=1)).to_have_text(SOFIA.name)
    assert SOFIA.name not in await page.evaluate(_STORAGE)
    await page.get_by_role("button", name=re.compile("Emily Rodriguez")).click()
    await page.get_by_role("menuitem", name="Sign out").click()
    await expect(page).to_have_url(re.compile("/sign-in"))
    stored = await page.evaluate(_STORAGE)
    for private in (SOFIA.name, SOFIA.email, "555-0142", "12125550142"):
        assert private not in stored
    await page.go_back()
    await expect(page).to_have_url(re.compile("/sign-in"))
    await expect(page.get_by_text(SOFIA.name)).to_have_count(0)


async def test_the_cookie_is_for_the_server_alone(visit: Visit, clinic: Clinic) -> None:
    person = await give_password(clinic.doctor)
    page = await visit("/sign-in")
    await page.get_by_label("Email or username").fill(str(person.email))
    await page.get_by_label(re.compile("^Password")).fill(GOOD)
    await page.get_by_role("button", name="Sign in").click()
    await expect(page).to_have_url(re.compile("/dashboard"))
    (cookie,) = await page.context.cookies()
    assert cookie.get("name") == COOKIE_NAME
    assert cookie.get("httpOnly") is True
    assert cookie.get("sameSite") == "Lax"


async def test_a_signed_out_tab_is_led_away_and_its_socket_hears_nothing_more(
    visit: Visit, clinic: Clinic
) -> None:
    tab = await visit("/patients", clinic.reception)
    account = await visit("/account", beside=tab)
    doctor = await visit("/patients", clinic.doctor)
    await account.get_by_role("button", name="Sign out everywhere", exact=True).click()
    for page in (account, tab):
        await expect(page).to_have_url(re.compile("/sign-in"))
    await register(clinic)
    await expect(doctor.get_by_role("link", name=re.compile(SOFIA.name))).to_be_visible()
    assert SOFIA.name in words_of(doctor), "no frame was heard"
    for page in (account, tab):
        assert SOFIA.name not in words_of(page)


async def test_no_word_about_an_unknown_account_differs_from_a_wrong_password(
    visit: Visit, clinic: Clinic
) -> None:
    page = await visit("/sign-in")
    said: list[str] = []
    for login in (f"doctor@{clinic.slug}.example", f"nobody@{clinic.slug}.example"):
        await page.get_by_label("Email or username").fill(login)
        await page.get_by_label(re.compile("^Password")).fill("some wrong password")
        async with page.expect_response("**/api/session") as answer:
            await page.get_by_role("button", name="Sign in").click()
        assert (await answer.value).status == 422
        said.append(await page.get_by_role("alert").inner_text())
    assert said[0] == said[1]
