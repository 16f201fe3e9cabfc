"""Brings the schema up to date, saying so."""

import psycopg
from psycopg import sql

from clinic_app.command_line.say import say, step
from clinic_app.database.engine import APP_ROLE
from clinic_app.database.migrate import SchemaIsNewer, migrate
from clinic_app.kit.cannot_start import CannotStart
from clinic_app.settings import settings


def bring_up_to_date() -> None:
    """Apply what is missing, as the login that owns the schema."""
    owner_url = settings().database_owner_url or settings().database_url
    if owner_url is None:
        raise CannotStart("DATABASE_URL is not set, so there is nothing to migrate.")
    with step("Bringing the schema up to date"):
        try:
            changed = migrate(owner_url)
        except SchemaIsNewer as newer:
            raise CannotStart(
                f"This data was made by a newer version of Polyclinic (schema {newer}). Update "
                "Polyclinic, or use another database or VAR folder."
            ) from None
        _let_the_app_login_act(owner_url)
    if changed:
        say("  new tables or columns were added")


def _let_the_app_login_act(owner_url: str) -> None:
    """Where owner and app log in apart, the app's login must be able to become the app's role."""
    app_url = settings().database_url
    if app_url is None or app_url == owner_url:
        return
    with psycopg.connect(app_url) as app:
        login = app.info.user
        row = app.execute("SELECT pg_has_role(current_user, %s, 'SET')", [APP_ROLE]).fetchone()
    if row and row[0]:
        return
    with psycopg.connect(owner_url, autocommit=True) as owner:
        owner.execute(
            sql.SQL("GRANT {} TO {}").format(sql.Identifier(APP_ROLE), sql.Identifier(login))
        )
