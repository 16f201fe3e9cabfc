"""A text message leaves by the gateway, once; without one it stays readable in the outbox."""

import json
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from uuid import uuid4

import pytest
from sqlmodel import col, select

from clinic_app.database.transaction import transaction
from clinic_app.notifications.gateway_text_sender import GatewayTextSender
from clinic_app.notifications.list_outbox import list_outbox
from clinic_app.notifications.ports import SendFailed
from clinic_app.notifications.send_text import send_text
from clinic_app.notifications.tables import TextMessage
from clinic_app.notifications.text_ports import ShortText

MESSAGE = ShortText(uuid4(), "+12125550123", "Your code is 123456.")


class Gateway(BaseHTTPRequestHandler):
    """Answers with the status that its path names."""

    heard: list[tuple[str, dict[str, str]]]

    def do_POST(self) -> None:  # the library's name
        """Take one message."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        type(self).heard.append((self.headers.get("Authorization", ""), body))
        status = int(self.path.strip("/"))
        self.send_response(status)
        self.send_header("Location", "/200")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the library's name
        """Say nothing."""


@pytest.fixture
def gateway() -> Generator[str]:
    """A gateway on this machine; its address lacks the path."""
    Gateway.heard = []
    with HTTPServer(("127.0.0.1", 0), Gateway) as server:
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield f"http://us%20er:secret@127.0.0.1:{server.server_port}"
        server.shutdown()


async def test_the_gateway_gets_number_words_and_the_sign_in(gateway: str) -> None:
    await GatewayTextSender(f"{gateway}/202").send(MESSAGE)
    sign_in, body = Gateway.heard[0]
    assert sign_in == "Basic dXMgZXI6c2VjcmV0"
    assert body == {"to": MESSAGE.recipient, "text": MESSAGE.body, "id": str(MESSAGE.id)}


@pytest.mark.parametrize(
    ("status", "permanent"), [(400, True), (307, True), (429, False), (503, False)]
)
async def test_a_refusal_is_kept_apart_from_a_delay(
    gateway: str, status: int, permanent: bool
) -> None:
    with pytest.raises(SendFailed) as failure:
        await GatewayTextSender(f"{gateway}/{status}").send(MESSAGE)
    assert failure.value.permanent is permanent
    assert "secret" not in str(failure.value)
    assert len(Gateway.heard) == 1  # a redirect is not followed


async def test_it_waits_in_the_outbox_with_its_job(database: str) -> None:
    del database
    words = f"Your code is {uuid4().hex}."
    async with transaction() as session:
        await send_text(session, recipient="+12125550123", body=words)
    async with transaction() as session:
        query = select(TextMessage).where(col(TextMessage.body) == words)
        kept = (await session.execute(query)).scalar_one()
        shown = await list_outbox(session)
    assert kept.sent_at is None
    (mine,) = (one for one in shown if one.id == str(kept.id))
    assert (mine.recipient, mine.subject) == ("+12125550123", "Text message")
    assert words in mine.before + mine.link + mine.after
