"""Who acts without being a member: a patient online, an API key, a job.

Each has a name in histories and audit entries, and exactly the permissions listed for it.
"""

from uuid import UUID

from clinic_app.access.actor import Actor, Kind
from clinic_app.access.permissions import Permission
from clinic_app.access.roles import Role
from clinic_app.kit.ids import MemberId, OrganizationId, PersonId

NOBODY = PersonId(UUID(int=0))
ONLINE = MemberId(UUID(int=1))
CLOCK = MemberId(UUID(int=2))

# How histories name who has no membership.
NAMES: dict[UUID, str] = {ONLINE: "The patient, online", CLOCK: "Polyclinic, by itself"}

PATIENT_SCOPES = frozenset({Permission.APPOINTMENT_READ, Permission.APPOINTMENT_WRITE})
CLOCK_SCOPES = PATIENT_SCOPES | {Permission.PATIENT_READ, Permission.APPOINTMENT_DELETE}


def outsider(
    kind: Kind,
    organization_id: OrganizationId,
    *,
    time_zone: str,
    country: str,
    currency: str,
    scopes: frozenset[Permission],
    member_id: MemberId | None = None,
    name: str = "",
) -> Actor:
    """Return an actor of a clinic who is no member.

    member_id: what histories shall keep, such as an API key's id; else ONLINE or CLOCK.
    The clinic must have been found on the server: by a link's token, a key's hash, a slug.
    """
    acting = member_id or (CLOCK if kind == Kind.CLOCK else ONLINE)
    return Actor(
        organization_id=organization_id,
        member_id=acting,
        person_id=NOBODY,
        role=Role.MEMBER,
        name=name or NAMES.get(acting, ""),
        session_id=None,
        time_zone=time_zone,
        country=country,
        currency=currency,
        kind=kind,
        scopes=frozenset(str(scope) for scope in scopes),
    )
