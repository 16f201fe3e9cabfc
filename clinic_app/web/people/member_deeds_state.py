"""What is done to one member: the questions before it, and the deeds."""

import reflex as rx

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.access.roles import ROLE_NAMES, Role
from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import MemberId, parse_id
from clinic_app.people.members.change_role import change_role
from clinic_app.people.members.deactivate_member import deactivate_member
from clinic_app.people.members.get_member import get_member
from clinic_app.people.members.reactivate_member import reactivate_member
from clinic_app.people.members.remove_member import remove_member
from clinic_app.people.members.set_temporary_password import set_temporary_password
from clinic_app.web.session.door import door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.ui.choice_field import ChoiceRow

# The read-only field that a new password is written into, in the browser alone.
PASSWORD_FIELD = "temporary-password"  # noqa: S105  # a field's id
_QUESTIONS = ("role", "deactivate", "remove", "password")


class MemberDeedsState(rx.State):
    """One member at a time. A temporary password never enters a var: see `set_password`."""

    question: rx.Field[str] = rx.field("")  # "" or one of _QUESTIONS
    member_id: rx.Field[str] = rx.field("")
    name: rx.Field[str] = rx.field("")
    role: rx.Field[str] = rx.field("")
    roles: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])
    password_is_set: rx.Field[bool] = rx.field(False)
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])

    @rx.event
    @door(Permission.MEMBER_WRITE)
    async def ask(self, actor: Actor, question: str, member_id: str) -> Answer:
        """Open the question before a deed."""
        if question not in _QUESTIONS:
            raise NotFound
        row = await look(actor, get_member, member_id=_member(member_id))
        self.errors, self.password_is_set = {}, False
        self.member_id, self.name, self.role = row.id, row.name, row.role
        self.roles = [ChoiceRow(role, ROLE_NAMES[Role(role)]) for role in row.roles]
        self.question = question

    @rx.event
    @door(Permission.MEMBER_WRITE)
    async def show(self, actor: Actor, shown: bool) -> Answer:
        """Close the question; only `ask` opens one."""
        del actor
        if not shown:
            self._close()

    @rx.event
    @door(Permission.MEMBER_WRITE)
    async def choose_role(self, actor: Actor, role: str) -> Answer:
        """Take a role in the dialog."""
        del actor
        self.role = role[:20]

    @rx.event
    @door(Permission.MEMBER_WRITE)
    async def save_role(self, actor: Actor) -> Answer:
        """Give the chosen role."""
        self.errors = {}
        target = _member(self.member_id)
        await perform(actor, change_role, member_id=target, role=self.role)
        self._close()
        return say("Role changed. It holds from now on.")

    @rx.event
    @door(Permission.MEMBER_WRITE)
    async def deactivate(self, actor: Actor) -> Answer:
        """Take the access away for now."""
        target = _member(self.member_id)
        self._close()
        await perform(actor, deactivate_member, member_id=target)
        return say("Deactivated. You can reactivate them at any time.")

    @rx.event
    @door(Permission.MEMBER_WRITE)
    async def reactivate(self, actor: Actor, member_id: str) -> Answer:
        """Give the access back."""
        await perform(actor, reactivate_member, member_id=_member(member_id))
        return say("Reactivated.")

    @rx.event
    @door(Permission.MEMBER_WRITE)
    async def remove(self, actor: Actor) -> Answer:
        """Remove from the clinic."""
        target = _member(self.member_id)
        self._close()
        await perform(actor, remove_member, member_id=target)
        return say("Removed from the clinic.")

    @rx.event
    @door(Permission.MEMBER_WRITE)
    async def set_password(self, actor: Actor) -> Answer:
        """Set a temporary password and write it into the dialog's field, and nowhere else.

        It goes out as an event, not as a var: vars are kept with the tab's state.
        """
        password = await set_temporary_password(actor, member_id=_member(self.member_id))
        self.password_is_set = True
        return rx.set_value(PASSWORD_FIELD, password)

    def _close(self) -> None:
        self.question, self.member_id = "", ""
        self.password_is_set = False


def _member(text: str) -> MemberId:
    return parse_id(MemberId, text, what="That member")
