"""One engine per process. Its connections run as `polyclinic_app`, which owns nothing."""

import json
from typing import Any

from psycopg.types.json import set_json_loads
from pydantic_core import from_json
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from clinic_app.database.connection import Connection

# Row-level security is forced for this role; migrations run as the login role instead.
APP_ROLE = "polyclinic_app"

_engine: AsyncEngine | None = None


def driver_url(url: str) -> str:
    """Return a PostgreSQL URL in the form that SQLAlchemy takes for psycopg 3."""
    scheme, _, rest = url.partition("://")
    if scheme.split("+")[0] not in {"postgres", "postgresql"}:
        raise ValueError("the database URL must begin with postgresql://")
    return f"postgresql+psycopg://{rest}"


def app_connect_arguments() -> dict[str, Any]:
    """Return psycopg arguments that make a connection run as the application's role."""
    options = f"-c role={APP_ROLE} -c statement_timeout=30s -c lock_timeout=10s"
    options += " -c idle_in_transaction_session_timeout=60s -c timezone=UTC"
    return {"options": options, "application_name": "polyclinic"}


_to_json = json.JSONEncoder(ensure_ascii=False, default=str).encode
set_json_loads(from_json)  # psycopg's own reading of JSON takes three times as long


def open_engine(url: str, *, pool_size: int = 12) -> AsyncEngine:
    """Open the process's engine; at most `pool_size` + 8 connections."""
    global _engine  # noqa: PLW0603  # one engine per process is the point
    _engine = create_async_engine(
        driver_url(url),
        pool_size=pool_size,
        max_overflow=8,
        pool_timeout=10,
        pool_recycle=1800,
        connect_args={**app_connect_arguments(), "async_creator_fn": Connection.connect},
        json_serializer=_to_json,
        hide_parameters=True,  # errors are logged, and parameters hold patient data
    )
    return _engine


def engine() -> AsyncEngine:
    """Return the open engine."""
    if _engine is None:
        raise RuntimeError("the database has not been opened: call open_engine() at start")
    return _engine


async def close_engine() -> None:
    """Close every connection of the process."""
    global _engine  # noqa: PLW0603  # see open_engine
    if _engine is not None:
        await _engine.dispose()
        _engine = None
