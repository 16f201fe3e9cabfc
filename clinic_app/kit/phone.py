"""Phone numbers of any country, kept as E.164 (ITU-T E.164: + and at most 15 digits)."""

import phonenumbers

from clinic_app.kit.errors import Invalid


def parse_phone(text: str, country: str, *, field: str = "phone") -> str:
    """Return a typed number as E.164; `country` (ISO 3166 alpha-2) reads national notation.

    Raises Invalid when no country's numbering plan knows it.
    """
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        raise Invalid("This is not a phone number.", field=field) from None
    if not phonenumbers.is_possible_number(number):
        raise Invalid("This phone number is too short or too long.", field=field)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def is_abroad(e164: str, country: str) -> bool:
    """Tell whether a number is of another country's plan than `country`'s (ISO 3166 alpha-2)."""
    code = phonenumbers.parse(e164, None).country_code
    return code != phonenumbers.country_code_for_region(country)


def show_phone(e164: str) -> str:
    """Return an E.164 number in international notation with spaces, for reading."""
    if not e164:
        return ""
    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
