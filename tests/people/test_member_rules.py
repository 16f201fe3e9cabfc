"""The rules about members, each case by itself."""

import pytest

from clinic_app.access.roles import Role
from clinic_app.kit.errors import ClinicError, Conflict, NotAllowed
from clinic_app.people.members.member_rules import (
    Deeds,
    Standing,
    check_leave,
    check_password_setting,
    check_return,
    check_role_change,
    deeds,
    grantable_roles,
    role_words,
)

LOWER = [role for role in Role if role not in {Role.OWNER, Role.ADMIN}]


def standing(
    mine: Role, theirs: Role, *, is_me: bool = False, other_owners: int = 1, is_live: bool = True
) -> Standing:
    return Standing(mine, theirs, is_me, other_owners, is_live)


@pytest.mark.parametrize("mine", LOWER)
@pytest.mark.parametrize("theirs", list(Role))
def test_lower_roles_do_nothing_to_anybody(mine: Role, theirs: Role) -> None:
    case = standing(mine, theirs)
    for check in (check_leave, check_return, check_password_setting):
        with pytest.raises(NotAllowed):
            check(case)
    for role in Role:
        with pytest.raises(NotAllowed):
            check_role_change(case, role)
    assert grantable_roles(mine) == ()


def test_an_admin_neither_makes_nor_touches_an_owner() -> None:
    assert Role.OWNER not in grantable_roles(Role.ADMIN)
    with pytest.raises(NotAllowed):
        check_role_change(standing(Role.ADMIN, Role.DOCTOR), Role.OWNER)
    for check in (check_leave, check_return, check_password_setting):
        with pytest.raises(NotAllowed):
            check(standing(Role.ADMIN, Role.OWNER))
    with pytest.raises(NotAllowed):
        check_role_change(standing(Role.ADMIN, Role.OWNER), Role.DOCTOR)


def test_nobody_lowers_or_removes_the_last_owner_not_even_the_owner() -> None:
    me = standing(Role.OWNER, Role.OWNER, is_me=True, other_owners=0)
    with pytest.raises(Conflict):
        check_role_change(me, Role.ADMIN)
    with pytest.raises(NotAllowed):
        check_leave(me)


def test_an_owner_steps_down_while_another_remains() -> None:
    check_role_change(standing(Role.OWNER, Role.OWNER, is_me=True), Role.ADMIN)


def test_a_deactivated_owner_is_not_the_last_one() -> None:
    check_leave(standing(Role.OWNER, Role.OWNER, other_owners=0, is_live=False))


@pytest.mark.parametrize("role", list(Role))
def test_nobody_else_changes_their_own_role(role: Role) -> None:
    with pytest.raises(NotAllowed):
        check_role_change(standing(Role.ADMIN, Role.ADMIN, is_me=True), role)


@pytest.mark.parametrize("mine", [Role.OWNER, Role.ADMIN])
def test_nobody_removes_themselves_or_sets_their_own_password_here(mine: Role) -> None:
    for check in (check_leave, check_password_setting):
        with pytest.raises(ClinicError):
            check(standing(mine, mine, is_me=True))


def test_the_menu_offers_what_the_rules_allow() -> None:
    doctor = deeds(standing(Role.ADMIN, Role.DOCTOR))
    assert doctor.deactivate
    assert doctor.remove
    assert doctor.set_password
    assert not doctor.reactivate
    assert set(doctor.roles) == set(Role) - {Role.OWNER}
    last = deeds(standing(Role.OWNER, Role.OWNER, is_me=True, other_owners=0))
    assert last == Deeds((), deactivate=False, reactivate=False, remove=False, set_password=False)


def test_roles_read_well_in_a_sentence() -> None:
    assert role_words("owner") == "an owner"
    assert role_words("doctor") == "a doctor"
    assert role_words("lab") == "a laboratory technician"
