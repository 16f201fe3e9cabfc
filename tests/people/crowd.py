"""Very many patients, written past the verbs: as many deeds would take minutes."""

from psycopg import connect, sql

from tests.cast import Clinic

_FIRST = "Ana,Bob,Carla,Dora,Emil,Fritz,Gina,Hugo,Iris,Jan,Karl,Lena,Maria,Nils,Olga,Paul,Rita"
_LAST = "Garcia,Smith,Meyer,Novak,Silva,Khan,Tanaka,Rossi,Dubois,Hansen,Kowalski,Marino,Okafor"

_INSERT = sql.SQL("""
    INSERT INTO patient (organization_id, id, created_at, file_number, name, name_search,
        search_text, birth_date_is, sex, phone, email, address, kin_name, kin_relation,
        kin_phone, language, version, updated_at)
    SELECT %(clinic)s, gen_random_uuid(), now(), number, name, lower(name),
        ' ' || lower(name) || ' ' || digits || ' ' || number, '', '', '+' || digits,
        '', '', '', '', '', '', 1, now()
    FROM (
        SELECT (10000 + n)::text AS number, '1212' || lpad(n::text, 7, '5') AS digits,
            (string_to_array(%(first)s, ','))[1 + n %% 17] || ' '
            || (string_to_array(%(last)s, ','))[1 + (n / 17) %% 13]
            || ' ' || translate(substr(md5(n::text), 1, 6), '0123456789', 'ghijklmnop') AS name
        FROM generate_series(1, %(number)s) AS n
    ) AS made
""")


def populate(clinic: Clinic, database_url: str, number: int) -> None:
    """Fill a clinic with this many patients, all with different names and phones."""
    with connect(database_url) as owner:
        owner.execute(
            "SELECT set_config('app.organization_id', %s, false)", (str(clinic.organization_id),)
        )
        values = {
            "clinic": clinic.organization_id,
            "number": number,
            "first": _FIRST,
            "last": _LAST,
        }
        owner.execute(_INSERT, values)
        owner.execute("ANALYZE patient")
