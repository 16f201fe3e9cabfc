"""How a refusal reaches the screen: beside its field where there is one, else as a sentence."""

import reflex as rx

from clinic_app.kit.errors import ClinicError, NoClinicYet, PasswordIsTemporary, SignedOut
from clinic_app.web.session.messenger import Answer, leave_for, refuse, refuse_beside


def answer_refusal(state: rx.State, refusal: ClinicError) -> Answer:
    """Write the sentence into the state's `errors` when it names a field."""
    if refusal.field is not None and hasattr(state, "errors"):
        state.errors = {refusal.field: refusal.message}  # pyright: ignore[reportAttributeAccessIssue]  # checked above
        return refuse_beside(refusal.message)  # the page may not show this field
    return refuse(refusal.message)


def answer_signed_out(refusal: SignedOut) -> Answer:
    """Lead to the page that says why, or to what comes first."""
    if isinstance(refusal, PasswordIsTemporary):
        return leave_for("/change-password")
    if isinstance(refusal, NoClinicYet):
        return leave_for("/welcome")
    return leave_for("/sign-in?again=1")
