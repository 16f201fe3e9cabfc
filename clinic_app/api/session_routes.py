"""Signing in and out. Only routes can set the cookie; page events cannot."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.api.client import visitor_of
from clinic_app.api.forms import Form, FormText, Go, own_path
from clinic_app.api.session_cookies import clear_session_cookie, held_token, set_session_cookie
from clinic_app.database.transaction import perform_own, retrying, transaction
from clinic_app.people.accounts.sign_in import sign_in
from clinic_app.people.sessions.find_signed_in import find_signed_in
from clinic_app.people.sessions.sign_out import sign_out
from clinic_app.people.sessions.sign_out_everywhere import sign_out_everywhere

router = APIRouter(prefix="/api")


class SignInForm(Form):
    """Email or username, password, and the page that asked for signing in."""

    login: FormText
    password: FormText
    next: FormText = "/"


class SignOutForm(Form):
    """Here alone, or everywhere."""

    everywhere: bool = False


@router.post("/session")
async def start(form: SignInForm, request: Request, response: Response) -> Go:
    """Sign in and set the cookie."""
    started = await sign_in(
        visitor_of(request),
        login=form.login,
        password=form.password,
        old_token=held_token(request),
    )
    set_session_cookie(request, response, started.token)
    return Go(go="/change-password" if started.must_change_password else own_path(form.next))


@router.post("/session/end")
async def end(form: SignOutForm, request: Request, response: Response) -> Go:
    """Sign out, whether or not the session still lives, and clear the cookie."""
    token = held_token(request)
    if token is not None:
        await _end(token, everywhere=form.everywhere)
    clear_session_cookie(request, response)
    return Go(go="/sign-in")


async def _end(token: str, *, everywhere: bool) -> None:
    # Only a living session may speak for the others.
    signed_in = await find_signed_in(token) if everywhere else None
    if signed_in is not None:
        await perform_own(signed_in, sign_out_everywhere)
        return

    async def once() -> None:
        async with transaction() as session:
            await sign_out(session, token)

    await retrying(once)
