"""Each assistant that a service asks for has a part of the visit, and a list of who may."""

import sqlalchemy as sa

from alembic import op
from clinic_app.database.walls import behind_the_wall, clinic_wall, grant

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Write the one part and the one list of a service down for each that it asks for."""
    _make_duties()
    with behind_the_wall("service", "service_duty"):
        op.execute(
            "INSERT INTO service_duty"
            " (organization_id, id, service_id, number, from_minute, minutes)"
            " SELECT s.organization_id, gen_random_uuid(), s.id, n, s.assist_from, s.assist_minutes"
            " FROM service s, generate_series(1, s.assistants) n"
        )
    op.drop_constraint("service_part", "service")
    op.drop_column("service", "assist_from")
    op.drop_column("service", "assist_minutes")
    _number_lists()


def _make_duties() -> None:
    op.create_table(
        "service_duty",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_minute", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"]),
        sa.ForeignKeyConstraint(
            ["organization_id", "service_id"],
            ["service.organization_id", "service.id"],
            name="service_duty_service",
        ),
        sa.CheckConstraint("number > 0", name="service_duty_number"),
        sa.CheckConstraint("from_minute >= 0 AND minutes > 0", name="service_duty_part"),
        sa.UniqueConstraint("organization_id", "service_id", "number", name="service_duty_once"),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    for statement in clinic_wall("service_duty"):
        op.execute(statement)
    op.execute(grant("service_duty", "SELECT", "INSERT", "DELETE"))


def _number_lists() -> None:
    op.add_column(
        "service_assistant", sa.Column("number", sa.Integer(), nullable=False, server_default="1")
    )
    op.alter_column("service_assistant", "number", server_default=None)
    op.drop_constraint("service_assistant_once", "service_assistant")
    op.create_unique_constraint(
        "service_assistant_once",
        "service_assistant",
        ["organization_id", "service_id", "number", "practitioner_id"],
    )
    with behind_the_wall("service", "service_assistant"):
        op.execute(
            "INSERT INTO service_assistant"
            " (organization_id, id, service_id, practitioner_id, number)"
            " SELECT l.organization_id, gen_random_uuid(), l.service_id, l.practitioner_id, n"
            " FROM service_assistant l, service s, generate_series(1, s.assistants) n"
            " WHERE s.organization_id = l.organization_id AND s.id = l.service_id AND n > 1"
        )
