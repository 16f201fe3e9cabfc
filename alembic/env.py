"""Alembic's entry: runs the versions on the connection that the program hands over."""

from sqlalchemy import Connection

from alembic import context
from clinic_app.tables import metadata


def _is_ours(name: str | None, kind: str, _: object) -> bool:
    """Leave the queue's tables out of comparisons: they are procrastinate's."""
    return not (kind == "table" and (name or "").startswith("procrastinate_"))


def run(connection: Connection) -> None:
    """Bring the schema up to date in one transaction."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        compare_type=True,
        include_name=_is_ours,
    )
    with context.begin_transaction():
        context.run_migrations()


run(context.config.attributes["connection"])
