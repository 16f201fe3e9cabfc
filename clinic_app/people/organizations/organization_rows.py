"""What screens show of people: small frozen rows, ids as text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OrganizationCard:
    """One of a person's clinics, for the switcher."""

    id: str
    name: str
    city: str  # the zone's place: "New York"
    role: str  # in words
    active: bool
