"""A row made for insertion alone is what the table's own way of making one gives."""

import pytest

from clinic_app.audit.tables import AuditEntry
from clinic_app.audit.tags import Tag
from clinic_app.database.rows import new_row
from clinic_app.kit.clock import now
from clinic_app.kit.ids import new_uuid
from clinic_app.scheduling.appointment_tables import Appointment

GIVEN = {
    "organization_id": new_uuid(),
    "patient_id": new_uuid(),
    "service_id": new_uuid(),
    "practitioner_id": new_uuid(),
    "starts_at": now(),
    "ends_at": now(),
    "created_by": new_uuid(),
}
pytestmark = pytest.mark.usefixtures("database")  # its driver says how values travel

MADE = {"id", "created_at", "updated_at"}  # anew for each row


def test_it_has_the_same_values_and_defaults() -> None:
    straight, usual = new_row(Appointment, **GIVEN), Appointment(**GIVEN)  # pyright: ignore[reportArgumentType]  # a dict of many types
    assert straight.model_dump(exclude=MADE) == usual.model_dump(exclude=MADE)
    assert straight.id.version == usual.id.version
    assert straight.id != new_row(Appointment, **GIVEN).id


def test_changing_one_leaves_the_next_alone() -> None:
    def entry() -> AuditEntry:
        return new_row(AuditEntry, organization_id=new_uuid(), at=now(), tag=Tag.APPOINTMENT_BOOK)

    entry().details["kept"] = True
    assert entry().details == {}


@pytest.mark.parametrize("values", [{}, GIVEN | {"colour": "red"}])
def test_a_missing_or_unknown_value_is_a_mistake(values: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="Appointment wants"):
        new_row(Appointment, **values)
