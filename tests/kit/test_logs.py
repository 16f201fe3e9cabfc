"""The log tells where something failed, and nothing about a patient."""

import io
import logging
from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from clinic_app.database.transaction import transaction
from clinic_app.kit.logs import begin_log
from tests.cast import Clinic

log = logging.getLogger("clinic_app.test_logs")


@pytest.fixture
def logged() -> Iterator[io.StringIO]:
    """Give what is written while the log is kept as the app keeps it."""
    before, written = logging.getLogRecordFactory(), io.StringIO()
    handler = logging.StreamHandler(written)
    log.addHandler(handler)
    begin_log("WARNING")
    yield written
    log.removeHandler(handler)
    logging.getLogger("clinic_app").setLevel(logging.NOTSET)
    logging.setLogRecordFactory(before)


async def test_a_row_that_the_database_refuses_is_not_in_the_log(
    clinic: Clinic, logged: io.StringIO
) -> None:
    columns = "organization_id, name, file_number, sex"
    values = f"'{clinic.organization_id}', 'Sofia Uncommon', NULL, 'female'"
    with pytest.raises(IntegrityError, match="Uncommon") as refused:
        async with transaction(organization=clinic.organization_id) as session:
            await session.execute(text(f"INSERT INTO patient ({columns}) VALUES ({values})"))  # noqa: S608  # our own
    log.error("it failed", exc_info=refused.value)
    assert "NotNullViolation" in logged.getvalue()
    assert "test_logs.py" in logged.getvalue()
    assert "Uncommon" not in logged.getvalue()


def test_what_came_before_an_error_is_told_as_well(logged: io.StringIO) -> None:
    typed = " ".join(("Sofia", "Uncommon"))
    try:
        try:
            int(typed)
        except ValueError as error:
            raise RuntimeError(typed) from error
    except RuntimeError:
        log.exception("it failed")
    first, then = logged.getvalue().split("\n\nthen\n\n")
    assert first.endswith("builtins.ValueError")
    assert then.endswith("builtins.RuntimeError\n")
    assert "Sofia Uncommon" not in logged.getvalue()
