"""Calendar files: a visit for its patient, and practitioners' feeds. The token is the key."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.api.strangers import strangers
from clinic_app.kit.errors import NotFound
from clinic_app.kit.tokens import clinic_of_token
from clinic_app.pathways.open_visit_link import open_visit_link
from clinic_app.pathways.patient_words import file_of
from clinic_app.pathways.read_feed import read_feed

Found = TypeVar("Found")

router = APIRouter(prefix="/api")

_KIND = "text/calendar; charset=utf-8"


@router.get("/visit/{token}/calendar.ics", response_class=Response)
async def visit_file(token: str, request: Request) -> Response:
    """Return a visit as a file for the patient's own calendar; a cancelled one says so."""
    opened = await _behind(request, token, open_visit_link)
    text = file_of(opened.clinic, opened.visit)
    name = 'attachment; filename="visit.ics"'
    return Response(text, media_type=_KIND, headers={"Content-Disposition": name})


@router.get("/feeds/{token}.ics", response_class=Response)
async def feed(token: str, request: Request) -> Response:
    """Return a practitioner's visits, or 304 when they are as the caller last saw them."""
    found = await _behind(request, token, read_feed)
    headers = {"ETag": found.etag, "Last-Modified": found.last_modified}
    known = {part.strip().removeprefix("W/") for part in _known(request).split(",")}
    if found.etag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    return Response(found.text, media_type=_KIND, headers=headers)


async def _behind(request: Request, token: str, find: Callable[[str], Awaitable[Found]]) -> Found:
    """Return what a link leads to. Raises NotFound, or TryLater for too many that are unknown."""
    if clinic_of_token(token) is None:
        raise NotFound("This link")
    return await strangers.ask(request, token, find)


def _known(request: Request) -> str:
    return request.headers.get("if-none-match", "")
