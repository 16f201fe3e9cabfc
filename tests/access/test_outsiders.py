"""Who is no member has the permissions listed for them, and no others."""

from uuid import uuid4

import pytest

from clinic_app.access.actor import Actor, Kind
from clinic_app.access.outsiders import CLOCK, CLOCK_SCOPES, ONLINE, PATIENT_SCOPES, outsider
from clinic_app.access.permissions import Permission, may, require
from clinic_app.access.roles import Role
from clinic_app.kit.errors import NotAllowed
from clinic_app.kit.ids import OrganizationId


def an_outsider(kind: Kind, scopes: frozenset[Permission]) -> Actor:
    return outsider(
        kind,
        OrganizationId(uuid4()),
        time_zone="Europe/Berlin",
        country="DE",
        currency="EUR",
        scopes=scopes,
    )


@pytest.mark.parametrize(
    ("kind", "scopes"), [(Kind.PATIENT, PATIENT_SCOPES), (Kind.CLOCK, CLOCK_SCOPES)]
)
def test_an_outsider_may_what_is_listed_and_nothing_of_the_role(
    kind: Kind, scopes: frozenset[Permission]
) -> None:
    actor = an_outsider(kind, scopes)
    assert {each for each in Permission if may(actor, each)} == scopes


def test_no_outsider_reads_clinical_fields() -> None:
    for scopes in (PATIENT_SCOPES, CLOCK_SCOPES):
        actor = an_outsider(Kind.PATIENT, scopes)
        assert actor.role == Role.MEMBER  # whose role alone would allow it
        with pytest.raises(NotAllowed):
            require(actor, Permission.CLINICAL_READ)


def test_histories_tell_a_patient_from_a_job() -> None:
    assert an_outsider(Kind.PATIENT, PATIENT_SCOPES).member_id == ONLINE
    assert an_outsider(Kind.CLOCK, CLOCK_SCOPES).member_id == CLOCK
