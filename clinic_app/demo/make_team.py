"""The accounts of a demo clinic, as people and members."""

from datetime import timedelta

from clinic_app.audit.tags import Tag
from clinic_app.demo.accounts import ACCOUNTS
from clinic_app.demo.home import Home
from clinic_app.demo.make_patients import FIRST_FILE_NUMBER
from clinic_app.people.tables import Member, Organization, Person

Row = Organization | Person | Member


def make_team(home: Home, password_hash: str) -> list[Row]:
    """Return the organization, its persons and members, and keep the members in `home`."""
    rows: list[Row] = [_organization(home)]
    ours = [account for account in ACCOUNTS if account.organization == home.clinic.name]
    for number, account in enumerate(ours):
        joined_at = home.opened_at + timedelta(days=number)
        person = Person(
            id=home.draw.id(),
            name=account.name,
            email=account.email,
            username=account.email.split("@")[0],
            password_hash=password_hash,
            created_at=joined_at,
        )
        member = Member(
            organization_id=home.organization_id,
            id=home.draw.id(),
            person_id=person.id,
            role=account.role,
            created_at=joined_at,
        )
        rows += [person, member]
        _settle(home, account.email, member)
    return rows


def _organization(home: Home) -> Organization:
    clinic = home.clinic
    return Organization(
        id=home.organization_id,
        name=clinic.name,
        slug=clinic.slug,
        time_zone=clinic.time_zone,
        country=clinic.country,
        currency=clinic.currency,
        next_file_number=FIRST_FILE_NUMBER + clinic.patients,
        created_at=home.opened_at,
    )


def _settle(home: Home, email: str, member: Member) -> None:
    home.members[email] = member
    if member.role == "owner":
        home.owner = member
        home.tell(
            *(member.created_at, Tag.ORGANIZATION_CREATE, member, home.organization_id),
            name=home.clinic.name,
        )
        return
    if member.role == "reception":
        home.desk = member
    home.tell(member.created_at, Tag.INVITATION_ACCEPT, member, member.id, role=member.role)
