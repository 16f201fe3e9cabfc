"""`rotate-keys`: brings every national id under the first of ENCRYPTION_KEYS."""

from clinic_app.command_line.local_secrets import use_local_encryption_key
from clinic_app.command_line.open_database import open_database
from clinic_app.command_line.say import say
from clinic_app.command_line.with_engine import owner_url, with_engine
from clinic_app.database.all_clinics import ClinicName, all_clinics
from clinic_app.kit.cannot_start import CannotStart
from clinic_app.people.identifiers.rotate_identifier_keys import Rotation, rotate_identifier_keys


def rotate_keys() -> None:
    """Seal anew what stands under an older key; once it succeeds, older keys may go."""
    with open_database():
        use_local_encryption_key()
        clinics = all_clinics(owner_url())
        done = with_engine(_rotate(clinics))
    say(f"{sum(one.sealed for one in done)} ids were brought under the first key.")
    if unreadable := sum(one.unreadable for one in done):
        raise CannotStart(
            f"{unreadable} ids cannot be read: their key is missing from ENCRYPTION_KEYS. "
            "Put it back at the end of the list and start again."
        )


async def _rotate(clinics: list[ClinicName]) -> list[Rotation]:
    return [await rotate_identifier_keys(clinic.id) for clinic in clinics]
