"""What the forms about a clinic offer: countries, zones, currencies, steps, as value and label."""

from clinic_app.kit.countries import COUNTRY_NAMES
from clinic_app.kit.money import CURRENCIES
from clinic_app.kit.zones import zone_names
from clinic_app.people.organizations.organization_rules import SLOTS

Choices = list[tuple[str, str]]

COUNTRIES: Choices = list(COUNTRY_NAMES.items())
ZONES: Choices = [(name, name.replace("_", " ")) for name in zone_names()]
CURRENCY_CODES: Choices = [(code, code) for code in CURRENCIES]
STEPS: Choices = [(str(minutes), f"{minutes} minutes") for minutes in SLOTS]
