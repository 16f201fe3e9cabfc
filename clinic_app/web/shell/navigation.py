"""The sidebar's entries, in order, each with what a member needs to see it."""

from dataclasses import dataclass

from clinic_app.access.permissions import Permission, allows
from clinic_app.access.roles import Role


@dataclass(frozen=True, slots=True)
class NavEntry:
    """One line of the sidebar."""

    route: str
    label: str
    icon: str
    group: str
    permission: Permission
    badge: str = ""  # which of shell_data.Counts stands beside it
    in_bottom_bar: bool = False  # on a phone


NAVIGATION: tuple[NavEntry, ...] = (
    NavEntry("/dashboard", "Dashboard", "house", "", Permission.CLINICAL_READ, in_bottom_bar=True),
    NavEntry(
        *("/calendar", "Calendar", "calendar", "", Permission.APPOINTMENT_READ),
        badge="visits_left",
        in_bottom_bar=True,
    ),
    NavEntry(
        *("/queue", "Queue", "list-ordered", "", Permission.APPOINTMENT_READ), in_bottom_bar=True
    ),
    NavEntry(
        *("/visits-to-move", "Visits to move", "calendar-x", "", Permission.APPOINTMENT_WRITE),
        badge="visits_to_move",
    ),
    NavEntry("/waiting-list", "Waiting list", "hourglass", "", Permission.APPOINTMENT_WRITE),
    NavEntry("/patients", "Patients", "users", "", Permission.PATIENT_READ, in_bottom_bar=True),
    NavEntry("/settings/members", "Members", "user-cog", "Clinic", Permission.MEMBER_READ),
    NavEntry(
        "/settings/practitioners",
        "Practitioners",
        "stethoscope",
        "Clinic",
        Permission.SCHEDULE_WRITE,
    ),
    NavEntry("/settings/holidays", "Holidays", "tree-palm", "Clinic", Permission.SCHEDULE_WRITE),
    NavEntry("/settings/services", "Services", "list-checks", "Clinic", Permission.SCHEDULE_WRITE),
    NavEntry("/settings/rooms", "Rooms", "door-open", "Clinic", Permission.SCHEDULE_WRITE),
    NavEntry("/settings/devices", "Devices", "scan-line", "Clinic", Permission.SCHEDULE_WRITE),
    NavEntry(
        *("/settings/booking-rules", "Booking rules", "scale", "Clinic"),
        permission=Permission.SCHEDULE_WRITE,
    ),
    NavEntry(
        *("/settings/online-booking", "Online booking", "globe", "Clinic"),
        permission=Permission.ORGANIZATION_WRITE,
    ),
    NavEntry(
        *("/settings/api-keys", "API keys", "key-round", "Clinic"),
        permission=Permission.ORGANIZATION_WRITE,
    ),
    NavEntry("/settings/clinic", "Settings", "settings", "Clinic", Permission.ORGANIZATION_WRITE),
    NavEntry(
        *("/calendar-feeds", "Calendar feeds", "rss", "Mine"),
        permission=Permission.APPOINTMENT_READ,
    ),
    NavEntry("/account", "My account", "circle-user", "Mine", Permission.SIGNED_IN),
)


def navigation_for(role: Role) -> tuple[NavEntry, ...]:
    """Return what a role may open; what it may not is not shown."""
    return tuple(entry for entry in NAVIGATION if allows(role, entry.permission))
