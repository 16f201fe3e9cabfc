"""The pages about organizations and their members."""

from clinic_app.access.permissions import Permission
from clinic_app.web.people.clinic_page import clinic_body
from clinic_app.web.people.clinic_state import ClinicState
from clinic_app.web.people.invitation_page import invitation_body
from clinic_app.web.people.invitation_state import InvitationState
from clinic_app.web.people.keys_page import keys_body
from clinic_app.web.people.keys_state import KeysState
from clinic_app.web.people.members_page import members_body
from clinic_app.web.people.members_state import MembersState
from clinic_app.web.people.outbox_page import outbox_body
from clinic_app.web.people.outbox_state import OutboxState
from clinic_app.web.people.welcome_page import welcome_body
from clinic_app.web.people.welcome_state import WelcomeState
from clinic_app.web.shell.page import Page

ORGANIZATION_PAGES: tuple[Page, ...] = (
    Page("/welcome", "Welcome", welcome_body, None, (WelcomeState.open,)),
    Page("/invitation/[token]", "Your invitation", invitation_body, None, (InvitationState.open,)),
    Page("/outbox", "Outbox", outbox_body, None, (OutboxState.open,)),
    Page(
        *("/settings/members", "Members", members_body, Permission.MEMBER_READ),
        on_load=(MembersState.open,),
    ),
    Page(
        *("/settings/api-keys", "API keys", keys_body, Permission.ORGANIZATION_WRITE),
        on_load=(KeysState.open,),
    ),
    Page(
        *("/settings/clinic", "Clinic settings", clinic_body, Permission.ORGANIZATION_WRITE),
        on_load=(ClinicState.open,),
    ),
)
