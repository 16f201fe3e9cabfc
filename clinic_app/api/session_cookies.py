"""Sets and clears the session cookie. No other code does, and no script can read it."""

from starlette.requests import Request
from starlette.responses import Response

from clinic_app.api.client import over_tls
from clinic_app.people.sessions.session_cookie import COOKIE_NAME, token_in
from clinic_app.people.sessions.start_session import LIFETIME


def held_token(request: Request) -> str | None:
    """Return the session token that the browser holds."""
    return token_in(request.headers.get("cookie", ""))


def set_session_cookie(request: Request, response: Response, token: str) -> None:
    """Hand a token to the browser for as long as a session can last."""
    response.set_cookie(
        COOKIE_NAME,
        token,
        max_age=int(LIFETIME.total_seconds()),
        path="/",
        secure=over_tls(request),
        httponly=True,
        samesite="lax",
    )


def clear_session_cookie(request: Request, response: Response) -> None:
    """Take the cookie back."""
    response.delete_cookie(
        COOKIE_NAME, path="/", secure=over_tls(request), httponly=True, samesite="lax"
    )
