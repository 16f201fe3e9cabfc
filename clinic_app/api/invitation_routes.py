"""Joining a clinic by a mailed link, for somebody who has no account yet."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from clinic_app.api.client import visitor_of
from clinic_app.api.forms import Form, FormText, Go
from clinic_app.api.session_cookies import held_token, set_session_cookie
from clinic_app.people.invitations.join_clinic import join_clinic

router = APIRouter(prefix="/api")


class JoinForm(Form):
    """A new account, and the invitation's token."""

    token: FormText
    name: FormText
    email: FormText
    password: FormText


@router.post("/invitation/join")
async def join(form: JoinForm, request: Request, response: Response) -> Go:
    """Make the account, take the place, sign in and set the cookie."""
    token = await join_clinic(
        visitor_of(request),
        token=form.token,
        name=form.name,
        email=form.email,
        password=form.password,
        old_token=held_token(request),
    )
    set_session_cookie(request, response, token)
    return Go(go="/")
