"""Mail through an SMTP server (RFC 5321), in a thread, since smtplib blocks."""

import asyncio
import re
import smtplib
import ssl
from collections.abc import Generator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

from clinic_app.kit.clock import now
from clinic_app.notifications.ports import Letter, SendFailed

_SECONDS = 20.0  # less than the database lets a transaction stand idle
_METHOD = re.compile(r"^METHOD:(\w+)", re.MULTILINE)
_PERMANENT_FROM = 500  # SMTP reply codes: 4xx come back later, 5xx do not


class SmtpSender:
    """Hands letters to smtp://user:password@host:587 (STARTTLS) or smtps://host:465."""

    keeps_copies = False

    def __init__(self, url: str, sender: str) -> None:
        """Read the server's address; `sender` is the From line."""
        parts = urlsplit(url)
        self._over_tls = parts.scheme == "smtps"
        self._host = parts.hostname or "localhost"
        self._port = parts.port or (465 if self._over_tls else 587)
        self._user = unquote(parts.username or "")
        self._password = unquote(parts.password or "")
        self._sender = sender

    async def send(self, letter: Letter) -> None:
        """Hand one letter to the server, or raise SendFailed."""
        await asyncio.to_thread(self._send, letter)

    def _send(self, letter: Letter) -> None:
        try:
            with self._connected() as server:
                server.send_message(self._message(letter), to_addrs=[letter.recipient])
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _ in error.recipients.values()]
            raise _failed("recipient", max(codes, default=0)) from None
        except smtplib.SMTPAuthenticationError as error:
            # The operator can mend this, so the letter waits.
            raise SendFailed(f"sign-in: {error.smtp_code}", permanent=False) from None
        except smtplib.SMTPResponseException as error:
            raise _failed("server", error.smtp_code) from None
        except (smtplib.SMTPException, OSError) as error:
            raise SendFailed(type(error).__name__, permanent=False) from None
        except ValueError:
            raise SendFailed("not a letter that can be written", permanent=True) from None

    @contextmanager
    def _connected(self) -> Generator[smtplib.SMTP]:
        """Greet the server, and leave it. A letter it took stays taken, however it says goodbye."""
        server = self._connect()
        try:
            yield server
            with suppress(smtplib.SMTPException, OSError):
                server.quit()
        finally:
            server.close()

    def _connect(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self._over_tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self._host, self._port, timeout=_SECONDS, context=context
            )
        else:
            server = smtplib.SMTP(self._host, self._port, timeout=_SECONDS)
        try:
            self._greet(server, context)
        except BaseException:
            server.close()
            raise
        return server

    def _greet(self, server: smtplib.SMTP, context: ssl.SSLContext) -> None:
        server.ehlo()
        if not self._over_tls and server.has_extn("starttls"):
            server.starttls(context=context)
            server.ehlo()
        elif not self._over_tls and self._user:
            raise SendFailed("the server offers no TLS for the password", permanent=False)
        if self._user:
            server.login(self._user, self._password)

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = letter.recipient
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(now())
        # The same letter sent twice (killed between sending and writing so down) can be told.
        domain = parseaddr(self._sender)[1].rpartition("@")[2] or "polyclinic.invalid"
        message["Message-ID"] = f"<{letter.id}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.body)
        if letter.calendar:
            _attach(message, letter.calendar)
        return message


def _attach(message: EmailMessage, calendar: str) -> None:
    """Attach an iCalendar text, named with its own METHOD as RFC 6047 wants it."""
    found = _METHOD.search(calendar)
    message.add_attachment(
        calendar.encode(),
        maintype="text",
        subtype="calendar",
        filename="visit.ics",
        params={"charset": "utf-8", "method": found[1] if found else "PUBLISH"},
    )


def _failed(who: str, code: int) -> SendFailed:
    return SendFailed(f"{who}: {code}", permanent=code >= _PERMANENT_FROM)
