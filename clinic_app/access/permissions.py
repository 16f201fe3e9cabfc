"""The one table of who may do what. Verbs ask it first; pages ask it for what to hide.

The rows for patients, appointments, prescriptions, tasks and lab follow the matrix that
clinics know from their record systems; nurse is a member without deletion. What a role
does not have here, it cannot do anywhere: pages, REST, jobs and the command line all pass.
"""

from enum import StrEnum

from clinic_app.access.actor import Actor, Kind
from clinic_app.access.roles import Role
from clinic_app.kit.errors import NotAllowed


class Permission(StrEnum):
    """A statement of the form resource:deed."""

    SIGNED_IN = "session:own"  # any member: own account, own sessions, the shell
    ORGANIZATION_WRITE = "organization:write"
    MEMBER_READ = "member:read"
    MEMBER_WRITE = "member:write"
    SCHEDULE_READ = "schedule:read"  # practitioners, hours, services, rooms, devices
    SCHEDULE_WRITE = "schedule:write"
    TIME_OFF_WRITE = "time_off:write"  # who calls in ill, calls at the desk
    PATIENT_READ = "patient:read"  # demographics
    PATIENT_WRITE = "patient:write"
    PATIENT_DELETE = "patient:delete"
    IDENTIFIER_READ = "identifier:read"  # national ids in the clear
    CLINICAL_READ = "clinical:read"  # any clinical field: alerts, notes, results
    CLINICAL_WRITE = "clinical:write"
    APPOINTMENT_READ = "appointment:read"
    APPOINTMENT_WRITE = "appointment:write"
    APPOINTMENT_DELETE = "appointment:delete"  # cancel
    APPOINTMENT_OVERRIDE = "appointment:override"  # book outside working hours
    PRESCRIPTION_READ = "prescription:read"
    PRESCRIPTION_WRITE = "prescription:write"
    PRESCRIPTION_DELETE = "prescription:delete"
    INVOICE_READ = "invoice:read"
    INVOICE_WRITE = "invoice:write"
    INVOICE_DELETE = "invoice:delete"
    INVENTORY_READ = "inventory:read"
    INVENTORY_WRITE = "inventory:write"
    INVENTORY_DELETE = "inventory:delete"
    DISPENSE_WRITE = "dispense:write"
    TASK_READ = "task:read"
    TASK_WRITE = "task:write"
    TASK_DELETE = "task:delete"
    LAB_READ = "lab:read"
    LAB_WRITE = "lab:write"
    ANALYTICS_READ = "analytics:read"


P = Permission

_EVERYBODY = {P.SIGNED_IN, P.SCHEDULE_READ, P.PATIENT_READ, P.APPOINTMENT_READ, P.TASK_READ}
_APPOINTMENTS = {P.APPOINTMENT_WRITE, P.APPOINTMENT_DELETE, P.APPOINTMENT_OVERRIDE}
_CLINICAL = {
    *(P.PATIENT_WRITE, P.IDENTIFIER_READ, P.CLINICAL_READ, P.CLINICAL_WRITE),
    *(P.PRESCRIPTION_READ, P.PRESCRIPTION_WRITE, P.INVOICE_READ, P.INVOICE_WRITE),
    *(P.INVENTORY_READ, P.INVENTORY_WRITE, P.TASK_WRITE, P.LAB_READ, P.LAB_WRITE),
    *(P.APPOINTMENT_WRITE, P.APPOINTMENT_OVERRIDE),
}
_DELETIONS = {
    *(P.APPOINTMENT_DELETE, P.PRESCRIPTION_DELETE, P.INVOICE_DELETE),
    *(P.INVENTORY_DELETE, P.TASK_DELETE),
}
_MANAGEMENT = {
    *(P.ORGANIZATION_WRITE, P.MEMBER_READ, P.MEMBER_WRITE, P.SCHEDULE_WRITE),
    *(P.TIME_OFF_WRITE, P.PATIENT_DELETE, P.DISPENSE_WRITE, P.ANALYTICS_READ),
}

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.OWNER: frozenset(_EVERYBODY | _CLINICAL | _DELETIONS | _MANAGEMENT),
    Role.ADMIN: frozenset(_EVERYBODY | _CLINICAL | _DELETIONS | _MANAGEMENT),
    Role.DOCTOR: frozenset(_EVERYBODY | _CLINICAL | _DELETIONS),
    Role.MEMBER: frozenset(_EVERYBODY | _CLINICAL | _DELETIONS),
    # As a member, without any deletion: a nurse cannot cancel a visit.
    Role.NURSE: frozenset(_EVERYBODY | _CLINICAL),
    Role.RECEPTION: frozenset(
        _EVERYBODY
        | _APPOINTMENTS
        | {P.TIME_OFF_WRITE, P.PATIENT_WRITE, P.IDENTIFIER_READ, P.TASK_WRITE}
        | {P.INVOICE_READ, P.INVOICE_WRITE, P.INVOICE_DELETE}
    ),
    Role.PHARMACY: frozenset(
        _EVERYBODY
        | {P.PRESCRIPTION_READ, P.INVENTORY_READ, P.INVENTORY_WRITE}
        | {P.DISPENSE_WRITE, P.TASK_WRITE}
    ),
    Role.LAB: frozenset(_EVERYBODY | {P.TASK_WRITE, P.LAB_READ, P.LAB_WRITE}),
}


def allows(role: Role, permission: Permission) -> bool:
    """Tell whether a role has a permission."""
    return permission in ROLE_PERMISSIONS[role]


def may(actor: Actor, permission: Permission) -> bool:
    """Tell whether an actor has a permission: by role, or by the scopes of who is no member."""
    if actor.scopes is not None:
        return permission in actor.scopes
    return allows(actor.role, permission)


def require(actor: Actor, permission: Permission) -> None:
    """Refuse with NotAllowed unless the actor has the permission."""
    if not may(actor, permission):
        if actor.kind is Kind.KEY:
            raise NotAllowed(f"This API key has no scope {permission}.")
        raise NotAllowed
