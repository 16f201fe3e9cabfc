"""Which way mail leaves this installation."""

from clinic_app.notifications.console_sender import ConsoleSender
from clinic_app.notifications.ports import MailSender
from clinic_app.notifications.smtp_sender import SmtpSender
from clinic_app.settings import settings


def choose_sender() -> MailSender:
    """Return the SMTP server where one is configured, else the console."""
    known = settings()
    if known.smtp_url is None:
        return ConsoleSender()
    return SmtpSender(known.smtp_url, known.mail_from)
