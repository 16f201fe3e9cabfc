"""A worker that is killed in the middle of a job: somebody else finishes it."""

import asyncio
import os
import signal
import sys
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from clinic_app.database.transaction import transaction
from clinic_app.jobs.worker import working
from clinic_app.notifications.send_mail import send_mail
from clinic_app.notifications.tables import Mail
from clinic_app.settings import settings
from tests.fakes.smtp import fake_smtp
from tests.fakes.until import PATIENCE, until


async def test_a_killed_workers_job_is_finished_by_another(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with fake_smtp() as smtp:
        monkeypatch.setenv("SMTP_URL", f"smtp://127.0.0.1:{smtp.port}")
        settings.cache_clear()
        smtp.hold = asyncio.Event()
        address = f"{uuid4().hex}@clinic.example"
        await _send(address)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "clinic_app", "worker"),
            env={**os.environ, "DATABASE_URL": database},
        )
        await asyncio.wait_for(smtp.holding.wait(), PATIENCE)
        process.send_signal(signal.SIGKILL)
        await process.wait()
        assert await _doing() == 1
        await _let_its_heartbeat_grow_old()
        smtp.hold.set()
        smtp.arrived.clear()
        async with working(database):
            await until(_nothing_left)
        # The dead worker's own letter may or may not have got through; the second one did.
        assert smtp.letters
        assert await _sent(address)
    monkeypatch.undo()
    settings.cache_clear()


async def _send(address: str) -> None:
    async with transaction() as session:
        await send_mail(session, recipient=address, subject="Hello", body="Hello")


async def _doing() -> int:
    async with transaction() as session:
        query = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'deliver-mail'"
        return (await session.execute(text(query + " AND status = 'doing'"))).scalar_one()


async def _let_its_heartbeat_grow_old() -> None:
    async with transaction() as session:
        await session.execute(
            text("UPDATE procrastinate_workers SET last_heartbeat = now() - interval '1 minute'")
        )


async def _nothing_left() -> bool:
    async with transaction() as session:
        query = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'deliver-mail'"
        return (await session.execute(text(query))).scalar_one() == 0


async def _sent(address: str) -> bool:
    async with transaction() as session:
        query = select(Mail).where(col(Mail.recipient) == address)
        return (await session.execute(query)).scalar_one().sent_at is not None


async def test_a_worker_that_is_asked_to_stop_finishes_first(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with fake_smtp() as smtp:
        monkeypatch.setenv("SMTP_URL", f"smtp://127.0.0.1:{smtp.port}")
        smtp.hold = asyncio.Event()
        address = f"{uuid4().hex}@clinic.example"
        await _send(address)
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "clinic_app", "worker"),
            env={**os.environ, "DATABASE_URL": database},
        )
        await asyncio.wait_for(smtp.holding.wait(), PATIENCE)
        process.send_signal(signal.SIGTERM)
        smtp.hold.set()
        assert await asyncio.wait_for(process.wait(), PATIENCE) == 0
        assert await _sent(address)
        assert await _nothing_left()


async def test_a_worker_without_a_server_says_what_is_missing() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "clinic_app", "worker"),
        env=environment,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await process.communicate()
    assert process.returncode == 1
    assert b"DATABASE_URL is not set" in said
