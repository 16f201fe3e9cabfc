"""Every page of the product, room by room. What is not here does not exist."""

from clinic_app.web.outside.pages import PAGES as OUTSIDE
from clinic_app.web.people.pages import PAGES as PEOPLE
from clinic_app.web.scheduling.pages import PAGES as SCHEDULING
from clinic_app.web.session.pages import PAGES as SESSION
from clinic_app.web.shell.page import Page
from clinic_app.web.shell.pages import PAGES as SHELL

ALL_PAGES: tuple[Page, ...] = (*SHELL, *SESSION, *PEOPLE, *SCHEDULING, *OUTSIDE)
