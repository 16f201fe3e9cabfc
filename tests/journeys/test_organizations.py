"""Organizations in a real browser: founding one, inviting into it, joining, switching, roles."""

import re
from secrets import token_hex

from playwright.async_api import Page, expect

from clinic_app.access.actor import Actor
from clinic_app.access.roles import Role
from clinic_app.database.transaction import perform
from clinic_app.people.members.change_role import change_role
from clinic_app.people.members.remove_member import remove_member
from tests.cast import NAMES, Clinic, found_clinic
from tests.guards.conftest import furnished
from tests.guards.furniture import MARK
from tests.journeys.conftest import Visit
from tests.journeys.frames import frames_of
from tests.people.accounts import GOOD, give_password
from tests.people.patients import register
from tests.people.team import an_address, invited, join_too, token_in_mail
from tests.scheduling.furniture import furnish

__all__ = ["furnished"]

PASSWORD = re.compile("^Password")  # the button beside it is called “Show password”
HOME = re.compile(r"/(dashboard|calendar|patients)$")


async def test_a_newcomer_signs_up_founds_a_clinic_and_lands_on_its_dashboard(
    visit: Visit,
) -> None:
    name = f"Harbour Clinic {token_hex(3)}"
    page = await visit("/sign-up")
    await page.get_by_label("Your name").fill("Amira Cohen")
    await page.get_by_label("Email").fill(an_address())
    await page.get_by_label(PASSWORD).fill(GOOD)
    await page.get_by_role("button", name="Make account").click()
    await expect(page).to_have_url(re.compile("/welcome"))
    await page.get_by_label("Name of the clinic").fill(name)
    await expect(page.get_by_label("Short name")).to_have_value(name.lower().replace(" ", "-"))
    await page.get_by_label("Country").select_option(label="Germany")
    await expect(page.get_by_label("Time zone")).to_have_value("Europe/Berlin")
    await expect(page.get_by_label("Currency")).to_have_value("EUR")
    await page.get_by_role("button", name="Set up clinic").click()
    await expect(page).to_have_url(re.compile("/dashboard"))
    await expect(page.get_by_role("heading", level=1)).to_have_text("Dashboard")
    await expect(page.get_by_role("button", name=re.compile(name))).to_contain_text("Berlin")
    await expect(page.get_by_role("button", name="Amira Cohen")).to_contain_text("Owner")


async def _invite(page: Page, email: str, role: str) -> None:
    await page.get_by_role("button", name="Invite", exact=True).click()
    dialog = page.get_by_role("dialog", name="Invite somebody")
    await dialog.get_by_label("Email").fill(email)
    await dialog.get_by_label("Role").select_option(label=role)
    await dialog.get_by_role("button", name="Send invitation").click()
    await expect(dialog).to_be_hidden()
    invitations = page.get_by_role("region", name="Invitations")
    await expect(invitations.get_by_text(email)).to_be_visible()


async def _make_account(page: Page, name: str, email: str) -> None:
    await page.get_by_label("Your name").fill(name)
    await page.get_by_label("Email").fill(email)
    await page.get_by_label(PASSWORD).fill(GOOD)
    await page.get_by_role("button", name="Make account and join").click()


async def test_an_invitation_brings_a_new_person_in_once_and_with_its_role(
    visit: Visit, clinic: Clinic
) -> None:
    email = an_address()
    members = await visit("/settings/members", clinic.owner)
    await _invite(members, email, "Reception")
    link = f"/invitation/{await token_in_mail(email)}"
    guest = await visit(link)
    await expect(guest.get_by_text("You are invited to join City Medical")).to_be_visible()
    await _make_account(guest, "Noor Haddad", an_address())  # not the address it went to
    await expect(guest.get_by_role("alert")).to_be_visible()
    await guest.get_by_label("Email").fill(email)
    await guest.get_by_role("button", name="Make account and join").click()
    await expect(guest).to_have_url(re.compile("/calendar"))
    await expect(guest.get_by_role("button", name="Noor Haddad")).to_contain_text("Reception")
    # The owner's open page knows at once.
    await expect(members.get_by_role("cell", name=re.compile("^Noor Haddad"))).to_be_visible()
    await expect(members.get_by_role("region", name="Invitations")).to_have_count(0)
    again = await visit(link)
    await expect(again.get_by_text("This invitation is no longer good")).to_be_visible()


async def test_an_invitation_brings_in_somebody_who_has_an_account(
    visit: Visit, clinic: Clinic, other_clinic: Clinic
) -> None:
    person = await give_password(other_clinic.doctor)
    token = await invited(clinic.owner, str(person.email), Role.DOCTOR)
    guest = await visit(f"/invitation/{token}")
    await guest.get_by_role("link", name="Sign in").click()
    await guest.get_by_label("Email or username").fill(str(person.email))
    await guest.get_by_label(PASSWORD).fill(GOOD)
    await guest.get_by_role("button", name="Sign in").click()
    await guest.get_by_role("button", name="Join the clinic").click()
    await expect(guest).to_have_url(HOME)
    await guest.get_by_role("button", name=re.compile("City Medical")).click()
    await expect(guest.get_by_role("menuitem", name=re.compile("you are here"))).to_have_count(1)
    await expect(guest.get_by_role("menuitem", name=re.compile("City Medical"))).to_have_count(2)


async def test_an_invitation_is_for_nobody_but_whom_it_was_sent_to(
    visit: Visit, clinic: Clinic, other_clinic: Clinic
) -> None:
    token = await invited(clinic.owner, an_address())
    page = await visit(f"/invitation/{token}", other_clinic.doctor)
    await expect(page.get_by_text("Not for this account")).to_be_visible()
    await expect(page.get_by_role("button", name="Join the clinic")).to_have_count(0)


async def _two_clinics(furnished: Clinic) -> Actor:
    """Return the doctor of another clinic, who works in the furnished one as well."""
    second = await found_clinic(time_zone="Europe/Berlin", country="DE", currency="EUR")
    await furnish(second)
    await join_too(furnished, second.doctor, Role.OWNER)
    return second.doctor


async def test_switching_the_clinic_leaves_no_word_of_the_first_one(
    visit: Visit, furnished: Clinic
) -> None:
    doctor = await _two_clinics(furnished)
    page = await visit("/patients", doctor)
    await expect(page.get_by_text("Sofia Marín").first).to_be_visible()
    await page.get_by_role("button", name="City Medical").click()
    await page.get_by_role("menuitem", name=re.compile("New York")).click()
    await expect(page).to_have_url(HOME)
    await expect(page.get_by_role("button", name="City Medical")).to_contain_text("New York")
    await page.goto("/patients")
    await expect(page.get_by_text(f"{MARK} Patient").first).to_be_visible()
    await expect(page.get_by_text("Sofia Marín")).to_have_count(0)
    # And back: from here on nothing marked may be seen or heard.
    await page.get_by_role("button", name="City Medical").click()
    await page.get_by_role("menuitem", name=re.compile("Berlin")).click()
    await expect(page).to_have_url(HOME)
    await expect(page.get_by_role("button", name="City Medical")).to_contain_text("Berlin")
    before = len(frames_of(page))
    await register(furnished)
    for path in ("/patients", "/dashboard", "/settings/members", "/account"):
        await page.goto(path)
        if path == "/settings/members":
            await expect(page).to_have_url(re.compile("/dashboard"))  # a doctor only, here
        await expect(page.locator("[aria-busy=true]")).to_have_count(0)
        assert MARK not in await page.content()
    heard = frames_of(page)[before:]
    assert any("City Medical" in frame for frame in heard), "no frame was heard"
    assert not [frame for frame in heard if MARK in frame]


async def test_a_new_role_acts_at_once_on_a_page_that_is_open(visit: Visit, clinic: Clinic) -> None:
    admin = clinic.team[Role.ADMIN]
    page = await visit("/settings/members", admin)
    await expect(page.get_by_role("cell", name=re.compile(f"^{NAMES[Role.LAB]}"))).to_be_visible()
    await perform(clinic.owner, change_role, member_id=admin.member_id, role="reception")
    await expect(page).to_have_url(re.compile("/calendar"))
    await expect(page.get_by_role("link", name="Members")).to_have_count(0)
    await page.goto("/settings/members")
    await expect(page).to_have_url(re.compile("/calendar"))
    await expect(page.get_by_text("Your role does not open that page.")).to_be_visible()


async def test_the_owner_changes_a_role_in_the_list(visit: Visit, clinic: Clinic) -> None:
    page = await visit("/settings/members", clinic.owner)
    await page.get_by_role("button", name=f"Actions for {NAMES[Role.MEMBER]}").click()
    await page.get_by_role("menuitem", name="Change role").click()
    dialog = page.get_by_role("dialog", name=f"Role of {NAMES[Role.MEMBER]}")
    await dialog.get_by_label("Role").select_option(label="Nurse")
    await dialog.get_by_role("button", name="Save").click()
    row = page.get_by_role("row", name=re.compile(NAMES[Role.MEMBER]))
    await expect(row).to_contain_text("Nurse")


async def test_a_removed_member_is_led_away_from_an_open_page(visit: Visit, clinic: Clinic) -> None:
    page = await visit("/patients", clinic.reception)
    await expect(page.get_by_role("heading", level=1)).to_have_text("Patients")
    await perform(clinic.owner, remove_member, member_id=clinic.reception.member_id)
    await expect(page).to_have_url(re.compile("/welcome"))
    await expect(page.get_by_role("heading", name="Set up a clinic")).to_be_visible()
    await page.goto("/patients")
    await expect(page).to_have_url(re.compile("/welcome"))


async def test_a_temporary_password_is_shown_once_and_must_be_changed(
    visit: Visit, clinic: Clinic
) -> None:
    members = await visit("/settings/members", clinic.owner)
    await members.get_by_role("button", name=f"Actions for {NAMES[Role.NURSE]}").click()
    await members.get_by_role("menuitem", name="Temporary password").click()
    dialog = members.get_by_role("dialog", name=re.compile("Temporary password"))
    await dialog.get_by_role("button", name="Set it").click()
    field = dialog.get_by_label("Temporary password")
    await expect(field).to_have_value(re.compile(r"\S{8,}"))
    password = await field.input_value()
    await dialog.get_by_role("button", name="Done").click()
    nurse = await visit("/sign-in")
    await nurse.get_by_label("Email or username").fill(f"nurse@{clinic.slug}.example")
    await nurse.get_by_label(PASSWORD).fill(password)
    await nurse.get_by_role("button", name="Sign in").click()
    await expect(nurse).to_have_url(re.compile("/change-password"))
    await nurse.get_by_label("Temporary password").fill(password)
    await nurse.get_by_label("New password").fill(GOOD)
    await nurse.get_by_role("button", name="Change password").click()
    await expect(nurse).to_have_url(re.compile("/dashboard"))
