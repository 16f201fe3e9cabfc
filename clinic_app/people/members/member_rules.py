"""Who may give, lower, rest or remove whom. Pure: rows in, refusals out.

The pages ask the same rules for what to show, so what is hidden is what would be refused.
"""

from collections.abc import Callable
from dataclasses import dataclass

from clinic_app.access.permissions import Permission, allows
from clinic_app.access.roles import ROLE_NAMES, Role
from clinic_app.kit.errors import ClinicError, Conflict, Invalid, NotAllowed


@dataclass(frozen=True, slots=True)
class Standing:
    """How one member stands to another at the moment of a deed."""

    mine: Role
    theirs: Role
    is_me: bool
    other_owners: int  # live owners of the clinic beside the member in question
    is_live: bool = True  # neither deactivated nor removed


def parse_role(text: str) -> Role:
    """Read a role that came from outside."""
    try:
        return Role(text)
    except ValueError:
        raise Invalid("Choose a role.", field="role") from None


def grantable_roles(mine: Role) -> tuple[Role, ...]:
    """Return the roles that a member may give to others."""
    if not allows(mine, Permission.MEMBER_WRITE):
        return ()
    return tuple(role for role in Role if mine is Role.OWNER or role is not Role.OWNER)


def check_grant(mine: Role, role: Role) -> None:
    """Refuse a role that the member may not give."""
    if role not in grantable_roles(mine):
        if not allows(mine, Permission.MEMBER_WRITE):
            raise NotAllowed
        raise NotAllowed("Only an owner can make somebody an owner.")


def check_reach(standing: Standing) -> None:
    """Refuse any deed upon a member who stands above."""
    if not allows(standing.mine, Permission.MEMBER_WRITE):
        raise NotAllowed
    if standing.theirs is Role.OWNER and standing.mine is not Role.OWNER:
        raise NotAllowed("Only an owner can change an owner.")


def check_role_change(standing: Standing, role: Role) -> None:
    """Refuse a change of role: nobody's own but an owner's, and never the last owner's."""
    check_reach(standing)
    if standing.is_me and standing.mine is not Role.OWNER:
        raise NotAllowed("You cannot change your own role.")
    check_grant(standing.mine, role)
    if role is not Role.OWNER:
        _check_owners_remain(standing)


def check_leave(standing: Standing) -> None:
    """Refuse to deactivate or remove: not oneself, and never the last owner."""
    check_reach(standing)
    if standing.is_me:
        raise NotAllowed("You cannot do this to yourself. Ask another owner or admin.")
    _check_owners_remain(standing)


def check_return(standing: Standing) -> None:
    """Refuse to reactivate a member with a role that one may not give."""
    check_reach(standing)
    check_grant(standing.mine, standing.theirs)


def check_password_setting(standing: Standing) -> None:
    """Refuse to set a password: one's own has its own page, an owner's is for owners."""
    check_reach(standing)
    if standing.is_me:
        raise NotAllowed("Change your own password under My account.")


def _check_owners_remain(standing: Standing) -> None:
    # Only who counts as an owner now can be the last one.
    if standing.theirs is Role.OWNER and standing.is_live and not standing.other_owners:
        raise Conflict("This is the last owner. Make somebody else an owner first.")


@dataclass(frozen=True, slots=True)
class Deeds:
    """What one member may do to another, for the menu in the list."""

    roles: tuple[Role, ...]
    deactivate: bool
    reactivate: bool
    remove: bool
    set_password: bool


def deeds(standing: Standing) -> Deeds:
    """Return what the rules would let through."""
    live = standing.is_live
    roles = tuple(role for role in Role if live and _may_change(standing, role))
    may_leave = _passes(check_leave, standing)
    return Deeds(
        roles=roles if set(roles) - {standing.theirs} else (),
        deactivate=live and may_leave,
        reactivate=not live and _passes(check_return, standing),
        remove=may_leave,
        set_password=live and _passes(check_password_setting, standing),
    )


def _may_change(standing: Standing, role: Role) -> bool:
    return _passes(lambda known: check_role_change(known, role), standing)


def _passes(check: Callable[[Standing], None], standing: Standing) -> bool:
    try:
        check(standing)
    except ClinicError:
        return False
    return True


def role_words(role: str) -> str:
    """Return a role's name with its article, for sentences: “an owner”, “a doctor”."""
    words = {Role.RECEPTION: "a receptionist", Role.PHARMACY: "a pharmacist"}
    words |= {Role.LAB: "a laboratory technician"}
    known = Role(role)
    name = ROLE_NAMES[known].lower()
    return words.get(known, f"{'an' if name[0] in 'aeiou' else 'a'} {name}")
