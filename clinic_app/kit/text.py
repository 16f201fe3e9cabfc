"""Typed text: trimmed, measured, and folded for search."""

import re
import unicodedata

from clinic_app.kit.errors import Invalid

_NEVER_KEPT = {"Cc", "Cs"}  # control characters, and halves of pairs that no text can hold
# Signs that turn the direction of what comes after them, other people's words included. They come
# along unseen with what is copied out of address books, so they are left out rather than refused.
_TURNS = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_SPACES = re.compile(r"\s+")
_EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s]+\.[^@\s.]{2,}")


def one_line(text: str, *, field: str, label: str, most: int = 200, required: bool = True) -> str:
    """Return a trimmed line of at most `most` characters; raises Invalid beside `field`."""
    line = _SPACES.sub(" ", text.translate(_TURNS)).strip()
    if required and not line:
        raise Invalid(f"{label} is missing.", field=field)
    if len(line) > most:
        raise Invalid(f"{label} can have at most {most} characters.", field=field)
    if any(unicodedata.category(sign) in _NEVER_KEPT for sign in line):
        raise Invalid(f"{label} has a character that cannot be kept.", field=field)
    return line


def paragraph(text: str, *, field: str, label: str, most: int = 2000) -> str:
    """Return trimmed text of several lines, at most `most` characters, perhaps empty."""
    kept = text.translate(_TURNS).replace("\r\n", "\n").strip()
    if len(kept) > most:
        raise Invalid(f"{label} can have at most {most} characters.", field=field)
    if any(unicodedata.category(sign) in _NEVER_KEPT and sign not in "\n\t" for sign in kept):
        raise Invalid(f"{label} has a character that cannot be kept.", field=field)
    return kept


def email_address(text: str, *, field: str = "email", required: bool = True) -> str:
    """Return an address in lower case; raises Invalid when it cannot be one."""
    address = text.strip().lower()
    if not address and not required:
        return ""
    if len(address) > 254 or not _EMAIL.fullmatch(address):
        raise Invalid("This is not an email address.", field=field)
    return address


def fold(text: str) -> str:
    """Return text without case and accents, for search: “Müller-José” → “muller-jose”.

    The same folding is kept in the tables (`name_search`), so an index can serve it.
    """
    special = text.casefold().translate(str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i"}))
    apart = unicodedata.normalize("NFKD", special)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def initials(name: str) -> str:
    """Return one or two capitals for an avatar: “Dr. Omar Hassan” → “OH”."""
    words = [word for word in name.split() if not word.endswith(".") and word[0].isalpha()]
    if not words:
        return name[:1].upper()
    letters = words[0][0] + (words[-1][0] if len(words) > 1 else "")
    return letters.upper()
