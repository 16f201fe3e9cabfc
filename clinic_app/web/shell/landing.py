"""Where a role's work is: the page one lands on, and is led back to from a forbidden one."""

from clinic_app.access.roles import Role

# Pharmacy and laboratory land on their queues once those rooms exist; until then on the
# patients they work for.
LANDINGS: dict[Role, str] = {
    Role.OWNER: "/dashboard",
    Role.ADMIN: "/dashboard",
    Role.DOCTOR: "/dashboard",
    Role.NURSE: "/dashboard",
    Role.MEMBER: "/dashboard",
    Role.RECEPTION: "/calendar",
    Role.PHARMACY: "/patients",
    Role.LAB: "/patients",
}
