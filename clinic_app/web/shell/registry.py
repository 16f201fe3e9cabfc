"""The pages by route, so that entering one can find what it needs and loads."""

from clinic_app.web.shell.page import Page

_pages: dict[str, Page] = {}


def register(page: Page) -> None:
    """Remember a page by its route."""
    _pages[page.route] = page


def page_at(route: str) -> Page | None:
    """Return the page of a route pattern such as /patients/[patient_id].

    Reflex calls the front page "/index".
    """
    return _pages.get("/" if route == "/index" else route)
