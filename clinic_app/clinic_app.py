"""Makes `app`: every page of every room, the API beside them, and the work at start."""

from clinic_app.api.app import with_api
from clinic_app.api.origin import refuse_foreign_origins
from clinic_app.api.security_headers import security_headers
from clinic_app.demo import accounts as demo
from clinic_app.settings import settings
from clinic_app.web.built_pages import built_pages
from clinic_app.web.session.demo_choices import offer
from clinic_app.web.session.messenger import messenger
from clinic_app.web.session.tab_binding import bind_tabs
from clinic_app.web.shell.all_pages import ALL_PAGES
from clinic_app.web.shell.frame import whole
from clinic_app.web.shell.registry import register
from clinic_app.web.shell.shell_state import ShellState
from clinic_app.web.start_up import running
from clinic_app.web.ui.app_frame import app_wraps, loading_page, toaster
from clinic_app.web.ui.layouts import not_found_page
from clinic_app.web.ui.theme import STYLESHEETS, head_components
from clinic_app.web.wrapped_app import WrappedApp

# The last layer is the outermost: what the guard refuses carries the headers as well.
app = WrappedApp(
    layers=[bind_tabs, with_api, refuse_foreign_origins, security_headers(built_pages())],
    stylesheets=STYLESHEETS,
    head_components=head_components(),
    app_wraps=app_wraps(),
    extra_app_wraps={(6, "Messenger"): lambda stateful: messenger() if stateful else None},
    toaster=toaster(),
    hydrate_fallback=loading_page,
)
if settings().environment == "demo":
    offer(demo.ACCOUNTS, demo.PASSWORD)
for page in ALL_PAGES:
    register(page)
    app.add_page(  # pyright: ignore[reportUnknownMemberType]  # Reflex's Var is generic without a type
        whole(page),
        route=page.route,
        title=f"{page.title} · Polyclinic",
        on_load=ShellState.enter,
    )
app.register_lifespan_task(running, app=app)  # pyright: ignore[reportUnknownMemberType]  # untyped keyword arguments
app.add_page(  # pyright: ignore[reportUnknownMemberType]  # see above
    not_found_page, route="404", title="Not found · Polyclinic"
)
