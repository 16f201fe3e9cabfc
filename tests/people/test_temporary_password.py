"""Stories about passwords that an owner or admin sets for a member."""

import pytest

from clinic_app.access.roles import Role
from clinic_app.audit.tags import Tag
from clinic_app.database.transaction import perform, transaction
from clinic_app.kit.errors import Conflict, Invalid, NotAllowed
from clinic_app.kit.ids import MemberId
from clinic_app.people.accounts.sign_in import sign_in
from clinic_app.people.members.deactivate_member import deactivate_member
from clinic_app.people.members.remove_member import remove_member
from clinic_app.people.members.set_temporary_password import set_temporary_password
from clinic_app.people.sessions.find_signed_in import find_signed_in
from clinic_app.people.tables import Person
from tests.cast import Clinic
from tests.people.accounts import GOOD, give_password, mails_to, signed_in, trail, visitor
from tests.people.team import join_too, member_of


async def test_an_admin_takes_no_owners_account_over(clinic: Clinic) -> None:
    await give_password(clinic.owner)
    with pytest.raises(NotAllowed):
        await set_temporary_password(clinic.team[Role.ADMIN], member_id=clinic.owner.member_id)
    assert (await sign_in(visitor(), login=_email(clinic, Role.OWNER), password=GOOD)).token


async def test_one_clinics_admin_takes_no_account_of_another_clinic_over(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    person = await give_password(clinic.doctor)
    await join_too(other_clinic, clinic.doctor)
    cookie, _ = await signed_in(person)
    for setter in (clinic.owner, clinic.team[Role.ADMIN]):
        with pytest.raises(NotAllowed, match="Forgotten password"):
            await set_temporary_password(setter, member_id=clinic.doctor.member_id)
    assert await find_signed_in(cookie) is not None
    assert (await sign_in(visitor(), login=_email(clinic, Role.DOCTOR), password=GOOD)).token
    assert await mails_to(_email(clinic, Role.DOCTOR)) == []


async def test_a_place_that_rests_elsewhere_counts_and_a_lost_one_does_not(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    await join_too(other_clinic, clinic.doctor)
    there = await _member_there(other_clinic, clinic)
    await perform(other_clinic.owner, deactivate_member, member_id=there)
    with pytest.raises(NotAllowed):
        await set_temporary_password(clinic.owner, member_id=clinic.doctor.member_id)
    await perform(other_clinic.owner, remove_member, member_id=there)
    assert await set_temporary_password(clinic.owner, member_id=clinic.doctor.member_id)


async def test_it_works_once_ends_sessions_and_must_be_changed(clinic: Clinic) -> None:
    person = await give_password(clinic.reception)
    cookie, _ = await signed_in(person)
    temporary = await set_temporary_password(
        clinic.team[Role.ADMIN], member_id=clinic.reception.member_id
    )
    assert await find_signed_in(cookie) is None
    address = _email(clinic, Role.RECEPTION)
    with pytest.raises(Invalid):
        await sign_in(visitor(), login=address, password=GOOD)
    assert (await sign_in(visitor(), login=address, password=temporary)).must_change_password
    assert Tag.MEMBER_PASSWORD in [entry.tag for entry in await trail(clinic.organization_id)]


async def test_nothing_keeps_it_and_the_person_is_told(clinic: Clinic) -> None:
    temporary = await set_temporary_password(clinic.owner, member_id=clinic.doctor.member_id)
    [mail] = await mails_to(_email(clinic, Role.DOCTOR))
    assert temporary not in mail.body
    assert temporary not in str([entry.details for entry in await trail(clinic.organization_id)])
    async with transaction() as session:
        person = await session.get_one(Person, clinic.doctor.person_id)
    assert temporary not in person.password_hash
    assert person.must_change_password


async def test_who_is_deactivated_gets_none(clinic: Clinic) -> None:
    await perform(clinic.owner, deactivate_member, member_id=clinic.doctor.member_id)
    with pytest.raises(Conflict):
        await set_temporary_password(clinic.owner, member_id=clinic.doctor.member_id)


def _email(clinic: Clinic, role: Role) -> str:
    return f"{role}@{clinic.slug}.example"


async def _member_there(other_clinic: Clinic, clinic: Clinic) -> MemberId:
    member = await member_of(other_clinic, clinic.doctor)
    assert member is not None
    return MemberId(member.id)
