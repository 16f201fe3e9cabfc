"""A mail server of the tests' own: takes letters over real SMTP, or refuses them with a code."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_string
from email.message import Message


@dataclass
class FakeSmtp:
    """What the server took, and what it shall answer."""

    port: int = 0
    refusals: list[int] = field(default_factory=list[int])  # answers to the next recipients
    goodbye: bytes = b"221 bye\r\n"
    letters: list[Message] = field(default_factory=list[Message])
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    hold: asyncio.Event | None = None  # letters wait here before they are accepted
    holding: asyncio.Event = field(default_factory=asyncio.Event)

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Speak with one client until it leaves."""
        writer.write(b"220 ready\r\n")
        while line := (await reader.readline()).decode():
            word = line[:4].strip().upper()
            if word == "DATA":
                writer.write(b"354 go on\r\n")
                await self._take(reader)
                writer.write(b"250 taken\r\n")
            elif word == "RCPT" and self.refusals:
                writer.write(f"{self.refusals.pop(0)} no\r\n".encode())
            elif word == "QUIT":
                writer.write(self.goodbye)
                break
            else:
                writer.write(b"250 ok\r\n")
        writer.close()

    async def _take(self, reader: asyncio.StreamReader) -> None:
        lines: list[str] = []
        while (line := (await reader.readline()).decode()) != ".\r\n":
            lines.append(line)
        if self.hold is not None:
            self.holding.set()
            await self.hold.wait()
        self.letters.append(message_from_string("".join(lines)))
        self.arrived.set()


@asynccontextmanager
async def fake_smtp() -> AsyncGenerator[FakeSmtp]:
    """Run a server on a free port of this machine."""
    fake = FakeSmtp()
    server = await asyncio.start_server(fake.talk, "127.0.0.1", 0)
    fake.port = int(server.sockets[0].getsockname()[1])
    async with server:
        yield fake
