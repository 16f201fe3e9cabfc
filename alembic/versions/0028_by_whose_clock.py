"""A notice keeps by whose clock its patient was told, so that another zone can be told as well."""

import sqlalchemy as sa

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the zone; older notices are of the clinic's present one."""
    op.add_column(
        "patient_notice", sa.Column("was_zone", sa.Text(), nullable=False, server_default="")
    )
    op.alter_column("patient_notice", "was_zone", server_default=None)
