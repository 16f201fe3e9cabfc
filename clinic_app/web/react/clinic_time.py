"""A clinic's city and what its clock shows, kept right without a word from the server."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast

import reflex as rx

from clinic_app.kit.clock import now
from clinic_app.kit.zones import next_change, offset

_AHEAD = timedelta(days=2)  # longer than a session lasts, or a page stays without a word


@dataclass(frozen=True, slots=True)
class ClinicClock:
    """What a browser needs to show a clinic's time: instants in seconds since 1970."""

    city: str = ""
    now: int = 0  # of the server, as it tells this
    ahead: int = 0  # by how many seconds the clinic's walls are ahead of UTC
    changes: int = 0  # when the clocks change next; 0: not these two days
    then: int = 0  # and by how many they are ahead from then on


def clinic_clock(zone_name: str) -> ClinicClock:
    """Return the clock of a clinic in such a zone as it goes now."""
    moment = now()
    begin = moment.replace(second=0, microsecond=0)
    change = next_change(begin, begin + _AHEAD, zone_name)
    return ClinicClock(
        city=zone_name.rsplit("/", 1)[-1].replace("_", " "),
        now=int(moment.timestamp()),
        ahead=offset(moment, zone_name),
        changes=int(change.timestamp()) if change else 0,
        then=offset(change, zone_name) if change else 0,
    )


class ClinicTime(rx.Component):
    """The React component (assets/react/clinic_time.jsx); pages call `clinic_time()` instead."""

    library = "$/public/react/clinic_time.jsx"
    tag = "ClinicTime"

    told: rx.Var[ClinicClock]


def clinic_time(told: ClinicClock | rx.Var[Any]) -> rx.Component:
    """ "New York · 9:41"; told: `clinic_clock`, as a state keeps it."""
    made: Any = cast("Any", ClinicTime).create(told=told)
    return cast("rx.Component", made)
