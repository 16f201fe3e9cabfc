"""Visits, what they take, and their history."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_STATUS = (
    "status IN ('booked', 'confirmed', 'checked_in', 'in_visit', 'completed',"
    " 'cancelled', 'no_show')"
)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "appointment",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("patient_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("outside_hours", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            _STATUS,
            name="appointment_status",
        ),
        sa.CheckConstraint("starts_at < ends_at", name="appointment_order"),
        sa.ForeignKeyConstraint(
            ["organization_id", "patient_id"],
            ["patient.organization_id", "patient.id"],
            name="appointment_patient",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "practitioner_id"],
            ["practitioner.organization_id", "practitioner.id"],
            name="appointment_practitioner",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "room_id"],
            ["room.organization_id", "room.id"],
            name="appointment_room",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "service_id"],
            ["service.organization_id", "service.id"],
            name="appointment_service",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
        ),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_index(
        "appointment_by_time", "appointment", ["organization_id", "starts_at"], unique=False
    )
    op.create_index(
        "appointment_of_patient",
        "appointment",
        ["organization_id", "patient_id", "starts_at"],
        unique=False,
    )
    op.create_index(
        "appointment_of_practitioner",
        "appointment",
        ["organization_id", "practitioner_id", "starts_at"],
        unique=False,
    )
    op.create_table(
        "appointment_event",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("from_status", sa.Text(), nullable=False),
        sa.Column("to_status", sa.Text(), nullable=False),
        sa.Column("from_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("to_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("from_practitioner_id", sa.Uuid(), nullable=True),
        sa.Column("to_practitioner_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id", "appointment_id"],
            ["appointment.organization_id", "appointment.id"],
            name="appointment_event_appointment",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
        ),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_index(
        "appointment_event_of",
        "appointment_event",
        ["organization_id", "appointment_id", "created_at"],
        unique=False,
    )
    op.create_table(
        "reservation",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("practitioner_id", sa.Uuid(), nullable=True),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("device_id", sa.Uuid(), nullable=True),
        sa.Column("during", postgresql.TSTZRANGE(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("NOT isempty(during)", name="reservation_lasts"),
        sa.CheckConstraint(
            "num_nonnulls(practitioner_id, room_id, device_id) = 1", name="reservation_of_one"
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "appointment_id"],
            ["appointment.organization_id", "appointment.id"],
            name="reservation_appointment",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "device_id"],
            ["device.organization_id", "device.id"],
            name="reservation_device",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "practitioner_id"],
            ["practitioner.organization_id", "practitioner.id"],
            name="reservation_practitioner",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id", "room_id"],
            ["room.organization_id", "room.id"],
            name="reservation_room",
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
        ),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_index(
        "reservation_of", "reservation", ["organization_id", "appointment_id"], unique=False
    )
    for resource in ("practitioner", "room", "device"):
        op.execute(
            f"ALTER TABLE reservation ADD CONSTRAINT reservation_{resource}_free"
            f" EXCLUDE USING gist (organization_id WITH =, {resource}_id WITH =, during WITH &&)"
            f" WHERE (released_at IS NULL AND {resource}_id IS NOT NULL)"
        )
