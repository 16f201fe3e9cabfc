"""Buttons, tags, notices, dialogs and the frame: names, states, wiring."""

import reflex as rx

from clinic_app.web.react.clinic_time import clinic_clock
from clinic_app.web.ui.avatar import avatar, tint_for
from clinic_app.web.ui.button import button, icon_button, link_button
from clinic_app.web.ui.dialog import confirm_dialog, dialog, sheet
from clinic_app.web.ui.feedback import banner, empty_state, error_panel, skeleton_rows
from clinic_app.web.ui.icon import icon
from clinic_app.web.ui.layouts import message_page, not_found_page, outside_layout
from clinic_app.web.ui.menu import menu, menu_item
from clinic_app.web.ui.page import page_header
from clinic_app.web.ui.shell_parts import (
    NavGroup,
    NavItem,
    app_shell,
    bottom_bar,
    me_card,
    organization_card,
    sidebar,
)
from clinic_app.web.ui.tag import APPOINTMENT_STATES, ROLES, role_tag, state_tag
from tests.web.ui.drawn import drawn, only, words


class ComponentProbe(rx.State):
    busy: rx.Field[bool] = rx.field(default=False)
    shown: rx.Field[bool] = rx.field(default=False)
    waiting: rx.Field[int] = rx.field(default=0)
    status: rx.Field[str] = rx.field(default="booked")

    @rx.event
    async def press(self) -> None:
        self.busy = True

    @rx.event
    async def show(self, shown: bool) -> None:
        self.shown = shown


def test_a_button_is_no_submit_unless_it_says_so() -> None:
    assert only(button("Add"), "button").props["type"] == "button"
    assert only(button("Save", submit=True), "button").props["type"] == "submit"


def test_a_loading_button_cannot_be_pressed_and_keeps_its_words() -> None:
    made = button("Save", loading=ComponentProbe.busy)
    props = only(made, "button").props
    assert "busy" in props["disabled"]
    assert "busy" in props["aria-busy"]
    assert "Save" in words(made)


def test_an_icon_button_has_a_name() -> None:
    assert only(icon_button("x", "Close"), "button").props["aria-label"] == "Close"


def test_icons_are_silent_unless_they_have_a_label() -> None:
    assert drawn(icon("plus"))[0].props["aria-hidden"] == "true"
    assert drawn(icon("plus", label="New"))[0].props["aria-label"] == "New"


def test_a_link_that_looks_like_a_button_is_a_link() -> None:
    assert drawn(link_button("Patients", href="/patients"))[0].props["to"] == "/patients"


def test_states_and_roles_have_words() -> None:
    for state, (spoken, tint) in APPOINTMENT_STATES.items():
        assert only(state_tag(state), "span").text == spoken
        assert f"tint-{tint}" in only(state_tag(state), "span").props["className"]
    for role, (spoken, _) in ROLES.items():
        assert only(role_tag(role), "span").text == spoken
    assert "arrived" in only(state_tag(ComponentProbe.status), "span").text


def test_tints_are_steady() -> None:
    assert tint_for("patient-1") == tint_for("patient-1")
    assert only(avatar("OH"), "span").props["aria-hidden"] == "true"


def test_an_error_is_not_an_empty_list() -> None:
    failed = drawn(error_panel(on_retry=ComponentProbe.press))
    assert any(element.props.get("role") == "alert" for element in failed)
    assert any(element.text == "Try again" for element in failed)
    empty = drawn(empty_state("No patients yet", "Register the first one."))
    assert not any(element.props.get("role") == "alert" for element in empty)


def test_notices_are_announced_by_their_weight() -> None:
    assert drawn(banner("Penicillin", kind="danger"))[0].props["role"] == "alert"
    assert drawn(banner("Saved"))[0].props["role"] == "status"
    assert "Loading" in words(skeleton_rows())


def test_a_dialog_has_a_title_and_a_way_out() -> None:
    made = dialog("x", open=ComponentProbe.shown, on_open_change=ComponentProbe.show, title="Book")
    tags = {element.tag: element for element in drawn(made)}
    assert tags["RadixThemesDialog.Title"].text == "Book"
    assert tags["RadixThemesDialog.Content"].props["aria-describedby"] == "undefined"
    assert any(element.props.get("aria-label") == "Close" for element in drawn(made))
    assert "shown" in tags["RadixThemesDialog.Root"].props["open"]


def test_a_described_dialog_is_described_by_radix() -> None:
    made = sheet(
        open=ComponentProbe.shown,
        on_open_change=ComponentProbe.show,
        title="Visit",
        description="10:00 with Dr. Zhao",
    )
    tags = {element.tag: element for element in drawn(made)}
    assert tags["RadixThemesDialog.Description"].text == "10:00 with Dr. Zhao"
    assert "aria-describedby" not in tags["RadixThemesDialog.Content"].props


def test_a_grave_deed_asks_first() -> None:
    made = confirm_dialog(
        open=ComponentProbe.shown,
        on_open_change=ComponentProbe.show,
        title="Cancel this visit?",
        sentence="The time becomes free.",
        confirm="Cancel visit",
        cancel="Keep it",
        on_confirm=ComponentProbe.press,
    )
    assert any(element.tag == "RadixThemesAlertDialog.Cancel" for element in drawn(made))
    assert "Keep it" in words(made)
    assert "Cancel visit" in words(made)


def test_a_menu_item_does_its_deed_on_select() -> None:
    made = menu(button("More"), menu_item("Print", on_click=ComponentProbe.press))
    item = next(element for element in drawn(made) if element.tag.endswith("DropdownMenu.Item"))
    assert "press" in item.props["onSelect"]


def test_a_page_has_one_heading() -> None:
    assert only(page_header("Patients", subtitle="312"), "h1").text == "Patients"
    assert only(outside_layout("Sign in"), "h1").text == "Sign in"


def test_dead_ends_lead_on() -> None:
    made = message_page("Not for you", "Your role does not open this page.")
    assert any(element.props.get("to") == "/" for element in drawn(made))
    assert "another clinic" in words(not_found_page())


def test_the_frame_can_be_walked_without_a_mouse() -> None:
    item = NavItem("Queue", "/queue", "list", active=True, count=ComponentProbe.waiting)
    side = sidebar(
        [NavGroup([item], heading="Today")],
        organization=organization_card(
            "City Medical", letters="CM", clock=clinic_clock("America/New_York")
        ),
        me=me_card("Emily", "Reception", letters="E", items=[menu_item("Sign out")]),
    )
    made = drawn(app_shell(side, phone=[bottom_bar([item])]))
    first_link = next(element for element in made if element.tag == "a")
    assert first_link.props["href"] == "#content"
    names = [element.props.get("aria-label") for element in made if element.tag == "nav"]
    assert names == ["Main", "Main, short"]
    assert any(element.props.get("aria-current") == "page" for element in made)
