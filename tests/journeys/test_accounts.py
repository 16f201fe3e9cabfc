"""Accounts in a real browser: signing up, in and out, passwords, and what a session hides."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from secrets import token_hex

from playwright.async_api import Page, Route, WebSocket, expect

from clinic_app.database.transaction import transaction
from clinic_app.people.sessions.find_signed_in import find_signed_in
from clinic_app.people.sessions.session_cookie import COOKIE_NAME
from clinic_app.people.tables import Person
from tests.cast import Clinic
from tests.journeys.conftest import Visit
from tests.people.accounts import GOOD, OTHER, give_password, mails_to, newcomer

SIGN_IN = re.compile(r"/sign-in")
PASSWORD = re.compile("^Password")  # the button beside it is called “Show password”
MINUTE = 60_000
_SAID = "sessionStorage.getItem('polyclinic-said')"  # the last that the server has said


async def _sign_in(page: Page, login: str | None, password: str = GOOD) -> None:
    await page.get_by_label("Email or username").fill(str(login))
    await page.get_by_label(PASSWORD).fill(password)
    await page.get_by_role("button", name="Sign in").click()


async def _token(page: Page) -> str:
    cookies = await page.context.cookies()
    return next(str(one.get("value")) for one in cookies if one.get("name") == COOKIE_NAME)


async def test_a_newcomer_signs_up_and_mends_what_is_wrong(visit: Visit) -> None:
    page = await visit("/sign-up")
    await page.get_by_role("button", name="Make account").click()
    name = page.get_by_label("Your name")
    await expect(name).to_be_focused()
    await expect(name).to_have_accessible_description("Please fill this in.")
    await name.fill("Amira Cohen")
    await page.get_by_label("Email").fill(f"amira-{token_hex(5)}@example.org")
    password = page.get_by_label(PASSWORD)
    await password.fill("password1234")
    await page.get_by_role("button", name="Make account").click()
    await expect(password).to_be_focused()
    await expect(password).to_have_attribute("aria-invalid", "true")
    await expect(password).to_have_accessible_description(re.compile("Many people use this one"))
    await expect(name).to_have_value("Amira Cohen")  # what was typed is kept
    await password.fill(GOOD)
    await expect(password).not_to_have_attribute("aria-invalid", "true")
    await page.get_by_role("button", name="Make account").click()
    await expect(page).to_have_url(re.compile("/welcome"))


async def test_signing_in_by_keyboard_after_a_wrong_password(visit: Visit, clinic: Clinic) -> None:
    person = await give_password(clinic.doctor)
    page = await visit("/sign-in")
    await expect(page.get_by_label("Email or username")).to_be_focused()
    await page.keyboard.type(str(person.email))
    await page.keyboard.press("Tab")
    await page.keyboard.type("not the password")
    await page.keyboard.press("Enter")
    alert = page.get_by_role("alert")
    await expect(alert).to_have_text("The email, username or password is not right.")
    password = page.get_by_label(PASSWORD)
    await page.get_by_role("button", name="Show password").click()
    await expect(password).to_have_attribute("type", "text")
    await password.fill(GOOD)
    await password.press("Enter")
    await expect(page).to_have_url(re.compile("/dashboard"))


async def test_the_cookie_and_the_password_reach_no_frame_no_storage_and_no_script(
    visit: Visit, clinic: Clinic
) -> None:
    person = await give_password(clinic.doctor)
    page = await visit("/sign-in")
    frames: list[str] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framesent", lambda frame: frames.append(str(frame)))
        socket.on("framereceived", lambda frame: frames.append(str(frame)))

    page.on("websocket", listen)
    await page.reload()
    await _sign_in(page, person.email)
    await page.wait_for_url(re.compile("/dashboard"))
    await page.goto("/account")
    await expect(page.get_by_text("this one")).to_be_visible()
    token = await _token(page)
    everything = await page.evaluate(
        "() => JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage},"
        " document.documentElement.outerHTML, [...document.scripts].map(s => s.text)])"
    )
    said = "".join(frames)
    assert "Omar Hassan" in said, "no frame was heard"
    for secret in (token, GOOD):
        assert secret not in said
        assert secret not in everything


async def test_signing_out_everywhere_empties_every_open_page_at_once(
    visit: Visit, clinic: Clinic
) -> None:
    laptop = await visit("/dashboard", clinic.doctor)
    phone = await visit("/account", clinic.doctor, phone=True)
    neighbour = await visit("/dashboard", clinic.owner)
    account = await visit("/account", clinic.doctor)
    await expect(account.get_by_role("button", name="Sign out of")).to_have_count(2)
    await account.get_by_role("button", name="Sign out everywhere", exact=True).click()
    for page in (account, laptop, phone):
        await expect(page).to_have_url(SIGN_IN)
    await expect(laptop.get_by_text("You were signed out. Please sign in again.")).to_be_visible()
    await laptop.goto("/dashboard")
    await expect(laptop).to_have_url(SIGN_IN)
    await expect(neighbour).to_have_url(re.compile("/dashboard"))


async def test_one_other_browser_is_signed_out_from_the_account_page(
    visit: Visit, clinic: Clinic
) -> None:
    other = await visit("/dashboard", clinic.doctor)
    page = await visit("/account", clinic.doctor)
    await page.get_by_role("button", name="Sign out of").click()
    await expect(other).to_have_url(SIGN_IN)
    await expect(page.get_by_role("button", name="Sign out of")).to_have_count(0)


async def test_a_forgotten_password_is_replaced_by_the_mailed_link(visit: Visit) -> None:
    person = await newcomer()
    page = await visit("/sign-in")
    await page.get_by_role("link", name="Forgotten password?").click()
    # The page before has a field of the same name.
    await expect(page.get_by_role("heading", name="Forgotten password")).to_be_visible()
    await page.get_by_label("Email or username").fill(str(person.email))
    await page.get_by_role("button", name="Send the link").click()
    await expect(page.get_by_text("a mail with a link is on its way")).to_be_visible()
    (mail,) = await mails_to(person.email)
    link = re.search(r"/reset-password/\S+", mail.body)
    assert link is not None
    await page.goto(link[0])
    await page.get_by_label("New password").fill(OTHER)
    await page.get_by_role("button", name="Set password").click()
    await expect(page.get_by_text("Your new password is set.")).to_be_visible()
    await _sign_in(page, person.email, OTHER)
    await expect(page).to_have_url(re.compile("/welcome"))


async def test_a_temporary_password_opens_one_page_only(visit: Visit, clinic: Clinic) -> None:
    person = await give_password(clinic.doctor)
    async with transaction() as session:
        (await session.get_one(Person, person.id)).must_change_password = True
    page = await visit("/sign-in")
    await _sign_in(page, person.email)
    await expect(page).to_have_url(re.compile("/change-password"))
    await page.goto("/patients")
    await expect(page).to_have_url(re.compile("/change-password"))
    await page.get_by_label("Temporary password").fill(GOOD)
    await page.get_by_label("New password").fill(OTHER)
    await page.get_by_role("button", name="Change password").click()
    await expect(page).to_have_url(re.compile("/dashboard"))


async def test_a_changed_password_keeps_this_browser_and_ends_the_others(
    visit: Visit, clinic: Clinic
) -> None:
    await give_password(clinic.doctor)
    other = await visit("/dashboard", clinic.doctor)
    page = await visit("/account", clinic.doctor)
    before = await _token(page)
    await page.get_by_label("Present password").fill(GOOD)
    await page.get_by_label("New password").fill(OTHER)
    await page.get_by_role("button", name="Change password").click()
    await expect(page.get_by_text("Your password was changed")).to_be_visible()
    await expect(other).to_have_url(SIGN_IN)
    assert await _token(page) != before


async def test_the_theme_is_applied_at_once_and_in_every_browser(
    visit: Visit, clinic: Clinic
) -> None:
    page = await visit("/account", clinic.doctor)
    elsewhere = await visit("/dashboard", clinic.doctor)
    await page.get_by_role("radio", name="Dark").click()
    for browser in (page, elsewhere):
        await expect(browser.locator("html")).to_have_class(re.compile("dark"))
    later = await visit("/dashboard", clinic.doctor)
    await expect(later.locator("html")).to_have_class(re.compile("dark"))


async def test_an_idle_session_warns_stays_on_demand_and_then_ends(
    visit: Visit, clinic: Clinic
) -> None:
    page = await visit("/sign-in")
    person = await give_password(clinic.doctor)
    await page.clock.install()
    await _sign_in(page, person.email)
    await page.wait_for_url(re.compile("/dashboard"))
    await expect(page.get_by_role("heading", level=1)).to_be_visible()
    token = await _token(page)
    dialog = page.get_by_role("alertdialog", name="Are you still there?")
    await page.clock.fast_forward(13 * MINUTE)
    await expect(dialog).to_be_hidden()
    await page.keyboard.press("Control+k")
    palette = page.locator(".palette")
    await expect(palette).to_be_visible()
    await page.clock.fast_forward(14 * MINUTE + 2000)
    stay = dialog.get_by_role("button", name="Stay signed in")  # heard over another dialog
    await expect(stay).to_be_focused()
    await stay.click()
    await expect(dialog).to_be_hidden()
    await expect(palette).to_be_visible()
    await page.clock.fast_forward(14 * MINUTE + 2000)
    await expect(stay).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(palette).to_be_visible()
    await page.clock.fast_forward(14 * MINUTE)
    await expect(dialog).to_be_visible()
    await _told_where_strangers_belong(page, lambda: page.clock.fast_forward(MINUTE + 2000))
    await expect(page).to_have_url(re.compile(r"/sign-in/?\?again=1&next=%2Fdashboard"))
    await expect(page.get_by_text("You were signed out")).to_be_visible()
    assert await find_signed_in(token) is None


async def _told_where_strangers_belong(page: Page, leave: Callable[[], Awaitable[None]]) -> None:
    """While it leaves, the page connects anew and is told to go to the plain sign-in page."""
    told, token = asyncio.Event(), await _token(page)

    async def late(route: Route) -> None:
        await told.wait()
        sent = {**route.request.headers, "cookie": f"{COOKIE_NAME}={token}"}
        await route.fulfill(response=await route.fetch(headers=sent))

    await page.route("**/api/session/end", late)
    async with page.expect_request("**/api/session/end"):
        await leave()
    await expect(page.get_by_text("Reconnecting")).to_be_hidden()
    await page.context.clear_cookies()
    await page.context.set_offline(True)
    await expect(page.get_by_text("Reconnecting")).to_be_visible()
    said = await page.evaluate(_SAID)
    await page.context.set_offline(False)
    await page.wait_for_function(f"said => ({_SAID}) !== said", arg=said)
    told.set()
