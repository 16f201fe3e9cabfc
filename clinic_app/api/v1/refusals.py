"""The refusals of each route, for its description. A test sees to it that no other comes."""

from http import HTTPStatus
from typing import Any

from pydantic import BaseModel, Field

from clinic_app.api.v1.answers import FreeTime

Responses = dict[int | str, dict[str, Any]]


class LikePatient(BaseModel):
    """Somebody who is registered already and may be the same person."""

    id: str
    name: str
    file_number: str
    born: str = Field(description="For reading, such as “12 Mar 1984”")
    reasons: str = Field(examples=["Same phone"])


class Problem(BaseModel):
    """A refusal, by RFC 9457. Programs decide by `code`; `detail` is for people."""

    title: str = Field(examples=["Conflict"])
    status: int = Field(examples=[409])
    detail: str = Field(examples=["That time was just taken."])
    code: str = Field(examples=["slot_taken"])
    field: str | None = Field(None, description="What of the request it is about")
    nearest: list[FreeTime] | None = Field(
        None,
        description="With slot_taken, day_full, patient_busy, or series_clash of a coming:"
        " free times near it",
    )
    dates: list[str] | None = Field(None, description="With series_clash: what stands in the way")
    duplicates: list[LikePatient] | None = Field(None, description="With likely_duplicate")


_WORDS = {
    401: "`signed_out`: no API key and no session, or one that is not good any more.",
    403: "`not_allowed`: the key has no scope for this. `foreign_origin`: a page of another site"
    " sent it.",
    404: "`not_found`: there is no such thing in this clinic.",
    409: "`conflict`: somebody else was first.",
    413: "`too_long`: the body has more than 64 KiB.",
    422: "`invalid`: something in the request cannot be; `field` says what.",
    429: "`try_later`: too many requests, or too many unknown keys from one address."
    " `Retry-After` says how many seconds to wait.",
}
_ALWAYS = (401, 403, 422, 429)

# What a time that cannot be had is refused with, wherever one is asked for.
TAKEN = {
    409: "`slot_taken`, `day_full` and `patient_busy`, with the `nearest` free times.",
    422: "`not_working`, `not_offered`, `bad_start`, `out_of_bounds`, `no_such_time` and"
    " `time_comes_twice` (hours that the clocks skip or repeat), `idempotency_key_reused`.",
}


def refusals(*statuses: int, codes: dict[int, str] | None = None) -> Responses:
    """Describe the refusals of a route: the ones every route has, and these.

    codes: further codes by status, in words.
    """
    more = codes or {}
    return {
        status: _described(" ".join(filter(None, (_WORDS[status], more.get(status)))), status)
        for status in sorted({*_ALWAYS, *statuses, *more})
    }


def _described(words: str, status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    described: dict[str, Any] = {
        "description": words,
        "content": {"application/problem+json": {"schema": schema}},
    }
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        described["headers"] = {"Retry-After": {"schema": {"type": "integer"}}}
    return described
