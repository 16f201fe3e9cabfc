"""The same people in every story: one clinic's team, and a stranger from another clinic."""

from dataclasses import dataclass
from secrets import token_hex
from uuid import uuid4

from clinic_app.access.actor import Actor
from clinic_app.access.roles import Role
from clinic_app.database.transaction import transaction
from clinic_app.kit.ids import MemberId, OrganizationId, PersonId
from clinic_app.people.tables import Member, Organization, Person

NAMES = {
    Role.OWNER: "Sarah Johnson",
    Role.ADMIN: "Ana Martin",
    Role.DOCTOR: "Omar Hassan",
    Role.NURSE: "Rosa Diaz",
    Role.RECEPTION: "Emily Rodriguez",
    Role.PHARMACY: "Paul Kim",
    Role.LAB: "Nadia Ali",
    Role.MEMBER: "Grace Lee",
}


@dataclass(frozen=True)
class Clinic:
    """One organization and an actor for each role."""

    organization_id: OrganizationId
    slug: str
    time_zone: str
    team: dict[Role, Actor]

    @property
    def owner(self) -> Actor:
        """Who founded the clinic."""
        return self.team[Role.OWNER]

    @property
    def doctor(self) -> Actor:
        """Who sees patients."""
        return self.team[Role.DOCTOR]

    @property
    def reception(self) -> Actor:
        """Who books, and sees no clinical field."""
        return self.team[Role.RECEPTION]


async def found_clinic(
    *, time_zone: str = "America/New_York", country: str = "US", currency: str = "USD"
) -> Clinic:
    """Found a clinic with the whole cast in it. Its slug and emails are unique."""
    slug = f"clinic-{token_hex(6)}"
    organization = Organization(
        name="City Medical", slug=slug, time_zone=time_zone, country=country, currency=currency
    )
    people = {
        role: Person(name=name, email=f"{role}@{slug}.example", password_hash="!")
        for role, name in NAMES.items()
    }
    async with transaction(organization=organization.id) as session:
        session.add_all([organization, *people.values()])
        await session.flush()
        members = {
            role: Member(organization_id=organization.id, person_id=person.id, role=role)
            for role, person in people.items()
        }
        session.add_all(members.values())
    return Clinic(
        organization_id=OrganizationId(organization.id),
        slug=slug,
        time_zone=time_zone,
        team={role: _actor(organization, people[role], members[role]) for role in NAMES},
    )


def _actor(organization: Organization, person: Person, member: Member) -> Actor:
    return Actor(
        organization_id=OrganizationId(organization.id),
        member_id=MemberId(member.id),
        person_id=PersonId(person.id),
        role=Role(member.role),
        name=person.name,
        session_id=None,
        time_zone=organization.time_zone,
        country=organization.country,
        currency=organization.currency,
    )


def nobody_there() -> OrganizationId:
    """Return the id of a clinic that does not exist."""
    return OrganizationId(uuid4())
