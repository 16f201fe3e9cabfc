"""The demo as it is found after loading: complete, lawful, provable, and never where it hurts."""

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from clinic_app.audit.verify_chain import verify_chain
from clinic_app.database.transaction import transaction
from clinic_app.demo.accounts import ACCOUNTS, CITY_MEDICAL, FAMILY_PRACTICE, PASSWORD, DemoAccount
from clinic_app.demo.load_demo import load_demo
from clinic_app.kit.cannot_start import CannotStart
from clinic_app.kit.clock import frozen
from clinic_app.people.accounts.sign_in import sign_in
from clinic_app.people.sessions.find_signed_in import find_signed_in
from clinic_app.people.sessions.visitor import Visitor
from clinic_app.scheduling.states import Status, may_move
from clinic_app.settings import settings
from tests.demo.conftest import MOMENT, empty_database, using

# The accounts sign in during the tests, which is told as well.
_LOADED = "SELECT * FROM audit_entry WHERE tag NOT LIKE 'session:%'"


async def ask(clinic: str, query: str, **values: object) -> list[Any]:
    """Ask a demo clinic's database, as the application would see it."""
    home = await home_of(clinic)
    async with transaction(organization=home) as session:
        found = await session.execute(text(query), values)
        return [tuple(row) if len(row) > 1 else row[0] for row in found.all()]


async def home_of(clinic: str) -> Any:  # noqa: ANN401  # an id
    """Find a clinic by way of the person who owns it."""
    owner = next(a for a in ACCOUNTS if a.organization == clinic and a.role == "owner")
    async with transaction() as session:
        query = text("SELECT id FROM person WHERE email = :email")
        person = (await session.execute(query, {"email": owner.email})).scalar_one()
    async with transaction(person=person) as session:
        return (await session.execute(text("SELECT id FROM organization"))).scalar_one()


async def count(clinic: str, table: str) -> int:
    (number,) = await ask(clinic, f"SELECT count(*) FROM {table}")  # noqa: S608  # our own words
    return number


@pytest.mark.usefixtures("demo")
class TestLoaded:
    """What stands in the database."""

    @pytest.mark.parametrize(
        ("clinic", "table", "number"),
        [
            *((CITY_MEDICAL, "practitioner", 7), (CITY_MEDICAL, "service", 13)),
            *((CITY_MEDICAL, "room", 5), (CITY_MEDICAL, "device", 4)),
            *((CITY_MEDICAL, "patient", 300), (CITY_MEDICAL, "member", 9)),
            *((FAMILY_PRACTICE, "practitioner", 2), (FAMILY_PRACTICE, "service", 5)),
            *((FAMILY_PRACTICE, "patient", 60), (FAMILY_PRACTICE, "member", 3)),
        ],
    )
    async def test_there_is_as_much_as_promised(self, clinic: str, table: str, number: int) -> None:
        assert await count(clinic, table) == number

    @pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.email)
    async def test_every_account_signs_in_to_its_clinic_and_role(
        self, account: DemoAccount
    ) -> None:
        started = await sign_in(
            Visitor("192.0.2.7", "Tests"), login=account.email, password=PASSWORD
        )
        signed_in = await find_signed_in(started.token)
        assert signed_in is not None
        assert signed_in.actor is not None
        assert not started.must_change_password
        assert (signed_in.actor.role, signed_in.name) == (account.role, account.name)
        assert signed_in.actor.organization_id == await home_of(account.organization)

    async def test_some_practitioners_are_members_and_some_are_not(self) -> None:
        linked = await ask(
            CITY_MEDICAL,
            "SELECT p.name FROM practitioner p JOIN member m ON m.id = p.member_id"
            " AND m.organization_id = p.organization_id",
        )
        assert set(linked) == {"Dr. Omar Hassan", "Dr. Lin Zhao", "Dr. Ana Martin", "Rosa Diaz"}

    async def test_six_weeks_hold_visits_in_every_state(self) -> None:
        states = Counter(await ask(CITY_MEDICAL, "SELECT status FROM appointment"))
        assert set(states) == {status.value for status in Status}
        assert sum(states.values()) > 800
        (first, last) = (
            await ask(CITY_MEDICAL, "SELECT min(starts_at), max(starts_at) FROM appointment")
        )[0]
        assert last - first > timedelta(days=38)

    async def test_what_is_over_is_over_and_what_is_to_come_has_not_begun(self) -> None:
        rows = await ask(CITY_MEDICAL, "SELECT status, starts_at, ends_at FROM appointment")
        over = {Status.COMPLETED, Status.CANCELLED, Status.NO_SHOW}
        ahead = {Status.BOOKED, Status.CONFIRMED, Status.CANCELLED}
        for status, starts_at, ends_at in rows:
            if ends_at <= MOMENT:
                assert status in over
            if starts_at > MOMENT + timedelta(minutes=20):
                assert status in ahead
            if status == Status.IN_VISIT:
                assert starts_at <= MOMENT <= ends_at

    async def test_history_is_made_of_legal_moves_and_leads_to_the_present_state(self) -> None:
        rows = await ask(
            CITY_MEDICAL,
            "SELECT a.id, a.status, e.kind, e.from_status, e.to_status, e.created_at"
            " FROM appointment_event e JOIN appointment a ON a.id = e.appointment_id"
            " ORDER BY a.id, e.created_at",
        )
        state: dict[object, str] = {}
        last: dict[object, Any] = {}
        final: dict[object, str] = {}
        for visit, status, kind, before, after, at in rows:
            assert at <= MOMENT
            assert at > last.get(visit, at - timedelta(1))
            last[visit] = at
            final[visit] = status
            if kind == "booked":
                assert visit not in state
                state[visit] = after
            elif kind == "status":
                assert before == state[visit]
                assert may_move(Status(before), Status(after))
                state[visit] = after
        assert state == final
        assert len(state) == await count(CITY_MEDICAL, "appointment")

    async def test_every_live_visit_takes_all_that_its_service_needs(self) -> None:
        """The constraints forbid taking too much; this is that nothing was left out."""
        wrong = await ask(
            CITY_MEDICAL,
            "SELECT a.id FROM appointment a JOIN service s ON s.id = a.service_id"
            " WHERE (SELECT count(*) FROM reservation r"
            "   WHERE (r.appointment_id = a.id OR r.session_id = a.session_id)"
            "   AND r.during @> tstzrange(a.starts_at, a.ends_at)"
            "   AND (r.patient_id IS NOT NULL OR r.during = tstzrange("
            "     a.starts_at - s.buffer_before * interval '1 minute',"
            "     a.ends_at + s.buffer_after * interval '1 minute'))"
            "   AND (r.session_id IS NOT NULL"  # which goes on with the others
            "     OR (r.released_at IS NOT NULL) = (a.status IN ('cancelled', 'no_show'))))"
            " <> 2 + (s.needs_room)::int"
            "   + (SELECT count(*) FROM service_device d WHERE d.service_id = s.id)"
            "   + (SELECT count(*) FROM service_duty d WHERE d.service_id = s.id"
            "     AND d.minutes IS NULL)"  # in all of it
            " OR (a.room_id IS NOT NULL) <> s.needs_room"
            " OR a.ends_at - a.starts_at <> s.duration_minutes * interval '1 minute'"
            " OR NOT EXISTS (SELECT 1 FROM service_practitioner sp"
            "   WHERE sp.service_id = s.id AND sp.practitioner_id = a.practitioner_id)"
            " OR (s.needs_room AND NOT EXISTS (SELECT 1 FROM service_room sr"
            "   WHERE sr.service_id = s.id AND sr.room_id = a.room_id))",
        )
        assert wrong == []

    async def test_who_assists_is_taken_for_their_part(self) -> None:
        taken = await ask(
            CITY_MEDICAL,
            "SELECT s.name, s.assistants, count(r.id), bool_and(r.practitioner_id IN ("
            "     SELECT may.practitioner_id FROM service_assistant may"
            "     WHERE may.service_id = s.id))"
            " FROM appointment a JOIN service s ON s.id = a.service_id AND s.assistants > 0"
            " LEFT JOIN visit_assistant x ON x.owner_id = coalesce(a.session_id, a.id)"
            " LEFT JOIN reservation r ON r.practitioner_id = x.practitioner_id"
            "   AND coalesce(r.session_id, r.appointment_id) = x.owner_id"
            "   AND r.during @> tstzrange(a.starts_at + x.from_minute * interval '1 minute',"
            "     coalesce(a.starts_at + (x.from_minute + x.minutes) * interval '1 minute',"
            "       a.ends_at))"
            " GROUP BY a.id, s.name, s.assistants",
        )
        assert {name for name, *_ in taken} == {"Back school", "Biopsy"}
        assert all(asked == there and may for _, asked, there, may in taken)

    async def test_groups_have_seats_left_and_something_is_overbooked(self) -> None:
        coming = await ask(
            CITY_MEDICAL,
            "SELECT g.seats - count(n.id) FROM group_session g"
            " JOIN numbered_place n ON n.owner_id = g.id AND n.released_at IS NULL"
            " WHERE g.starts_at > :moment GROUP BY g.id, g.seats",
            moment=MOMENT,
        )
        assert len(coming) > 2
        assert all(0 < left < 8 for left in coming)
        assert await ask(
            CITY_MEDICAL,
            "SELECT id FROM appointment WHERE lane > 0 AND starts_at > :moment",
            moment=MOMENT,
        )

    @pytest.mark.parametrize("clinic", [CITY_MEDICAL, FAMILY_PRACTICE])
    async def test_the_audit_trail_is_whole_and_tells_every_step(self, clinic: str) -> None:
        home = await home_of(clinic)
        async with transaction(organization=home) as session:
            verdict = await verify_chain(session, home)
        assert verdict.whole
        steps = await count(clinic, "appointment_event")
        told = await ask(clinic, "SELECT count(*) FROM audit_entry WHERE tag LIKE 'appointment:%'")
        assert told == [steps]
        unordered = await ask(
            clinic,
            "SELECT seq FROM (SELECT seq, at, lag(at) OVER (ORDER BY seq) AS earlier"  # noqa: S608  # our own words
            f" FROM ({_LOADED}) AS loaded) AS t WHERE at < earlier OR at > :moment",  # ours
            moment=MOMENT,
        )
        assert unordered == []

    async def test_nothing_in_it_could_be_somebodys(self) -> None:
        real = await ask(
            CITY_MEDICAL,
            "SELECT phone, kin_phone, email FROM patient WHERE"
            r" (phone || kin_phone) !~ '^(\+1[0-9]{3}55501[0-9]{2})*$'"
            " OR email NOT LIKE '%@example.com' AND email <> ''",
        )
        assert real == []

    async def test_it_is_not_loaded_twice(self) -> None:
        with pytest.raises(CannotStart, match="not empty"):
            await load_demo()
        assert await count(CITY_MEDICAL, "patient") == 300


_DIGEST = (
    "SELECT md5(string_agg(md5((to_jsonb(t) - 'password_hash' - 'number_encrypted')::text), ''"
    " ORDER BY (to_jsonb(t) - 'password_hash' - 'number_encrypted')::text)) FROM {} t"
)
_TABLES = (
    *("patient", "patient_alert", "patient_consent", "patient_identifier", "member"),
    *("practitioner", "working_hours", "time_off", "service", "service_room", "room"),
    *("appointment", "reservation", "appointment_event", f"({_LOADED})"),
    *("group_session", "numbered_place", "visit_assistant", "service_duty"),
)


async def test_loaded_again_it_is_the_same_and_says_what_it_is_doing(demo: str) -> None:
    async def digests() -> list[Any]:
        return [(await ask(CITY_MEDICAL, _DIGEST.format(table)))[0] for table in _TABLES]

    first = await digests()
    with empty_database() as url:
        assert url != demo
        async with using(url):
            lines: list[str] = []
            with frozen(MOMENT):
                await load_demo(lines.append)
            assert await digests() == first
    assert any("300 patients" in line for line in lines)
    assert any(FAMILY_PRACTICE in line for line in lines)


async def test_production_refuses_it(nobody_there: str, monkeypatch: pytest.MonkeyPatch) -> None:
    del nobody_there
    monkeypatch.setenv("ENVIRONMENT", "production")
    settings.cache_clear()
    try:
        with pytest.raises(CannotStart, match="production"):
            await load_demo()
    finally:
        monkeypatch.undo()
        settings.cache_clear()
    assert await _persons() == 0


async def test_a_load_that_is_interrupted_leaves_nothing(nobody_there: str) -> None:
    del nobody_there

    def stop(line: str) -> None:
        if "visits" in line:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await load_demo(stop)
    assert await _persons() == 0


async def _persons() -> int:
    async with transaction() as session:
        return (await session.execute(text("SELECT count(*) FROM person"))).scalar_one()
