"""One demo clinic while it is being made: its ids, its people, and the rows so far."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from operator import itemgetter
from typing import Any
from uuid import UUID

from clinic_app.audit.tags import Tag
from clinic_app.demo.draw import Draw
from clinic_app.demo.shapes import DemoClinic
from clinic_app.kit.zones import first_instant
from clinic_app.people.tables import Member

OPENED_BEFORE = timedelta(days=3 * 365)


@dataclass
class Home:
    """A clinic, the demo's day and moment in its zone, and who works there."""

    clinic: DemoClinic
    organization_id: UUID
    today: date
    moment: datetime
    draw: Draw
    members: dict[str, Member] = field(default_factory=dict[str, Member])  # by email
    owner: Member | None = None
    desk: Member | None = None
    audit: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])  # AuditEntry rows

    def wall(self, days: int, clock: time = time()) -> datetime:
        """Return the instant of a wall time so many days from today."""
        return first_instant(
            datetime.combine(self.today + timedelta(days=days), clock), self.clinic.time_zone
        )

    @property
    def opened_at(self) -> datetime:
        """When the clinic began to use Polyclinic."""
        return self.moment - OPENED_BEFORE

    @property
    def founder(self) -> Member:
        """The owner, who set everything up."""
        if self.owner is None:
            raise ValueError("a demo clinic has an owner")
        return self.owner

    @property
    def reception(self) -> Member:
        """Who answers the telephone."""
        return self.desk or self.founder

    def in_order(self) -> list[dict[str, Any]]:
        """Return the audit trail as it would have grown."""
        return sorted(self.audit, key=itemgetter("at"))

    def tell(
        self,
        at: datetime,
        tag: Tag,
        who: Member,
        subject_id: UUID,
        *,
        patient_id: UUID | None = None,
        **details: Any,  # noqa: ANN401  # JSON
    ) -> None:
        """Note a deed for the audit trail, which is written at the end, in order of time."""
        self.audit.append(
            {
                "organization_id": self.organization_id,
                "at": at,
                "tag": tag,
                "member_id": who.id,
                "person_id": who.person_id,
                "subject_id": subject_id,
                "patient_id": patient_id,
                "details": details,
            }
        )
