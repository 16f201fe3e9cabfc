"""Accounts: signing up, changing a password, and the way back when it is forgotten."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.api.client import visitor_of
from clinic_app.api.forms import Form, FormText, Go
from clinic_app.api.session_cookies import held_token, set_session_cookie
from clinic_app.kit.errors import SignedOut
from clinic_app.people.accounts.change_my_password import change_my_password
from clinic_app.people.accounts.request_password_reset import request_password_reset
from clinic_app.people.accounts.reset_password import reset_password
from clinic_app.people.accounts.sign_up import sign_up
from clinic_app.people.invitations.join_clinic import join_clinic
from clinic_app.people.sessions.find_signed_in import find_signed_in
from clinic_app.settings import settings

router = APIRouter(prefix="/api")


class SignUpForm(Form):
    """A new account, perhaps by way of a clinic's invitation."""

    name: FormText
    email: FormText
    password: FormText
    invitation: FormText = ""


class PasswordForm(Form):
    """The known password and the new one."""

    current: FormText
    password: FormText


class ForgottenForm(Form):
    """Email or username, as one would sign in."""

    login: FormText


class ResetForm(Form):
    """A mailed link's token and the new password."""

    token: FormText
    password: FormText


@router.post("/account")
async def make_account(form: SignUpForm, request: Request, response: Response) -> Go:
    """Make an account, sign in and set the cookie; with an invitation, join its clinic too."""
    visitor, held = visitor_of(request), held_token(request)
    new = {"name": form.name, "email": form.email, "password": form.password}
    if form.invitation:
        token = await join_clinic(visitor, token=form.invitation, old_token=held, **new)
    else:
        token = await sign_up(visitor, old_token=held, **new)
    set_session_cookie(request, response, token)
    return Go(go="/")


@router.post("/password")
async def change(form: PasswordForm, request: Request, response: Response) -> Go:
    """Change one's own password; the session goes on under a new token."""
    held = held_token(request)
    signed_in = await find_signed_in(held) if held else None
    if signed_in is None:
        raise SignedOut
    token = await change_my_password(signed_in, current=form.current, new=form.password)
    set_session_cookie(request, response, token)
    return Go(go="/" if signed_in.must_change_password else "/account?changed=1")


@router.post("/password-reset")
async def ask_for_link(form: ForgottenForm, request: Request) -> Go:
    """Mail a link where there is an account; the answer is the same where there is none."""
    await request_password_reset(
        visitor_of(request), login=form.login, base_url=settings().base_url
    )
    return Go(go="/forgot-password?sent=1")


@router.post("/password-reset/use")
async def use_link(form: ResetForm, request: Request) -> Go:
    """Set a new password with a mailed link; signing in with it is the next step."""
    await reset_password(visitor_of(request), token=form.token, password=form.password)
    return Go(go="/sign-in?reset=1")
