"""Sessions: listed, ended, idle, over."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import timedelta
from uuid import uuid4

import pytest

from clinic_app.access.actor import SignedIn
from clinic_app.audit.tags import Tag
from clinic_app.database.transaction import perform_own, transaction
from clinic_app.kit.clock import frozen, now
from clinic_app.kit.errors import NotFound
from clinic_app.kit.ids import SessionId
from clinic_app.live.hub import hub
from clinic_app.live.topics import Topic
from clinic_app.people.sessions.end_my_session import end_my_session
from clinic_app.people.sessions.find_signed_in import find_signed_in
from clinic_app.people.sessions.list_my_sessions import list_my_sessions
from clinic_app.people.sessions.sign_out import sign_out
from clinic_app.people.sessions.sign_out_everywhere import sign_out_everywhere
from clinic_app.people.tables import Organization
from tests.cast import Clinic
from tests.people.accounts import give_password, newcomer, signed_in, trail

pytestmark = pytest.mark.usefixtures("database")


async def _end(me: SignedIn, session_id: SessionId) -> None:
    await perform_own(me, end_my_session, session_id=session_id)


async def test_nobody_ends_another_persons_session(clinic: Clinic) -> None:
    _, stranger = await signed_in(await newcomer())
    token, mine = await signed_in(await give_password(clinic.reception))
    for session_id in (mine.session_id, SessionId(uuid4())):
        with pytest.raises(NotFound, match="That session could not be found"):
            await _end(stranger, session_id)
    assert await find_signed_in(token) is not None


async def test_nobody_sees_another_persons_sessions(clinic: Clinic) -> None:
    _, stranger = await signed_in(await newcomer())
    await signed_in(await give_password(clinic.reception))
    assert [row.id for row in await perform_own(stranger, list_my_sessions)] == [
        str(stranger.session_id)
    ]


async def test_ones_own_sessions_are_listed_with_this_one_first(clinic: Clinic) -> None:
    person = await give_password(clinic.reception)
    _, other = await signed_in(person)
    token, me = await signed_in(person)
    _, latest = await signed_in(person)
    rows = await perform_own(me, list_my_sessions)
    assert [row.id for row in rows] == [str(one.session_id) for one in (me, latest, other)]
    assert [row.is_this for row in rows] == [True, False, False]
    assert rows[0].device == "Tests on Linux"
    assert rows[0].address.startswith("2001:db8:")
    assert token not in str(rows)


async def test_sessions_that_are_over_are_not_listed(clinic: Clinic) -> None:
    person = await give_password(clinic.reception)
    token, _ = await signed_in(person)
    async with transaction() as session:
        await sign_out(session, token)
    with frozen(now() - timedelta(minutes=16)):
        await signed_in(person)  # idle for too long
    _, me = await signed_in(person)
    assert [row.is_this for row in await perform_own(me, list_my_sessions)] == [True]


async def test_one_session_ends_alone(clinic: Clinic) -> None:
    person = await give_password(clinic.reception)
    gone, other = await signed_in(person)
    here, me = await signed_in(person)
    await _end(me, other.session_id)
    assert await find_signed_in(gone) is None
    assert await find_signed_in(here) is not None
    with pytest.raises(NotFound):
        await _end(me, other.session_id)


@pytest.mark.parametrize("but_here", [False, True])
async def test_all_sessions_end_at_once(clinic: Clinic, *, but_here: bool) -> None:
    person = await give_password(clinic.reception)
    tokens = [(await signed_in(person))[0] for _ in range(3)]
    here, me = await signed_in(person)
    _, neighbour = await signed_in(await give_password(clinic.doctor))
    ended = await perform_own(me, sign_out_everywhere, but_here=but_here)
    assert ended == (3 if but_here else 4)
    assert [await find_signed_in(token) for token in tokens] == [None] * 3
    assert (await find_signed_in(here) is not None) == but_here
    entries = await trail(clinic.organization_id)
    over = [entry for entry in entries if entry.tag == Tag.SESSION_END]
    assert len(over) == ended
    assert {entry.details["because"] for entry in over} == {"signed out everywhere"}
    assert {entry.person_id for entry in over} == {person.id}
    assert neighbour.person_id != person.id


async def test_signing_out_twice_or_with_nonsense_does_nothing(clinic: Clinic) -> None:
    token, _ = await signed_in(await give_password(clinic.reception))
    for _ in range(2):
        async with transaction() as session:
            await sign_out(session, token)
            await sign_out(session, "nonsense")
    tags = [entry.tag for entry in await trail(clinic.organization_id)]
    assert tags == [Tag.SESSION_START, Tag.SESSION_END]


@contextmanager
def _heard() -> Generator[list[str | None]]:
    people: list[str | None] = []
    hub.on_sessions(people.append)
    yield people


async def test_every_process_is_told_at_once(clinic: Clinic) -> None:
    person = await give_password(clinic.reception)
    _, me = await signed_in(person)
    with _heard() as people, hub.watch(clinic.organization_id, Topic.CALENDAR) as screen:
        await perform_own(me, sign_out_everywhere)
        assert await screen.changed(within=5), "open pages were not woken"
    assert people.count(str(person.id)) == 1


async def test_a_session_dies_by_itself_after_the_clinics_idle_minutes(clinic: Clinic) -> None:
    async with transaction(organization=clinic.organization_id) as session:
        (await session.get_one(Organization, clinic.organization_id)).idle_minutes = 5
    start = now()
    with frozen(start):
        token, _ = await signed_in(await give_password(clinic.reception))
    with frozen(start + timedelta(minutes=4)):
        assert await find_signed_in(token, active=False) is not None  # a push is no activity
    with frozen(start + timedelta(minutes=5, seconds=1)):
        assert await find_signed_in(token) is None


async def test_activity_keeps_a_session_for_twelve_hours_and_no_longer(clinic: Clinic) -> None:
    start = now()
    with frozen(start):
        token, _ = await signed_in(await give_password(clinic.reception))
    for minutes in range(10, 720, 10):
        with frozen(start + timedelta(minutes=minutes)):
            assert await find_signed_in(token) is not None
    with frozen(start + timedelta(hours=12)):
        assert await find_signed_in(token) is None
