"""Only an operator lists all clinics, and the wall between them stays up."""

from psycopg import connect

from clinic_app.database.all_clinics import all_clinics
from tests.cast import Clinic


def test_an_operator_lists_all_clinics_and_leaves_the_wall_up(
    clinic: Clinic, other_clinic: Clinic, database_url: str
) -> None:
    listed = {name.slug: name.id for name in all_clinics(database_url)}
    assert listed[clinic.slug] == clinic.organization_id
    assert listed[other_clinic.slug] == other_clinic.organization_id
    with connect(database_url) as owner:
        assert owner.execute("SELECT count(*) FROM organization").fetchone() == (0,)
