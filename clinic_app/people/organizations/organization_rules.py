"""What a clinic's settings may be. Pure."""

import re
from collections.abc import Collection

from clinic_app.kit.countries import COUNTRY_NAMES
from clinic_app.kit.errors import Invalid
from clinic_app.kit.money import CURRENCIES
from clinic_app.kit.text import fold, one_line
from clinic_app.kit.zones import zone_names

SHORTEST_SLUG, LONGEST_SLUG = 3, 48
SLOTS = (5, 10, 15, 20, 30, 60)  # minutes between the times that are offered
LEAST_IDLE, MOST_IDLE = 5, 60

_APART = re.compile(r"[^a-z0-9]+")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def suggest_slug(name: str) -> str:
    """Return a short name for addresses: “Praxis Müller & Co.” → “praxis-muller-co”."""
    plain = fold(name).replace("ß", "ss").replace("æ", "ae").replace("œ", "oe")
    return _APART.sub("-", plain).strip("-")[:LONGEST_SLUG].strip("-")


def check_name(name: str) -> str:
    """Return the clinic's name, trimmed."""
    return one_line(name, field="name", label="The name", most=120)


def check_slug(slug: str) -> str:
    """Return the short name. Raises Invalid for anything but a-z, 0-9 and single dashes."""
    kept = slug.strip().lower()
    if not _SLUG.fullmatch(kept):
        raise Invalid("Use the letters a to z, digits, and dashes between them.", field="slug")
    if not SHORTEST_SLUG <= len(kept) <= LONGEST_SLUG:
        raise Invalid(f"Use {SHORTEST_SLUG} to {LONGEST_SLUG} characters.", field="slug")
    return kept


def check_zone(name: str) -> str:
    """Return the name of a time zone that clinics may choose."""
    return _one_of(name, zone_names(), "Choose a time zone.", "time_zone")


def check_country(code: str) -> str:
    """Return an ISO 3166 alpha-2 code."""
    return _one_of(code, COUNTRY_NAMES, "Choose a country.", "country")


def check_currency(code: str) -> str:
    """Return an ISO 4217 code."""
    return _one_of(code, CURRENCIES, "Choose a currency.", "currency")


def check_idle_minutes(minutes: int) -> int:
    """Return after how many idle minutes a session ends."""
    if not LEAST_IDLE <= minutes <= MOST_IDLE:
        raise Invalid(f"Between {LEAST_IDLE} and {MOST_IDLE} minutes.", field="idle_minutes")
    return minutes


def check_slot_minutes(minutes: int) -> int:
    """Return the step between the times that are offered."""
    if minutes not in SLOTS:
        raise Invalid("Choose one of the steps.", field="slot_minutes")
    return minutes


def _one_of(text: str, known: Collection[str], sentence: str, field: str) -> str:
    if text not in known:
        raise Invalid(sentence, field=field)
    return text
