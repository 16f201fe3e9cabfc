"""The members' list and the invitations that are out, live."""

import logging
from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx
from sqlalchemy.exc import SQLAlchemyError

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission
from clinic_app.access.roles import ROLE_NAMES
from clinic_app.database.transaction import look, perform
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import InvitationId, parse_id
from clinic_app.live.topics import Topic
from clinic_app.people.invitations.invite_member import invite_member
from clinic_app.people.invitations.list_invitations import list_invitations
from clinic_app.people.invitations.resend_invitation import resend_invitation
from clinic_app.people.invitations.revoke_invitation import revoke_invitation
from clinic_app.people.members.list_members import MemberSort, list_members
from clinic_app.people.members.member_rows import InvitationRow, MemberPage, MemberRow
from clinic_app.people.members.member_rules import grantable_roles
from clinic_app.web.people.form_values import text_of
from clinic_app.web.people.member_deeds_state import MemberDeedsState
from clinic_app.web.session.door import door, live_door
from clinic_app.web.session.messenger import Answer, say
from clinic_app.web.session.pushes import pushes
from clinic_app.web.ui.choice_field import ChoiceRow

log = logging.getLogger(__name__)

Loaded = tuple[MemberPage, list[InvitationRow]]


class MembersState(rx.State):
    """Who works here, and who is invited to."""

    rows: rx.Field[list[MemberRow]] = rx.field(default_factory=list[MemberRow])
    total: rx.Field[int] = rx.field(0)
    invitations: rx.Field[list[InvitationRow]] = rx.field(default_factory=list[InvitationRow])
    search: rx.Field[str] = rx.field("")
    sort: rx.Field[str] = rx.field(MemberSort.NAME.value)
    descending: rx.Field[bool] = rx.field(False)
    page: rx.Field[int] = rx.field(1)
    loading: rx.Field[bool] = rx.field(True)
    failed: rx.Field[str] = rx.field("")
    inviting: rx.Field[bool] = rx.field(False)
    roles: rx.Field[list[ChoiceRow]] = rx.field(default_factory=list[ChoiceRow])
    errors: rx.Field[dict[str, str]] = rx.field(default_factory=dict[str, str])

    @rx.event
    @door(Permission.MEMBER_READ)
    async def open(self, actor: Actor) -> Answer:
        """Load the list and keep it true."""
        self.inviting, self.errors = False, {}
        self.search, self.page = "", 1
        self.roles = [ChoiceRow(role, ROLE_NAMES[role]) for role in grantable_roles(actor.role)]
        await self._reload(actor)
        return [MemberDeedsState.show(False), MembersState.watch]

    @rx.event(background=True)
    @live_door(Permission.MEMBER_READ)
    async def watch(self) -> AsyncGenerator[Answer, None]:
        """Load again whenever a member, an invitation or a session changes."""
        async for actor in pushes(self, Permission.MEMBER_READ, Topic.MEMBERS):
            loaded = await self._load(actor)
            async with self:
                self._show(loaded)
            yield

    @rx.event
    @door(Permission.MEMBER_READ)
    async def reload(self, actor: Actor) -> Answer:
        """Try again after a failure."""
        await self._reload(actor)

    @rx.event
    @door(Permission.MEMBER_READ)
    async def find(self, actor: Actor, search: str) -> Answer:
        """Show the members whose name or email contains what was typed."""
        self.search, self.page = search[:80], 1
        await self._reload(actor)

    @rx.event
    @door(Permission.MEMBER_READ)
    async def sort_by(self, actor: Actor, column: str) -> Answer:
        """Sort by a column, or the other way round by the same one."""
        if column not in {sort.value for sort in MemberSort}:
            raise NotFound
        self.descending = column == self.sort and not self.descending
        self.sort, self.page = column, 1
        await self._reload(actor)

    @rx.event
    @door(Permission.MEMBER_READ)
    async def go_to_page(self, actor: Actor, page: int) -> Answer:
        """Turn the page."""
        self.page = min(max(page, 1), 1000)
        await self._reload(actor)

    @rx.event
    @door(Permission.MEMBER_WRITE)
    async def show_inviting(self, actor: Actor, shown: bool) -> Answer:
        """Open or close the dialog."""
        del actor
        self.inviting, self.errors = shown, {}

    @rx.event
    @door(Permission.MEMBER_WRITE)
    async def invite(self, actor: Actor, form: dict[str, Any]) -> Answer:
        """Send the invitation."""
        self.errors = {}
        await perform(
            actor, invite_member, email=text_of(form, "email"), role=text_of(form, "role")
        )
        self.inviting = False
        await self._reload(actor)
        return say("Invitation sent.")

    @rx.event
    @door(Permission.MEMBER_WRITE)
    async def resend(self, actor: Actor, invitation_id: str) -> Answer:
        """Mail a new link; the old one is dead."""
        wanted = parse_id(InvitationId, invitation_id, what="That invitation")
        await perform(actor, resend_invitation, invitation_id=wanted)
        await self._reload(actor)
        return say("Sent again. Only the new link works.")

    @rx.event
    @door(Permission.MEMBER_WRITE)
    async def revoke(self, actor: Actor, invitation_id: str) -> Answer:
        """Take an invitation back."""
        wanted = parse_id(InvitationId, invitation_id, what="That invitation")
        await perform(actor, revoke_invitation, invitation_id=wanted)
        await self._reload(actor)
        return say("Invitation revoked. Its link is dead.")

    async def _reload(self, actor: Actor) -> None:
        self._show(await self._load(actor))

    async def _load(self, actor: Actor) -> Loaded | None:
        """Return what the page shows, None when the database is out of reach."""
        try:
            members = await look(
                actor,
                list_members,
                search=self.search,
                sort=MemberSort(self.sort),
                descending=self.descending,
                page=self.page,
            )
            return members, await look(actor, list_invitations)
        except SQLAlchemyError as error:
            log.warning("the members could not be loaded (%s)", type(error).__name__)
            return None

    def _show(self, loaded: Loaded | None) -> None:
        self.loading = False
        self.failed = "" if loaded else "The members could not be loaded."
        if loaded is not None:
            members, self.invitations = loaded
            self.rows, self.total = members.rows, members.total
