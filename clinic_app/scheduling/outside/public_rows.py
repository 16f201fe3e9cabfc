"""What booking from outside hands out."""

from dataclasses import dataclass

SHOWN: dict[str, str] = {"": "Not shown", "online": "Can be booked", "call": "Call us"}


@dataclass(frozen=True, slots=True)
class PublicSettings:
    """How a clinic lets patients book by themselves."""

    is_open: bool = False
    colour: str = "teal"
    policy: str = ""
    phone: str = ""
    notice_hours: int = 2
    days_ahead: int = 60
    most_visits: int = 2
    cancel_hours: int = 24
    origins: tuple[str, ...] = ()
    feeds_name_patients: bool = False


@dataclass(frozen=True, slots=True)
class ServiceShown:
    """Whether patients see a service: "", online or call."""

    id: str
    name: str
    minutes: int
    shown: str
    seats: int

    @property
    def lasts(self) -> str:
        """Return “30 min”, or “60 min · group of up to 8”."""
        group = f" · group of up to {self.seats}" if self.seats > 1 else ""
        return f"{self.minutes} min{group}"


@dataclass(frozen=True, slots=True)
class PublicPractitioner:
    """Somebody whom a patient can choose."""

    id: str
    name: str
    specialty: str
