"""What the settings of booking from outside can be, and what they forbid. Pure."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from clinic_app.kit.errors import Invalid
from clinic_app.kit.phone import parse_phone
from clinic_app.kit.text import paragraph
from clinic_app.kit.zones import to_wall
from clinic_app.scheduling.outside.public_rows import PublicSettings
from clinic_app.scheduling.states import MOVABLE
from clinic_app.scheduling.tables import COLOURS

_MOST_ORIGINS = 10
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[0-9]{1,5})?")


def check_settings(wanted: PublicSettings, *, country: str) -> PublicSettings:
    """Return the settings as they may be kept; raises Invalid beside the first wrong one."""
    if wanted.colour not in COLOURS:
        raise Invalid("Choose one of the colours.", field="colour")
    _between(wanted.notice_hours, 0, 720, field="notice_hours", unit="hours")
    _between(wanted.days_ahead, 1, 365, field="days_ahead", unit="days")
    _between(wanted.most_visits, 1, 20, field="most_visits", unit="visits")
    _between(wanted.cancel_hours, 0, 720, field="cancel_hours", unit="hours")
    return replace(
        wanted,
        policy=paragraph(wanted.policy, field="policy", label="The policy"),
        phone=parse_phone(wanted.phone, country) if wanted.phone.strip() else "",
        origins=check_origins(wanted.origins),
    )


def check_origins(origins: tuple[str, ...]) -> tuple[str, ...]:
    """Return addresses such as https://clinic.example, each once. Raises Invalid."""
    kept = tuple(dict.fromkeys(_origin(one) for one in origins))
    if len(kept) > _MOST_ORIGINS:
        raise Invalid(f"At most {_MOST_ORIGINS} addresses.", field="origins")
    return kept


def _origin(text: str) -> str:
    """Danger: what comes out stands in a header that browsers obey, so it is built anew."""
    wrong = Invalid("Write each as https://www.clinic.example, one in a line.", field="origins")
    try:
        parts = urlsplit(text.strip().lower())
    except ValueError:
        raise wrong from None
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(parts.netloc):
        raise wrong
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise wrong
    return f"{parts.scheme}://{parts.netloc}"


def _between(number: int, least: int, most: int, *, field: str, unit: str) -> None:
    if not least <= number <= most:
        raise Invalid(f"Between {least} and {most} {unit}.", field=field)


def may_begin(
    start: datetime, settings: PublicSettings, *, moment: datetime, zone_name: str
) -> bool:
    """Tell whether a patient may book that start now: neither too soon nor too far ahead."""
    if start < moment + timedelta(hours=settings.notice_hours):
        return False
    last = to_wall(moment, zone_name).date() + timedelta(days=settings.days_ahead)
    return to_wall(start, zone_name).date() <= last


def may_change(status: str, start: datetime, settings: PublicSettings, *, moment: datetime) -> bool:
    """Tell whether a patient may still move or cancel by themselves."""
    return status in MOVABLE and moment < start - timedelta(hours=settings.cancel_hours)
