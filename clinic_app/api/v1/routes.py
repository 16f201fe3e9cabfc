"""All routes of /api/v1, and their description."""

import json
from functools import cache
from typing import Any

from fastapi import APIRouter
from fastapi.openapi.utils import get_openapi
from starlette.responses import HTMLResponse, JSONResponse

from clinic_app.api.v1 import (
    appointment_routes,
    availability_routes,
    group_routes,
    group_step_routes,
    hold_routes,
    patient_routes,
    series_routes,
    series_rule_routes,
    setup_routes,
    together_routes,
    visit_step_routes,
    waiting_routes,
)
from clinic_app.api.v1.docs_page import docs_page
from clinic_app.api.v1.guard import GuardedRoute
from clinic_app.api.v1.refusals import Problem
from clinic_app.people.sessions.session_cookie import COOKIE_NAME
from clinic_app.settings import settings

PREFIX = "/api/v1"

_ABOUT = """\
What the pages do, for programs of the clinic's: the same rules, the same refusals.

Times are answered as RFC 3339 instants with the clinic's wall time beside them; a time that is
sent may be either. Lists come in pages: send `next` as `cursor` until it is null. Refusals are
problems by RFC 9457 with a `code`. A write with an `Idempotency-Key` is done once, however often
it is sent. Each caller may send {most} requests a minute; `RateLimit` tells how many are left.
"""

# Put straight into the app: a router within a router costs each request a look at all of them.
ROUTES = [
    route
    for routes in (
        *(appointment_routes, visit_step_routes, availability_routes, hold_routes),
        *(group_routes, group_step_routes, series_routes, series_rule_routes, together_routes),
        *(waiting_routes, patient_routes, setup_routes),
    )
    for route in routes.router.routes
]

# The routes whose path is one word for word, by method and path.
LISTS = {
    (method, route.path): route
    for route in ROUTES
    if isinstance(route, GuardedRoute) and "{" not in route.path
    for method in route.methods or ()
}

about = APIRouter()


@cache
def description() -> dict[str, Any]:
    """Return the OpenAPI document of version 1."""
    document = get_openapi(
        title="Polyclinic",
        version="1",
        description=_ABOUT.format(most=settings().api_requests_per_minute),
        routes=ROUTES,
    )
    return with_problems(document)


def with_problems(document: dict[str, Any]) -> dict[str, Any]:
    """Add what routes refer to and FastAPI does not know: problems, and the ways to be let in."""
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    parts = document.setdefault("components", {})
    parts.setdefault("schemas", {}).update({**schema.pop("$defs"), "Problem": schema})
    parts["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer", "description": "An API key: pk_…"},
        "session": {"type": "apiKey", "in": "cookie", "name": COOKIE_NAME},
    }
    for path, item in document["paths"].items():
        if path.startswith(PREFIX):
            for operation in item.values():
                operation["security"] = [{"key": []}, {"session": []}]
    return document


@about.get(f"{PREFIX}/openapi.json", include_in_schema=False)
async def openapi() -> JSONResponse:
    """Return the description; it tells nothing of any clinic, so anybody may read it."""
    return JSONResponse(description())


@about.get("/api/docs", include_in_schema=False)
async def read_docs() -> HTMLResponse:
    """Return the description as a page."""
    return HTMLResponse(docs_page(json.dumps(description())))
