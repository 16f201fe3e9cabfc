"""The clinic's patients through the view that searches may use an index on.

Row-level security makes PostgreSQL apply its policy before any operator that might tell
about rows it sees, and LIKE counts as one: on the table itself a search reads every patient
of the clinic. The view `patient_in_clinic` names the same wall as its own condition (the
organization set for the transaction, nothing without one), so that the trigram index serves.
It is for reading by search only; everything else goes to `Patient`.
"""

from typing import Any, cast

from sqlalchemy import MetaData
from sqlalchemy.orm import aliased
from sqlmodel import SQLModel

from clinic_app.people.patient_tables import Patient

_view = SQLModel.metadata.tables["patient"].to_metadata(MetaData(), name="patient_in_clinic")
_alias: Any = aliased(Patient, _view, adapt_on_names=True)

PatientInClinic = cast("type[Patient]", _alias)
