"""API keys, and the answers to writes that may be sent twice."""

import sqlalchemy as sa

from alembic import op
from clinic_app.database.walls import clinic_wall, grant

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables behind their walls."""
    _api_key()
    _idempotency()
    for table in ("api_key", "idempotency"):
        for statement in clinic_wall(table):
            op.execute(statement)
    op.execute(grant("api_key", "SELECT", "INSERT", "UPDATE"))
    op.execute(grant("idempotency", "SELECT", "INSERT", "UPDATE", "DELETE"))
    # The hourly job belongs to no clinic. It sees no row, but those too old may go.
    op.execute(
        "CREATE POLICY idempotency_too_old ON idempotency FOR DELETE"
        " USING (created_at < now() - interval '1 day')"
    )


def _api_key() -> None:
    op.create_table(
        "api_key",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("scopes", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("cardinality(scopes) > 0", name="api_key_scopes"),
        sa.ForeignKeyConstraint(
            ["organization_id", "created_by"],
            ["member.organization_id", "member.id"],
            name="api_key_made_by",
        ),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"]),
        sa.PrimaryKeyConstraint("organization_id", "id"),
    )
    op.create_index("api_key_token", "api_key", ["organization_id", "token_hash"], unique=True)


def _idempotency() -> None:
    op.create_table(
        "idempotency",
        sa.Column("organization_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("request_hash", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["organization_id"], ["organization.id"]),
        sa.PrimaryKeyConstraint("organization_id", "id"),
        sa.UniqueConstraint("organization_id", "holder_id", "key_hash", name="idempotency_once"),
    )
