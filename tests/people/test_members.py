"""Stories about members: strangers first, then lower roles, then what owners and admins do."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from clinic_app.access.actor import Actor
from clinic_app.access.permissions import Permission, allows
from clinic_app.access.roles import Role
from clinic_app.audit.tags import Tag
from clinic_app.database.transaction import look, perform, perform_own, transaction
from clinic_app.kit.errors import ClinicError, Conflict, NotAllowed, NotFound
from clinic_app.kit.ids import MemberId, new_uuid
from clinic_app.people.invitations.accept_invitation import accept_invitation
from clinic_app.people.invitations.list_invitations import list_invitations
from clinic_app.people.members.change_role import change_role
from clinic_app.people.members.deactivate_member import deactivate_member
from clinic_app.people.members.list_members import MemberSort, list_members
from clinic_app.people.members.reactivate_member import reactivate_member
from clinic_app.people.members.remove_member import remove_member
from clinic_app.people.members.set_temporary_password import set_temporary_password
from clinic_app.people.sessions.find_signed_in import find_signed_in
from clinic_app.people.tables import Member
from tests.cast import Clinic
from tests.people.accounts import newcomer, signed_in, trail
from tests.people.team import add_owner, invited, join_too, member_of, row_of, signed_in_as

Deed = Callable[[Actor, MemberId], Awaitable[object]]


async def _lower(actor: Actor, member_id: MemberId) -> None:
    await perform(actor, change_role, member_id=member_id, role="member")


async def _deactivate(actor: Actor, member_id: MemberId) -> None:
    await perform(actor, deactivate_member, member_id=member_id)


async def _reactivate(actor: Actor, member_id: MemberId) -> None:
    await perform(actor, reactivate_member, member_id=member_id)


async def _remove(actor: Actor, member_id: MemberId) -> None:
    await perform(actor, remove_member, member_id=member_id)


async def _set_password(actor: Actor, member_id: MemberId) -> None:
    await set_temporary_password(actor, member_id=member_id)


DEEDS: list[Deed] = [_lower, _deactivate, _reactivate, _remove, _set_password]


@pytest.mark.parametrize("deed", DEEDS)
async def test_another_clinics_member_is_as_missing_as_nobody(
    deed: Deed, clinic: Clinic, other_clinic: Clinic
) -> None:
    stranger, theirs = other_clinic.owner, clinic.doctor.member_id
    refusals: list[str] = []
    for member_id in (theirs, MemberId(new_uuid())):
        with pytest.raises(NotFound) as refused:
            await deed(stranger, member_id)
        refusals.append(refused.value.message)
    assert refusals[0] == refusals[1]
    assert await trail(clinic.organization_id) == []


@pytest.mark.parametrize("deed", DEEDS)
async def test_a_role_without_the_right_is_refused(deed: Deed, clinic: Clinic) -> None:
    for role in (role for role in Role if not allows(role, Permission.MEMBER_WRITE)):
        with pytest.raises(NotAllowed):
            await deed(clinic.team[role], clinic.doctor.member_id)
    assert await trail(clinic.organization_id) == []


@pytest.mark.parametrize(
    "role", [role for role in Role if not allows(role, Permission.MEMBER_READ)]
)
async def test_only_owner_and_admin_see_the_lists(role: Role, clinic: Clinic) -> None:
    for query in (list_members, list_invitations):
        with pytest.raises(NotAllowed):
            await look(clinic.team[role], query)


@pytest.mark.parametrize("mine", [Role.OWNER, Role.ADMIN])
@pytest.mark.parametrize("theirs", list(Role))
async def test_what_the_list_offers_is_what_the_server_does(
    mine: Role, theirs: Role, clinic: Clinic
) -> None:
    """What is hidden is refused, what is shown goes through: one row, each deed, really tried."""
    me, them = clinic.team[mine], clinic.team[theirs]
    row = await row_of(me, them)
    offered: list[tuple[bool, Deed]] = [
        (row.may_set_password, _set_password),
        ("member" in row.roles, _lower),
        (row.may_deactivate, _deactivate),
    ]
    for shown, deed in offered:
        assert await _goes_through(deed, me, them) == shown
    row = await row_of(me, them)
    assert await _goes_through(_reactivate, me, them) == row.may_reactivate
    row = await row_of(me, them)
    assert await _goes_through(_remove, me, them) == row.may_remove


async def _goes_through(deed: Deed, me: Actor, them: Actor) -> bool:
    try:
        await deed(me, them.member_id)
    except ClinicError:
        return False
    return True


async def test_a_lowered_role_acts_on_the_next_event(clinic: Clinic) -> None:
    token, _ = await signed_in_as(clinic.doctor)
    await perform(clinic.owner, change_role, member_id=clinic.doctor.member_id, role="reception")
    now_known = await find_signed_in(token)
    assert now_known is not None
    assert now_known.actor is not None
    assert now_known.actor.role is Role.RECEPTION


@pytest.mark.parametrize("deed", [_deactivate, _remove])
async def test_who_is_put_out_acts_nowhere(deed: Deed, clinic: Clinic) -> None:
    token, _ = await signed_in_as(clinic.doctor)
    await deed(clinic.owner, clinic.doctor.member_id)
    now_known = await find_signed_in(token)
    assert now_known is not None
    assert now_known.actor is None


async def test_a_deactivated_member_comes_back_with_their_role(clinic: Clinic) -> None:
    await _deactivate(clinic.owner, clinic.doctor.member_id)
    assert not (await row_of(clinic.owner, clinic.doctor)).active
    await _reactivate(clinic.owner, clinic.doctor.member_id)
    row = await row_of(clinic.owner, clinic.doctor)
    assert (row.active, row.role) == (True, "doctor")


async def test_a_removed_member_is_in_no_list_but_in_the_trail(clinic: Clinic) -> None:
    await _remove(clinic.owner, clinic.doctor.member_id)
    page = await look(clinic.owner, list_members)
    assert str(clinic.doctor.member_id) not in {row.id for row in page.rows}
    assert [entry.tag for entry in await trail(clinic.organization_id)] == [Tag.MEMBER_REMOVE]
    with pytest.raises(NotFound):
        await _lower(clinic.owner, clinic.doctor.member_id)


async def test_who_was_removed_does_not_walk_back_in_by_an_old_link(clinic: Clinic) -> None:
    person = await newcomer()
    token = await invited(clinic.owner, str(person.email))
    async with transaction(organization=clinic.organization_id) as session:
        member = Member(organization_id=clinic.organization_id, person_id=person.id, role="doctor")
        session.add(member)
    await _remove(clinic.owner, MemberId(member.id))
    _, me = await signed_in(person)
    with pytest.raises(NotFound):
        await perform_own(me, accept_invitation, token=token)


async def test_of_two_owners_who_lower_each_other_one_stays(clinic: Clinic) -> None:
    for _ in range(10):
        first = await add_owner(clinic, clinic.owner)
        second = await add_owner(clinic, clinic.team[Role.ADMIN])
        outcomes = await asyncio.gather(
            perform(first, change_role, member_id=second.member_id, role="admin"),
            perform(second, change_role, member_id=first.member_id, role="admin"),
            return_exceptions=True,
        )
        refused = [outcome for outcome in outcomes if outcome is not None]
        assert len(refused) == 1
        assert isinstance(refused[0], NotAllowed | Conflict)
        assert await _owners(clinic) == 1


async def test_of_two_owners_who_step_down_at_once_one_stays(clinic: Clinic) -> None:
    for _ in range(10):
        owners = [await add_owner(clinic, clinic.owner)]
        owners.append(await add_owner(clinic, clinic.team[Role.ADMIN]))
        outcomes = await asyncio.gather(
            *(perform(me, change_role, member_id=me.member_id, role="admin") for me in owners),
            return_exceptions=True,
        )
        assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 1
        assert await _owners(clinic) == 1


async def _owners(clinic: Clinic) -> int:
    members = [await member_of(clinic, actor) for actor in clinic.team.values()]
    return sum(member is not None and member.role == Role.OWNER for member in members)


async def test_the_list_is_searched_sorted_and_paged_by_the_server(clinic: Clinic) -> None:
    page = await look(clinic.owner, list_members, search="OMAR has")
    assert [row.name for row in page.rows] == ["Omar Hassan"]
    page = await look(clinic.owner, list_members, search="díaz")
    assert [row.name for row in page.rows] == ["Rosa Diaz"]
    assert (await look(clinic.owner, list_members, search="%")).total == 0
    page = await look(clinic.owner, list_members, search="reception@")
    assert [row.name for row in page.rows] == ["Emily Rodriguez"]
    page = await look(clinic.owner, list_members, sort=MemberSort.NAME, descending=True)
    assert page.rows[0].name == "Sarah Johnson"
    page = await look(clinic.owner, list_members, sort=MemberSort.ROLE)
    assert [row.role for row in page.rows] == [role.value for role in Role]
    assert page.total == len(Role)
    assert (await look(clinic.owner, list_members, page=2)).rows == []


async def test_last_use_is_that_in_this_clinic_alone(clinic: Clinic, other_clinic: Clinic) -> None:
    await join_too(other_clinic, clinic.doctor)
    await signed_in_as(clinic.doctor)
    here = await look(clinic.owner, list_members, sort=MemberSort.LAST_USED, descending=True)
    assert (here.rows[0].name, here.rows[0].last_used) == ("Omar Hassan", "just now")
    there = await look(other_clinic.owner, list_members, search=clinic.slug)
    assert [row.last_used for row in there.rows] == ["Not yet"]
