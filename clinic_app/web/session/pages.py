"""The pages of signing in and of one's own account."""

from clinic_app.access.permissions import Permission
from clinic_app.web.session.account_page import account_body
from clinic_app.web.session.account_state import AccountState
from clinic_app.web.session.outside_state import OutsideState
from clinic_app.web.session.password_pages import (
    change_password_body,
    forgot_password_body,
    reset_password_body,
)
from clinic_app.web.session.sign_in_page import sign_in_body
from clinic_app.web.session.sign_up_page import sign_up_body
from clinic_app.web.shell.page import Page

PAGES: tuple[Page, ...] = (
    Page("/sign-in", "Sign in", sign_in_body, None, (OutsideState.open,)),
    Page("/sign-up", "Make an account", sign_up_body, None, (OutsideState.open,)),
    Page(
        *("/forgot-password", "Forgotten password", forgot_password_body, None),
        on_load=(OutsideState.open_for_anybody,),
    ),
    Page("/reset-password/[token]", "Set a new password", reset_password_body, None),
    Page(
        *("/change-password", "Choose a password", change_password_body, None),
        on_load=(OutsideState.open_signed_in,),
    ),
    Page(
        *("/account", "My account", account_body, Permission.SIGNED_IN),
        on_load=(AccountState.open,),
    ),
)
