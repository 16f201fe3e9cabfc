"""Refusals about patients."""

from clinic_app.database.constraints import refuse
from clinic_app.kit.errors import ChangedMeanwhile, Conflict, Invalid
from clinic_app.people.patients.patient_rows import DuplicateRow, PatientDraft


class FileNumberTaken(Invalid):
    """Another patient of the clinic has this file number."""

    code = "file_number_taken"

    def __init__(self) -> None:
        """Say so beside the field."""
        super().__init__("This number already belongs to another patient.", field="file_number")


class LikelyDuplicate(Conflict):
    """Somebody who may be the same person is registered already."""

    code = "likely_duplicate"

    def __init__(self, duplicates: list[DuplicateRow]) -> None:
        """Carry who they are, most likely first."""
        super().__init__("This patient may be registered already.")
        self.duplicates = duplicates


class PatientChanged(ChangedMeanwhile):
    """Somebody else saved this patient since it was opened for editing."""

    code = "patient_changed"

    def __init__(self, theirs: PatientDraft, version: int) -> None:
        """Carry what stands now, so that both versions can be compared."""
        super().__init__("Somebody else changed this patient meanwhile.")
        self.theirs = theirs
        self.version = version


refuse("patient_file_number", FileNumberTaken)
