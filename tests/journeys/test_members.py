"""A member who is deactivated, and the dialogs about members before axe."""

import re

import pytest
from playwright.async_api import Page, expect

from clinic_app.database.transaction import perform
from clinic_app.people.members.deactivate_member import deactivate_member
from tests.cast import Clinic
from tests.journeys.conftest import Visit
from tests.journeys.test_accessibility import violations
from tests.people.team import an_address, join_too, token_in_mail


async def _invite(page: Page, address: str, role: str) -> None:
    await page.get_by_role("button", name="Invite").click()
    await page.locator("input[name=email]").fill(address)
    await page.locator("select[name=role]").select_option(role)
    await page.get_by_role("button", name="Send invitation").click()
    await expect(page.get_by_text("Invitation sent.")).to_be_visible()
    await expect(page.get_by_role("region", name="Invitations")).to_contain_text(address)


async def test_a_deactivated_member_is_offered_their_other_clinic(
    visit: Visit, clinic: Clinic, other_clinic: Clinic
) -> None:
    await join_too(other_clinic, clinic.doctor)
    page = await visit("/dashboard", clinic.doctor)
    await expect(page.get_by_role("heading", name="Dashboard")).to_be_visible()
    await perform(clinic.owner, deactivate_member, member_id=clinic.doctor.member_id)
    await expect(page).to_have_url(re.compile("/welcome"))
    await page.get_by_role("button", name=re.compile("City Medical.*Berlin")).click()
    await expect(page).to_have_url(re.compile("/dashboard"))
    await expect(page.get_by_text(re.compile(r"Berlin · \d"))).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_the_dialogs_and_an_open_invitation_have_no_barrier(
    theme: str, visit: Visit, clinic: Clinic
) -> None:
    address = an_address()
    page = await visit("/settings/members", clinic.owner, theme=theme)
    await _invite(page, address, "nurse")
    await page.get_by_role("button", name="Invite").click()
    await expect(page.get_by_role("dialog")).to_be_visible()
    assert await violations(page) == []
    await page.keyboard.press("Escape")
    for deed in ("Change role", "Temporary password", "Deactivate", "Remove from clinic"):
        await page.get_by_role("button", name="Actions for Grace Lee").click()
        await page.get_by_role("menuitem", name=deed).click()
        question = page.get_by_role("dialog").or_(page.get_by_role("alertdialog"))
        await expect(question).to_contain_text("Grace Lee")
        assert await violations(page) == [], deed
        await page.keyboard.press("Escape")
        await expect(question).to_have_count(0)
    opened = await visit(f"/invitation/{await token_in_mail(address)}", theme=theme)
    await expect(opened.get_by_text("You are invited to join")).to_be_visible()
    assert await violations(opened) == []
