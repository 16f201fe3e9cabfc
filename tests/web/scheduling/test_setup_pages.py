"""The set-up pages can be drawn; what they hold is tested through their states."""

import pytest

from clinic_app.access.permissions import Permission
from clinic_app.web.scheduling.set_up.setup_pages import SETUP_PAGES
from clinic_app.web.shell.page import Page


@pytest.mark.parametrize("page", SETUP_PAGES, ids=lambda page: page.route)
def test_a_page_can_be_drawn_and_is_for_those_who_set_up(page: Page) -> None:
    assert page.permission == Permission.SCHEDULE_WRITE
    assert page.title in str(page.body())
