"""Which way text messages leave this installation."""

from clinic_app.notifications.console_text_sender import ConsoleTextSender
from clinic_app.notifications.gateway_text_sender import GatewayTextSender
from clinic_app.notifications.text_ports import TextSender
from clinic_app.settings import settings


def choose_text_sender() -> TextSender:
    """Return the gateway where one is configured, else the console."""
    url = settings().sms_url
    return ConsoleTextSender() if url is None else GatewayTextSender(url)
