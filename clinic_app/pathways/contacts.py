"""Where a patient can be reached, as they typed it: a phone or a mail address."""

from dataclasses import dataclass

from clinic_app.database.encrypted import fingerprint, fingerprints
from clinic_app.kit.ids import OrganizationId
from clinic_app.kit.phone import parse_phone
from clinic_app.kit.text import email_address, one_line

FIELD = "contact"


@dataclass(frozen=True, slots=True)
class Contact:
    """One of the two; `words` is the one there is."""

    email: str = ""
    phone: str = ""  # E.164

    @property
    def words(self) -> str:
        """Return the address or the number."""
        return self.email or self.phone

    @property
    def counted(self) -> "Contact":
        """Return it as limits count it: sofia+1@… and sofia+2@… fill one inbox.

        Danger: for counting only. With some providers these are two people.
        """
        name, _, domain = self.email.partition("@")
        return Contact(email=f"{name.partition('+')[0]}@{domain}") if self.email else self

    def hashed(self, organization_id: OrganizationId) -> bytes:
        """Return what a table may keep of it: a keyed hash."""
        return fingerprint(f"contact {self.words}", organization_id)

    def hashes(self, organization_id: OrganizationId) -> list[bytes]:
        """Return it under every key, to look for any of them."""
        return fingerprints(f"contact {self.words}", organization_id)


def parse_contact(text: str, country: str) -> Contact:
    """Read a phone number (in the clinic's country's notation) or a mail address."""
    typed = one_line(text, field=FIELD, label="Your phone number or email", most=254)
    if "@" in typed:
        return Contact(email=email_address(typed, field=FIELD))
    return Contact(phone=parse_phone(typed, country, field=FIELD))
