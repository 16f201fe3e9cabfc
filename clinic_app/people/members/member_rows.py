"""What the members' page shows: frozen rows, ids as text, times in words of the clinic's zone."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One member, and what the one who looks may do to them."""

    id: str
    name: str
    letters: str
    email: str
    role: str  # the stored value
    active: bool
    is_me: bool
    last_used: str  # in this clinic, in words
    since: str
    roles: list[str]  # what the role may be changed to, its own among them; empty for none
    may_deactivate: bool
    may_reactivate: bool
    may_remove: bool
    may_set_password: bool
    has_menu: bool


@dataclass(frozen=True, slots=True)
class MemberPage:
    """One page of the list and the number of all rows."""

    rows: list[MemberRow]
    total: int


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One link that is out."""

    id: str
    email: str
    role: str
    invited_by: str
    sent: str
    expires: str
    is_expired: bool
    may_change: bool  # resend or revoke it
