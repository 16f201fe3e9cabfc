"""`generate-key`: prints a new encryption key."""

from clinic_app.command_line.local_secrets import new_key
from clinic_app.command_line.say import say


def generate_key() -> None:
    """Print 32 random bytes in the form that ENCRYPTION_KEYS takes."""
    say(new_key())
