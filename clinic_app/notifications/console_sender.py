"""Mail where no server is configured: printed, and kept in the outbox."""

import sys

from clinic_app.notifications.ports import Letter


class ConsoleSender:
    """Prints each letter to the terminal that runs the program."""

    keeps_copies = True

    async def send(self, letter: Letter) -> None:
        """Print one letter."""
        rule = "-" * 72
        heading = f"Mail to {letter.recipient}: {letter.subject}"
        attached = "[a calendar file is attached]\n" if letter.calendar else ""
        sys.stdout.write(f"{rule}\n{heading}\n\n{letter.body}\n{attached}{rule}\n")
        sys.stdout.flush()
