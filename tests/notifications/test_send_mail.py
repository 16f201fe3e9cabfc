"""A mail goes out once, after the deed that asked for it, and not at all without it."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlmodel import col, select

from clinic_app.database.transaction import transaction
from clinic_app.jobs.worker import working
from clinic_app.kit.clock import now
from clinic_app.notifications.send_mail import send_mail
from clinic_app.notifications.tables import Mail
from clinic_app.settings import settings
from tests.fakes.smtp import FakeSmtp, fake_smtp
from tests.fakes.until import until


@pytest_asyncio.fixture
async def smtp(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[FakeSmtp]:
    """A mail server that the product is configured for."""
    async with fake_smtp() as fake:
        monkeypatch.setenv("SMTP_URL", f"smtp://127.0.0.1:{fake.port}")
        settings.cache_clear()
        yield fake
    monkeypatch.undo()
    settings.cache_clear()


async def _mail_to(recipient: str) -> Mail:
    async with transaction() as session:
        query = select(Mail).where(col(Mail.recipient) == recipient)
        return (await session.execute(query)).scalar_one()


async def _jobs_about(mail: Mail) -> list[str]:
    async with transaction() as session:
        found = await session.execute(
            text("SELECT status::text FROM procrastinate_jobs WHERE args->>'mail_id' = :id"),
            {"id": str(mail.id)},
        )
        return list(found.scalars())


async def _send(recipient: str, good_until: datetime | None = None) -> None:
    async with transaction() as session:
        await send_mail(
            session,
            recipient=recipient,
            subject="Hello",
            body="Your link: https://clinic.example/x",
            good_until=good_until,
        )


def _address() -> str:
    return f"{uuid4().hex}@clinic.example"


async def test_no_mail_without_the_deed(database: str, smtp: FakeSmtp) -> None:
    kept, lost = _address(), _address()
    with suppress(ZeroDivisionError):
        async with transaction() as session:
            await send_mail(session, recipient=lost, subject="Hello", body="no")
            raise ZeroDivisionError
    await _send(kept)
    async with working(database):
        await smtp.arrived.wait()
    assert [letter["To"] for letter in smtp.letters] == [kept]


async def test_a_sent_mail_keeps_no_text(database: str, smtp: FakeSmtp) -> None:
    address = _address()
    await _send(address)
    async with working(database):
        await until(lambda: _is_done(address))
    assert "https://clinic.example/x" in smtp.letters[0].as_string()
    mail = await _mail_to(address)
    assert mail.body == ""
    assert str(mail.id) in smtp.letters[0]["Message-ID"]  # sent twice, it can be told


async def test_a_letter_that_was_taken_is_sent_whatever_the_goodbye(
    database: str, smtp: FakeSmtp
) -> None:
    smtp.goodbye = b"421 too busy to part\r\n"
    address = _address()
    await _send(address)
    async with working(database):
        await until(lambda: _is_done(address))
    assert (len(smtp.letters), (await _mail_to(address)).failure) == (1, "")


async def _is_done(address: str) -> bool:
    mail = await _mail_to(address)
    return mail.sent_at is not None or mail.failed_at is not None


async def test_two_workers_send_each_mail_once(database: str, smtp: FakeSmtp) -> None:
    addresses = {_address() for _ in range(20)}
    for address in addresses:
        await _send(address)
    async with working(database), working(database):
        for address in addresses:
            await until(lambda address=address: _is_done(address))
    assert sorted(letter["To"] for letter in smtp.letters) == sorted(addresses)


async def test_two_jobs_for_one_mail_send_it_once(database: str, smtp: FakeSmtp) -> None:
    address = _address()
    await _send(address)
    mail = await _mail_to(address)
    async with transaction() as session:
        again = "INSERT INTO procrastinate_jobs (queue_name, task_name, args) SELECT queue_name,"
        again += " task_name, args FROM procrastinate_jobs WHERE args->>'mail_id' = :id"
        await session.execute(text(again), {"id": str(mail.id)})
    smtp.hold = asyncio.Event()
    async with working(database), working(database):
        await smtp.holding.wait()
        await until(lambda: _both_taken(mail))
        smtp.hold.set()
        await until(lambda: _no_job(mail))
    assert len(smtp.letters) == 1


async def _both_taken(mail: Mail) -> bool:
    return await _jobs_about(mail) == ["doing", "doing"]


async def _no_job(mail: Mail) -> bool:
    return await _jobs_about(mail) == []


async def test_a_refused_address_is_given_up(database: str, smtp: FakeSmtp) -> None:
    smtp.refusals = [550]
    address = _address()
    await _send(address)
    async with working(database):
        await until(lambda: _is_done(address))
    mail = await _mail_to(address)
    assert (mail.sent_at, mail.failure, mail.body) == (None, "recipient: 550", "")


async def test_a_letter_that_would_come_too_late_is_not_sent(database: str, smtp: FakeSmtp) -> None:
    late, in_time = _address(), _address()
    await _send(late, good_until=now())
    await _send(in_time, good_until=now() + timedelta(hours=1))
    async with working(database):
        await until(lambda: _is_done(late))
        await until(lambda: _is_done(in_time))
    mail = await _mail_to(late)
    assert (mail.sent_at, mail.failure, mail.body) == (None, "too late", "")
    assert [letter["To"] for letter in smtp.letters] == [in_time]


async def test_a_busy_server_is_asked_again(database: str, smtp: FakeSmtp) -> None:
    smtp.refusals = [451]
    address = _address()
    await _send(address)
    mail = await _mail_to(address)

    async def waits() -> bool:
        async with transaction() as session:
            found = await session.execute(
                text(
                    "SELECT count(*) FROM procrastinate_jobs WHERE args->>'mail_id' = :id"
                    " AND status = 'todo' AND attempts = 1 AND scheduled_at > now()"
                ),
                {"id": str(mail.id)},
            )
            return found.scalar_one() == 1

    async with working(database):
        await until(waits)
        assert not await _is_done(address)
        async with transaction() as session:  # the wait is over
            await session.execute(text("UPDATE procrastinate_jobs SET scheduled_at = now()"))
        await until(lambda: _is_done(address))
    assert len(smtp.letters) == 1
