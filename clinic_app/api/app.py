"""The HTTP interface: everything under /api/, beside the pages and on the same port.

app = WrappedApp(layers=[..., with_api, ...])
"""

from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from clinic_app.api import account_routes, calendar_routes, invitation_routes, session_routes
from clinic_app.api.body_limit import limit_bodies
from clinic_app.api.problems import problem_of, say_problems
from clinic_app.api.v1 import routes as v1

PREFIX = "/api/"


def make_api() -> FastAPI:
    """Return the API on its own. Its description is at /api/openapi.json."""
    api = FastAPI(
        title="Polyclinic",
        openapi_url="/api/openapi.json",
        docs_url=None,  # would load scripts from another site
        redoc_url=None,
    )
    say_problems(api)
    api.router.routes.extend(v1.ROUTES)  # first, since they are asked for most
    for routes in (session_routes, account_routes, invitation_routes, calendar_routes):
        api.include_router(routes.router)
    api.include_router(v1.about)
    _describe(api)
    return api


def _describe(api: FastAPI) -> None:
    """Let the description hold what the routes of version 1 refer to."""
    plain = api.openapi

    def whole() -> dict[str, Any]:
        return v1.with_problems(plain())

    api.openapi = whole


def with_api(app: ASGIApp) -> ASGIApp:
    """Wrap the pages' app: /api/ goes to the API, everything else past it untouched."""
    api = limit_bodies(_v1_first(make_api()))

    async def split(scope: Scope, receive: Receive, send: Send) -> None:
        ours = scope["type"] == "http" and scope["path"].startswith(PREFIX)
        await (api if ours else app)(scope, receive, send)

    return split


def _v1_first(api: ASGIApp) -> ASGIApp:
    """Serve what programs ask most without the layers of the whole app; it has all the rest."""

    async def shortcut(scope: Scope, receive: Receive, send: Send) -> None:
        route = v1.LISTS.get((scope["method"], scope["path"]))
        if route is None:
            await api(scope, receive, send)
            return
        request = Request(scope, receive)
        try:
            answer = await route.answer(request)
        except Exception as error:  # each is answered, and logged where it is ours
            answer = problem_of(request, error)
        await answer(scope, receive, send)

    return shortcut
