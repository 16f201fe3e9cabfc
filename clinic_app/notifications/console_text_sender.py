"""Text messages where no gateway is configured: printed, and kept in the outbox."""

import sys

from clinic_app.notifications.text_ports import ShortText


class ConsoleTextSender:
    """Prints each message to the terminal that runs the program."""

    keeps_copies = True

    async def send(self, message: ShortText) -> None:
        """Print one message."""
        rule = "-" * 72
        sys.stdout.write(f"{rule}\nText to {message.recipient}\n\n{message.body}\n{rule}\n")
        sys.stdout.flush()
