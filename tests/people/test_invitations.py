"""Stories about invitations: for one address, once, within seven days, and no further."""

import asyncio
from datetime import timedelta

import pytest

from clinic_app.access.permissions import Permission, allows
from clinic_app.access.roles import Role
from clinic_app.audit.tags import Tag
from clinic_app.database.transaction import look, perform, perform_own
from clinic_app.kit.clock import frozen, now
from clinic_app.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from clinic_app.kit.ids import InvitationId, MemberId, new_uuid
from clinic_app.people.invitations.accept_invitation import accept_invitation
from clinic_app.people.invitations.invite_member import invite_member
from clinic_app.people.invitations.join_clinic import join_clinic
from clinic_app.people.invitations.list_invitations import list_invitations
from clinic_app.people.invitations.resend_invitation import resend_invitation
from clinic_app.people.invitations.revoke_invitation import revoke_invitation
from clinic_app.people.invitations.show_invitation import show_invitation
from clinic_app.people.members.deactivate_member import deactivate_member
from clinic_app.people.members.remove_member import remove_member
from clinic_app.people.sessions.find_signed_in import find_signed_in
from clinic_app.people.tables import Member
from tests.cast import Clinic
from tests.people.accounts import GOOD, mails_to, newcomer, signed_in, trail, visitor
from tests.people.team import (
    an_address,
    invitation_id,
    invitation_of,
    invited,
    member_of,
    token_in_mail,
)


async def test_another_clinics_invitation_is_as_missing_as_none(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    token = await invited(clinic.owner, an_address())
    for target in (await invitation_id(clinic, token), InvitationId(new_uuid())):
        for verb in (resend_invitation, revoke_invitation):
            with pytest.raises(NotFound, match="That invitation could not be found"):
                await perform(other_clinic.owner, verb, invitation_id=target)
    assert (await show_invitation(token, None)).clinic == "City Medical"


async def test_a_role_without_the_right_invites_nobody(clinic: Clinic) -> None:
    token = await invited(clinic.owner, an_address())
    target = await invitation_id(clinic, token)
    for role in (role for role in Role if not allows(role, Permission.MEMBER_WRITE)):
        actor = clinic.team[role]
        with pytest.raises(NotAllowed):
            await perform(actor, invite_member, email=an_address(), role="member")
        for verb in (resend_invitation, revoke_invitation):
            with pytest.raises(NotAllowed):
                await perform(actor, verb, invitation_id=target)


async def test_an_admin_invites_no_owner_and_touches_no_owners_invitation(clinic: Clinic) -> None:
    admin = clinic.team[Role.ADMIN]
    with pytest.raises(NotAllowed):
        await perform(admin, invite_member, email=an_address(), role="owner")
    token = await invited(clinic.owner, an_address(), Role.OWNER)
    target = await invitation_id(clinic, token)
    for verb in (resend_invitation, revoke_invitation):
        with pytest.raises(NotAllowed):
            await perform(admin, verb, invitation_id=target)
    rows = await look(admin, list_invitations)
    assert [row.may_change for row in rows] == [False]


@pytest.mark.parametrize("token", ["", "x", "no-such-token", "A" * 64, "Ä", "a" * 10_000])
async def test_what_is_no_link_leads_nowhere(token: str, clinic: Clinic) -> None:
    del clinic
    with pytest.raises(NotFound):
        await show_invitation(token, None)


async def test_a_secret_of_one_clinic_opens_no_other(clinic: Clinic, other_clinic: Clinic) -> None:
    token = await invited(clinic.owner, an_address())
    other = await invited(other_clinic.owner, an_address())
    forged = other[:22] + token[22:]  # the other clinic's id before this clinic's secret
    with pytest.raises(NotFound):
        await show_invitation(forged, None)


async def test_the_page_tells_clinic_and_role_but_no_address(clinic: Clinic) -> None:
    address = an_address()
    token = await invited(clinic.owner, address, Role.NURSE)
    stranger, me = await signed_in(await newcomer())
    del stranger
    card = await show_invitation(token, me)
    assert (card.clinic, card.role, card.is_mine) == ("City Medical", "Nurse", False)
    assert address not in str(card)


async def test_somebody_with_an_account_joins_and_works_there(clinic: Clinic) -> None:
    person = await newcomer()
    token = await invited(clinic.owner, str(person.email), Role.PHARMACY)
    cookie, me = await signed_in(person)
    await perform_own(me, accept_invitation, token=token)
    known = await find_signed_in(cookie)
    assert known is not None
    assert known.actor is not None
    assert known.actor.organization_id == clinic.organization_id
    assert known.actor.role is Role.PHARMACY
    tags = [entry.tag for entry in await trail(clinic.organization_id)]
    assert tags == [Tag.INVITATION_SEND, Tag.INVITATION_ACCEPT]


async def test_an_invitation_for_another_address_is_refused(clinic: Clinic) -> None:
    token = await invited(clinic.owner, an_address())
    person = await newcomer()
    _, me = await signed_in(person)
    with pytest.raises(NotAllowed, match="another email address"):
        await perform_own(me, accept_invitation, token=token)
    assert await member_of(clinic, person) is None
    with pytest.raises(NotAllowed, match="another email address"):
        await join_clinic(visitor(), token=token, name="Eve", email=an_address(), password=GOOD)


async def test_somebody_new_signs_up_and_joins_in_one_step(clinic: Clinic) -> None:
    address = an_address()
    token = await invited(clinic.owner, address, Role.RECEPTION)
    cookie = await join_clinic(
        visitor(), token=token, name="Noor Haddad", email=address.upper(), password=GOOD
    )
    known = await find_signed_in(cookie)
    assert known is not None
    assert known.actor is not None
    assert (known.actor.role, known.name) == (Role.RECEPTION, "Noor Haddad")
    assert known.actor.organization_id == clinic.organization_id


async def test_a_failed_sign_up_leaves_the_link_good(clinic: Clinic) -> None:
    address = an_address()
    token = await invited(clinic.owner, address)
    with pytest.raises(Invalid):
        await join_clinic(visitor(), token=token, name="Noor", email=address, password="short")
    assert await join_clinic(visitor(), token=token, name="Noor", email=address, password=GOOD)


async def test_a_link_works_once(clinic: Clinic) -> None:
    person = await newcomer()
    token = await invited(clinic.owner, str(person.email))
    _, me = await signed_in(person)
    await perform_own(me, accept_invitation, token=token)
    await perform(clinic.owner, remove_member, member_id=_id(await member_of(clinic, person)))
    with pytest.raises(NotFound):
        await perform_own(me, accept_invitation, token=token)
    with pytest.raises(NotFound):
        await show_invitation(token, None)


def _id(member: Member | None) -> MemberId:
    assert member is not None
    return MemberId(member.id)


async def test_of_twenty_uses_at_once_one_wins(clinic: Clinic) -> None:
    person = await newcomer()
    token = await invited(clinic.owner, str(person.email))
    _, me = await signed_in(person)
    outcomes = await asyncio.gather(
        *(perform_own(me, accept_invitation, token=token) for _ in range(20)),
        return_exceptions=True,
    )
    won = [outcome for outcome in outcomes if not isinstance(outcome, BaseException)]
    assert won == [clinic.organization_id]
    assert {type(outcome) for outcome in outcomes} - {type(won[0])} == {NotFound}
    tags = [entry.tag for entry in await trail(clinic.organization_id)]
    assert tags.count(Tag.INVITATION_ACCEPT) == 1


async def test_who_accepts_while_it_is_revoked_is_in_or_out_and_never_both(clinic: Clinic) -> None:
    for _ in range(12):
        person = await newcomer()
        token = await invited(clinic.owner, str(person.email))
        _, me = await signed_in(person)
        target = await invitation_id(clinic, token)
        outcomes = await asyncio.gather(
            perform_own(me, accept_invitation, token=token),
            perform(clinic.owner, revoke_invitation, invitation_id=target),
            return_exceptions=True,
        )
        row = await invitation_of(clinic, token)
        assert (row.accepted_at is None) != (row.revoked_at is None)
        assert sum(isinstance(outcome, NotFound) for outcome in outcomes) == 1


async def test_of_five_sign_ups_at_once_one_wins(clinic: Clinic) -> None:
    address = an_address()
    token = await invited(clinic.owner, address)
    outcomes = await asyncio.gather(
        *(
            join_clinic(visitor(), token=token, name="Noor", email=address, password=GOOD)
            for _ in range(5)
        ),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, str) for outcome in outcomes) == 1
    assert all(isinstance(outcome, str | NotFound | Conflict) for outcome in outcomes)


async def test_after_seven_days_a_link_is_over_until_it_is_sent_again(clinic: Clinic) -> None:
    address = an_address()
    token = await invited(clinic.owner, address)
    with frozen(now() + timedelta(days=7, seconds=1)):
        with pytest.raises(NotFound):
            await show_invitation(token, None)
        assert (await look(clinic.owner, list_invitations))[0].is_expired
        target = await invitation_id(clinic, token)
        await perform(clinic.owner, resend_invitation, invitation_id=target)
        fresh = await token_in_mail(address)
        assert (await show_invitation(fresh, None)).role == "Doctor"
    with frozen(now() + timedelta(days=6, hours=23)):
        assert await show_invitation(fresh, None)


async def test_sending_again_kills_the_old_link(clinic: Clinic) -> None:
    address = an_address()
    old = await invited(clinic.owner, address)
    target = await invitation_id(clinic, old)
    with pytest.raises(Conflict):  # a moment after the first
        await perform(clinic.owner, resend_invitation, invitation_id=target)
    with frozen(now() + timedelta(minutes=2)):
        await perform(clinic.owner, resend_invitation, invitation_id=target)
        with pytest.raises(NotFound):
            await show_invitation(old, None)
        assert await show_invitation(await token_in_mail(address), None)


async def test_a_revoked_link_is_dead_and_stays_dead(clinic: Clinic) -> None:
    token = await invited(clinic.owner, an_address())
    target = await invitation_id(clinic, token)
    await perform(clinic.owner, revoke_invitation, invitation_id=target)
    with pytest.raises(NotFound):
        await show_invitation(token, None)
    with frozen(now() + timedelta(minutes=2)), pytest.raises(NotFound):
        await perform(clinic.owner, resend_invitation, invitation_id=target)


async def test_one_open_invitation_for_an_address(clinic: Clinic, other_clinic: Clinic) -> None:
    address = an_address()
    await invited(clinic.owner, address)
    with pytest.raises(Conflict):
        await perform(clinic.owner, invite_member, email=address.upper(), role="nurse")
    await perform(other_clinic.owner, invite_member, email=address, role="nurse")
    assert len(await mails_to(address)) == 2


async def test_of_two_invitations_at_once_one_is_mailed(clinic: Clinic) -> None:
    address = an_address()
    outcomes = await asyncio.gather(
        *(perform(clinic.owner, invite_member, email=address, role="nurse") for _ in range(5)),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, Conflict) for outcome in outcomes) == 4
    (mail,) = await mails_to(address)
    assert mail.good_until == (await invitation_of(clinic, await token_in_mail(address))).expires_at


async def test_members_are_not_invited_again(clinic: Clinic) -> None:
    address = f"doctor@{clinic.slug}.example"
    with pytest.raises(Conflict, match="member already"):
        await perform(clinic.owner, invite_member, email=address, role="nurse")
    await perform(clinic.owner, deactivate_member, member_id=clinic.doctor.member_id)
    with pytest.raises(Conflict, match="Reactivate"):
        await perform(clinic.owner, invite_member, email=address, role="nurse")


async def test_a_removed_member_comes_back_by_invitation_with_the_new_role(clinic: Clinic) -> None:
    person = await newcomer()
    _, me = await signed_in(person)
    token = await invited(clinic.owner, str(person.email), Role.OWNER)
    await perform_own(me, accept_invitation, token=token)
    await perform(clinic.owner, remove_member, member_id=_id(await member_of(clinic, person)))
    token = await invited(clinic.owner, str(person.email), Role.LAB)
    await perform_own(me, accept_invitation, token=token)
    member = await member_of(clinic, person)
    assert member is not None
    assert (member.role, member.removed_at) == ("lab", None)
