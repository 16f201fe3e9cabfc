"""Finding patients: in the list, while typing, and among very many."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from psycopg import connect
from sqlalchemy import event, text

from clinic_app.database.engine import engine
from clinic_app.database.transaction import look, transaction
from clinic_app.kit.clock import frozen
from clinic_app.people.patients.list_patients import PatientFilter, PatientSort, list_patients
from clinic_app.people.patients.patient_rows import PatientDraft
from clinic_app.people.patients.search_patients import search_patients
from tests.cast import Clinic
from tests.people.crowd import populate
from tests.people.patients import SOFIA, register

HERE = [
    SOFIA,
    PatientDraft(name="Ana García", birth="1990", phone="+34 600 123 456", sex="female"),
    PatientDraft(name="Mark Kessler", birth="1961-01-02", sex="male"),
    PatientDraft(name="Seán O’Brien-Müller", phone="+49 30 901820", file_number="00042"),
]


async def _names(clinic: Clinic, search: str = "", **how: object) -> list[str]:
    wanted = PatientFilter(search=search)
    page = await look(clinic.reception, list_patients, wanted=wanted, **how)  # pyright: ignore[reportArgumentType]  # as given
    return [row.name for row in page.rows]


async def _hits(clinic: Clinic, typed: str) -> list[str]:
    return [hit.patient.name for hit in await look(clinic.reception, search_patients, text=typed)]


async def test_another_clinics_patients_are_in_no_list(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    await register(clinic)
    assert await _names(other_clinic) == await _names(other_clinic, "sofia") == []
    assert await _hits(other_clinic, "sofia") == await _hits(other_clinic, "so") == []


async def test_the_view_alone_hides_other_clinics_patients(
    clinic: Clinic, other_clinic: Clinic
) -> None:
    """No actor and no scoped query: the third wall stands in the view too."""
    await register(clinic)
    count = text("SELECT count(*) FROM patient_in_clinic")
    for organization, seen in ((clinic, 1), (other_clinic, 0)):
        async with transaction(organization=organization.organization_id) as session:
            assert (await session.execute(count)).scalar_one() == seen
    async with transaction() as session:
        assert (await session.execute(count)).scalar_one() == 0


async def test_the_view_is_for_reading(clinic: Clinic) -> None:
    await register(clinic)
    with pytest.raises(Exception, match="permission denied"):
        async with transaction(organization=clinic.organization_id) as session:
            await session.execute(text("UPDATE patient_in_clinic SET name = 'x'"))


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("garcia", ["Ana García"]),
        ("GARCÍA", ["Ana García"]),
        ("arcí", ["Ana García"]),
        ("gar ana", ["Ana García"]),
        ("marin", ["Sofía Marín"]),
        ("mar", ["Mark Kessler", "Sofía Marín"]),
        ("ma", ["Mark Kessler", "Sofía Marín"]),
        ("obrien muller", ["Seán O’Brien-Müller"]),
        ("O'Brien", ["Seán O’Brien-Müller"]),
        ("212 555", ["Sofía Marín"]),
        ("(212) 555-0142", ["Sofía Marín"]),
        ("+1 212 555 0142", ["Sofía Marín"]),
        ("0142", ["Sofía Marín"]),
        ("030 901820", ["Seán O’Brien-Müller"]),
        ("00042", ["Seán O’Brien-Müller"]),
        ("10001", ["Ana García"]),
        ("sofia 10001", []),
        ("zzz", []),
        ("%", ["Ana García", "Mark Kessler", "Seán O’Brien-Müller", "Sofía Marín"]),
        ("100%", ["Ana García", "Mark Kessler", "Sofía Marín"]),
    ],
)
async def test_a_part_of_the_name_a_phone_or_the_file_number_finds(
    clinic: Clinic, typed: str, names: list[str]
) -> None:
    for draft in HERE:
        await register(clinic, draft)
    assert await _names(clinic, typed) == names


async def test_the_best_match_comes_first_while_typing(clinic: Clinic) -> None:
    for draft in HERE:
        await register(clinic, draft)
    await register(clinic, PatientDraft(name="Annamaria Zest", phone="+1 212 551 0001"))
    assert await _hits(clinic, "mar") == ["Mark Kessler", "Sofía Marín", "Annamaria Zest"]
    assert await _hits(clinic, "m") == ["Mark Kessler", "Seán O’Brien-Müller", "Sofía Marín"]
    assert await _hits(clinic, "10001") == ["Ana García", "Annamaria Zest"]
    assert await _hits(clinic, "550142") == ["Sofía Marín"]
    assert await _hits(clinic, "") == await _hits(clinic, " % ") == []
    (hit,) = await look(clinic.reception, search_patients, text="garc")
    assert (hit.before, hit.matched, hit.after) == ("Ana ", "Garc", "ía")


async def test_a_slip_of_the_pen_finds_those_who_are_spelled_alike(clinic: Clinic) -> None:
    for draft in HERE:
        await register(clinic, draft)
    assert await _hits(clinic, "kesler") == await _hits(clinic, "Marc Keßlr") == ["Mark Kessler"]
    assert await _hits(clinic, "maryn") == ["Mark Kessler", "Sofía Marín"]
    assert await _hits(clinic, "sophia kessler") == await _hits(clinic, "mrk") == []
    (hit,) = await look(clinic.reception, search_patients, text="kesler")
    (exact,) = await look(clinic.reception, search_patients, text="kessler")
    assert (hit.alike, exact.alike) == (True, False)


async def test_eight_are_offered(clinic: Clinic) -> None:
    for number in range(10):
        await register(clinic, PatientDraft(name=f"Twin {number}"))
    assert await _hits(clinic, "twin") == [f"Twin {number}" for number in range(8)]


async def test_each_way_of_sorting_both_ways(clinic: Clinic) -> None:
    for draft in HERE:
        await register(clinic, draft)
    ana, mark, sean, sofia = "Ana García", "Mark Kessler", "Seán O’Brien-Müller", "Sofía Marín"
    expected = {
        PatientSort.NAME: [ana, mark, sean, sofia],
        PatientSort.FILE_NUMBER: [sean, sofia, ana, mark],
        PatientSort.REGISTERED: [sofia, ana, mark, sean],
    }
    for sort, names in expected.items():
        assert await _names(clinic, sort=sort) == names
        assert await _names(clinic, sort=sort, descending=True) == names[::-1]
    # Whose birth date is not known comes last in either direction.
    assert await _names(clinic, sort=PatientSort.BORN) == [mark, sofia, ana, sean]
    assert await _names(clinic, sort=PatientSort.BORN, descending=True) == [ana, sofia, mark, sean]


async def test_filters_leave_out_the_others(clinic: Clinic) -> None:
    for draft in HERE:
        await register(clinic, draft)

    async def names(wanted: PatientFilter) -> list[str]:
        page = await look(clinic.reception, list_patients, wanted=wanted)
        return [row.name for row in page.rows]

    assert await names(PatientFilter(sex="male")) == ["Mark Kessler"]
    assert await names(PatientFilter(phone="no")) == ["Mark Kessler"]
    assert len(await names(PatientFilter(phone="yes"))) == 3
    assert await names(PatientFilter(sex="female", search="gar")) == ["Ana García"]


async def test_this_month_is_the_clinics_own(clinic: Clinic) -> None:
    """At 03:00 UTC on 1 December it is still November in New York."""
    with frozen(datetime(2026, 11, 1, 12, tzinfo=UTC)):
        await register(clinic)
    with frozen(datetime(2026, 12, 1, 3, tzinfo=UTC)):
        page = await look(clinic.reception, list_patients, wanted=PatientFilter(registered="month"))
        assert page.total == 1
    with frozen(datetime(2026, 12, 1, 3, tzinfo=UTC) + timedelta(hours=2)):
        page = await look(clinic.reception, list_patients, wanted=PatientFilter(registered="month"))
        assert (page.total, page.first, page.last) == (0, 0, 0)


async def test_pages_of_fifty_in_two_queries(clinic: Clinic, database_url: str) -> None:
    populate(clinic, database_url, 120)
    wanted, seen = PatientFilter(), list[str]()
    for page in (1, 2, 3):
        statements = list[str]()

        def count(*args: object, into: list[str] = statements) -> None:
            into.append(str(args[2]))

        event.listen(engine().sync_engine, "before_cursor_execute", count)
        answer = await look(clinic.reception, list_patients, wanted=wanted, page=page)
        event.remove(engine().sync_engine, "before_cursor_execute", count)
        assert sum("patient_in_clinic" in one for one in statements) == 2
        assert (answer.page, answer.total) == (page, 120)
        assert (answer.first, answer.last) == (page * 50 - 49, min(page * 50, 120))
        seen += [row.id for row in answer.rows]
    assert len(set(seen)) == 120
    for beyond, shown in ((99, 3), (0, 1), (-5, 1)):
        answer = await look(clinic.reception, list_patients, wanted=wanted, page=beyond)
        assert answer.page == shown


async def test_a_search_among_very_many_reads_an_index(clinic: Clinic, database_url: str) -> None:
    populate(clinic, database_url, 20_000)
    plans = list[str]()

    def explain(*args: object) -> None:
        if "patient_in_clinic" in str(args[2]) and "EXPLAIN" not in str(args[2]):
            with connect(database_url) as owner:
                owner.execute("SET ROLE polyclinic_app")
                owner.execute(
                    "SELECT set_config('app.organization_id', %s, false)",
                    (str(clinic.organization_id),),
                )
                rows = owner.execute("EXPLAIN " + str(args[2]), args[3]).fetchall()  # pyright: ignore[reportArgumentType]  # as sent
                plans.append("\n".join(row[0] for row in rows))

    event.listen(engine().sync_engine, "before_cursor_execute", explain)
    for typed in ("garcia", "555-0142", "10042", "arci mar"):
        await look(clinic.reception, search_patients, text=typed)
        await look(clinic.reception, list_patients, wanted=PatientFilter(search=typed))
    await look(clinic.reception, search_patients, text="ghartzia")
    event.remove(engine().sync_engine, "before_cursor_execute", explain)
    searches = [plan for plan in plans if "~~" in plan]
    # list: count and rows; picker: all, and names first; nobody found: both and the near ones
    assert len(searches) == 4 * 2 + 2 + 4 + 2
    searches += [plan for plan in plans if "<%" in plan]
    assert len(searches) == 4 * 2 + 2 + 4 + 2 + 1
    for plan in searches:
        assert "Seq Scan" not in plan
        assert "patient_search" in plan or "name_search ~>=~" in plan or "name_search >=" in plan


async def test_search_while_others_have_very_many_stays_in_the_clinic(
    clinic: Clinic, other_clinic: Clinic, database_url: str
) -> None:
    populate(other_clinic, database_url, 2_000)
    await register(clinic, replace(SOFIA, name="Ana García"))
    assert await _hits(clinic, "garcia") == ["Ana García"]
    assert (await look(clinic.reception, list_patients, wanted=PatientFilter())).total == 1


def test_the_view_has_every_column_of_the_table(database_url: str) -> None:
    """A view keeps the columns of its day: a new one in `patient` must be added to it."""
    with connect(database_url) as owner:
        columns: dict[str, set[str]] = {}
        for table in ("patient", "patient_in_clinic"):
            found = owner.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s", (table,)
            )
            columns[table] = {name for (name,) in found.fetchall()}
    assert columns["patient"] == columns["patient_in_clinic"]
