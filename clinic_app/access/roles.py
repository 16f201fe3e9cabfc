"""The roles a member can have in a clinic."""

from enum import StrEnum


class Role(StrEnum):
    """A member's role in one organization."""

    OWNER = "owner"
    ADMIN = "admin"
    DOCTOR = "doctor"
    NURSE = "nurse"
    RECEPTION = "reception"
    PHARMACY = "pharmacy"
    LAB = "lab"
    MEMBER = "member"


ROLE_NAMES: dict[Role, str] = {
    Role.OWNER: "Owner",
    Role.ADMIN: "Admin",
    Role.DOCTOR: "Doctor",
    Role.NURSE: "Nurse",
    Role.RECEPTION: "Reception",
    Role.PHARMACY: "Pharmacy",
    Role.LAB: "Laboratory",
    Role.MEMBER: "Member",
}
