"""A day at the desk in two browsers: Emily and Rosa share a clinic, and neither is surprised.

Twelve bookings, three moves by drag, a series, two walk-ins, a visit missed, a practitioner who
falls ill, and a freed time that somebody on the waiting list takes.
"""

import asyncio
import re
from datetime import UTC, date, datetime, time, timedelta

from playwright.async_api import FloatRect, Locator, Page, expect
from sqlalchemy import update
from sqlmodel import col, select

from clinic_app.database.transaction import transaction
from clinic_app.kit.zones import to_wall
from clinic_app.notifications.tables import Mail
from clinic_app.people.patient_tables import Patient
from tests.cast import Clinic, found_clinic
from tests.journeys.conftest import Visit
from tests.journeys.desk import (
    booking,
    choose_patient,
    choose_service,
    visit_of,
    visit_sheet,
    zone_at_midday,
)
from tests.scheduling.furniture import Hours, add_room, hire, offer, register
from tests.scheduling.visits import Placing, place

ALL_DAY: tuple[Hours, ...] = tuple((weekday, "work", time(6), time(22)) for weekday in range(7))
MORE = ("Amina Yusuf", "Karl Novak", "Priya Nair", "Mei Tan", "Hana Sato", "Jonas Falk")
OTHERS = ("Tom Brandt", "Iris Berg", "Leo Rossi", "Nora Quinn", "Zoe Adams", "Noah Weiss")
TEAM = ("Dr. Lin Zhao", "Dr. Ruth Abel", "Dr. Omar Hassan")
LATE = "Ada Moss"
GEORGES = "george@hill.example"
FIRST_HOUR = 14  # the story begins at about noon


async def clinic_at_noon() -> tuple[Clinic, date]:
    """Found a clinic where it is about noon, with three at work all day, every day.

    One visit should have begun, and the patient has not come. Returns today as well.
    """
    clinic = await found_clinic(time_zone=zone_at_midday())
    team = [await hire(clinic, name, hours=ALL_DAY) for name in TEAM]
    for number in range(len(TEAM)):
        await add_room(clinic, f"Room {number}", position=number)
    service = await offer(clinic, *team)
    for name in (*MORE, *OTHERS, "Sofia Marín", "Eva Lind", "Lena Moor"):
        await register(clinic, name)
    waiting = await register(clinic, "George Hill")
    async with transaction(organization=clinic.organization_id) as session:
        his = update(Patient).where(col(Patient.id) == waiting)
        await session.execute(his.values(email=GEORGES))
    late = Placing(clinic, team[2], service, await register(clinic, LATE))
    await place(late, datetime.now(UTC) - timedelta(minutes=40))
    return clinic, to_wall(datetime.now(UTC), clinic.time_zone).date()


async def _box(of: Locator) -> FloatRect:
    box = await of.bounding_box()
    assert box is not None
    return box


async def _place(page: Page, column: int, hour: int) -> tuple[float, float]:
    """Return where an hour begins in a column, far from the border at which a drag scrolls."""
    line = page.locator(".cal-hour").get_by_text(f"{hour}:00", exact=True)
    await line.evaluate("hour => hour.scrollIntoView({ block: 'center', inline: 'nearest' })")
    at, of = await _box(line), await _box(page.locator(".cal-column").nth(column))
    return of["x"] + of["width"] / 2, at["y"] + at["height"] / 2 + 4


async def _click_gap(page: Page, column: int, hour: int) -> None:
    """Point until the calendar says that hour under the pointer, as a person does, and click."""
    under = page.locator(".cal-hover").get_by_text(f"{hour}:00", exact=True)
    for _ in range(100):
        await page.mouse.move(*await _place(page, column, hour))
        await page.evaluate("() => new Promise(requestAnimationFrame)")
        if await under.count():
            break
    await page.mouse.down()
    await page.mouse.up()


async def _book(page: Page, column: int, hour: int, patient: str) -> None:
    """Click the gap, fill the dialog in, book, and see it on the calendar."""
    await _click_gap(page, column, hour)
    dialog = booking(page)
    await choose_patient(dialog, patient)
    await choose_service(dialog)
    await dialog.get_by_role("button", name=f"Book {hour}:00").click()
    await expect(dialog).to_be_hidden()
    await expect(visit_of(page, patient)).to_contain_text(f"{hour}:00")


async def _book_all(page: Page, column: int, patients: tuple[str, ...]) -> None:
    for number, patient in enumerate(patients):
        await _book(page, column, FIRST_HOUR + number, patient)


async def _drag(page: Page, patient: str, column: int, hour: int) -> None:
    """Carry a visit, held near its upper end, to an hour of a column."""
    to = await _place(page, column, hour)
    card = await _box(visit_of(page, patient))
    await page.mouse.move(card["x"] + 20, card["y"] + 6)
    await page.mouse.down()
    await page.mouse.move(to[0], to[1] + 2, steps=6)
    await expect(page.locator(".cal-dragged")).to_contain_text(f"{hour}:00–{hour}:30")
    await page.mouse.up()


async def _lengthen(page: Page, patient: str) -> None:
    """Pull a visit's lower edge down by as much again."""
    card = await _box(visit_of(page, patient))
    x, edge = card["x"] + 40, card["y"] + card["height"] - 3
    await page.mouse.move(x, edge)
    await page.mouse.down()
    await page.mouse.move(x, edge + card["height"], steps=6)
    await expect(page.locator(".cal-dragged")).to_contain_text(":00–")
    await page.mouse.up()


async def _walk_in(page: Page, patient: str) -> None:
    """Book somebody who stands at the desk at the soonest time: that checks them in."""
    await page.get_by_role("button", name="Walk-in").click()
    dialog = booking(page)
    await choose_patient(dialog, patient)
    await choose_service(dialog)
    await dialog.get_by_role("button", name=re.compile(r"^Book \d+:\d\d")).click()
    await expect(dialog).to_be_hidden()
    waiting = page.get_by_role("region", name="Waiting")
    await expect(waiting.locator(".queue-card").filter(has_text=patient)).to_contain_text("A-")


async def _book_and_move(emily: Page, sarah: Page) -> None:
    """Twelve bookings side by side, then a time, a practitioner and a length are changed."""
    await asyncio.gather(_book_all(emily, 0, MORE), _book_all(sarah, 1, OTHERS))
    for page in (emily, sarah):
        await expect(page.locator(".cal-visit")).to_have_count(len(MORE) + len(OTHERS) + 1)
    await _drag(emily, "Jonas Falk", 0, 20)
    await expect(visit_of(sarah, "Jonas Falk")).to_contain_text("20:00")
    await _drag(sarah, "Noah Weiss", 0, 19)
    await expect(emily.locator(".cal-column").first).to_contain_text("Noah Weiss")
    await _lengthen(emily, "Hana Sato")
    await expect(visit_of(sarah, "Hana Sato")).to_contain_text("to 19:00")


async def _book_series(page: Page) -> None:
    await _click_gap(page, 1, 20)
    dialog = booking(page)
    await choose_patient(dialog, "Sofia Marín")
    await choose_service(dialog)
    await expect(dialog.get_by_role("button", name="Book 20:00")).to_be_enabled()
    await dialog.get_by_role("button", name="Repeat…").click()
    series = page.get_by_role("dialog", name="Repeat this visit")
    await series.get_by_label("Number of visits").fill("4")
    await expect(series.locator(".series-date")).to_have_count(4)
    await series.get_by_role("button", name="Book 4 visits", exact=True).click()
    await expect(visit_of(page, "Sofia Marín")).to_contain_text("20:00")


async def _fall_ill(page: Page, today: date) -> None:
    """Dr. Hassan goes home: all who are still to come see somebody else at the same time."""
    await page.goto("/settings/practitioners")
    await page.get_by_role("table").get_by_text("Dr. Omar Hassan").click()
    sheet = page.get_by_role("dialog", name="Dr. Omar Hassan")
    await sheet.get_by_role("radio", name="Time off").click()
    for day in ("From", "To"):
        await expect(sheet.get_by_label(day)).not_to_have_value("")  # what it begins with has come
        await sheet.get_by_label(day).fill(today.isoformat())
    await sheet.get_by_label("Reason").fill("Ill")
    await sheet.get_by_role("button", name="Add time off").click()
    question = page.get_by_role("alertdialog", name="Visits are booked then")
    await expect(question).to_contain_text("14:00 · Tom Brandt")
    await question.get_by_role("button", name="Save, then move them").click()
    await page.get_by_role("button", name="Move all to others").click()
    asked = page.get_by_role("alertdialog", name="Move all to others?")
    await expect(asked.get_by_text("Stays")).to_have_count(0)
    await expect(asked).to_contain_text("Tom Brandt")
    await asked.get_by_role("button", name=re.compile(r"Move \d+")).click()
    done = page.get_by_role("list", name="What was done")
    await expect(done.get_by_text("Not moved")).to_have_count(0)
    await expect(done).to_contain_text("Tom Brandt")
    await expect(page.get_by_text("Nothing needs moving")).to_be_visible()


async def _wait_for_a_time(page: Page, patient: str) -> None:
    await page.goto("/waiting-list")
    await page.get_by_role("button", name="Add", exact=True).first.click()
    dialog = page.get_by_role("dialog", name="Put on the waiting list")
    await choose_patient(dialog, patient)
    await choose_service(dialog)
    await dialog.get_by_role("button", name="Put on the list").click()
    await expect(page.get_by_role("table")).to_contain_text(patient)


async def _offered_by_mail(address: str) -> str:
    """Read the patient's mail and return where its link leads."""
    async with transaction() as session:
        found = select(Mail.body).where(col(Mail.recipient) == address)
        (body,) = (await session.execute(found)).scalars()
    link = re.search(r"/offer/\S+", body)
    assert link is not None
    return link.group()


async def test_a_whole_day_at_the_desk(visit: Visit) -> None:
    clinic, day = await clinic_at_noon()
    emily = await visit("/calendar", clinic.reception)
    sarah = await visit("/calendar", clinic.owner)
    await _book_and_move(emily, sarah)
    await _book_series(emily)

    await emily.goto("/queue")
    await _walk_in(emily, "Eva Lind")
    await _walk_in(emily, "Lena Moor")
    await emily.get_by_role("button", name=f"No-show {LATE}").click()
    missed = emily.get_by_role("region", name="No-show")
    await expect(missed).to_contain_text(LATE)
    await expect(visit_of(sarah, LATE)).to_have_attribute("data-struck", "true")
    for page in (emily, sarah):  # the sidebar's number of visits to come follows on every page
        await expect(page.locator(".nav-link .count").first).to_have_text("15")

    await _fall_ill(sarah, day)
    await emily.goto("/calendar")
    await expect(emily.locator(".cal-column").nth(2)).to_contain_text("Tom Brandt")
    await expect(emily.locator(".cal-column").nth(1)).to_contain_text("Ill")

    await _wait_for_a_time(sarah, "George Hill")
    await visit_of(emily, "Amina Yusuf").click()
    sheet = visit_sheet(emily, "Amina Yusuf")
    await sheet.get_by_role("button", name="Cancel visit").click()
    await sheet.get_by_label("Why is the visit cancelled?").fill("A cold")
    await sheet.get_by_role("button", name="Cancel the visit").click()
    await expect(sarah.get_by_role("table").first).to_contain_text("until")
    george = await visit(await _offered_by_mail(GEORGES), phone=True)
    await george.get_by_role("button", name="Take this time").click()
    await expect(george.get_by_text("This time is yours")).to_be_visible()
    await expect(visit_of(emily, "George Hill")).to_contain_text("14:00")
    await expect(sarah.get_by_text("Nobody waits")).to_be_visible()
