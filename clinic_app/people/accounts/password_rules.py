"""Which passwords are good enough: long, not a common one, not made of one's own name.

No composition rules: they make passwords harder to remember, not harder to guess.
"""

import unicodedata
from functools import lru_cache
from pathlib import Path

from clinic_app.kit.errors import Invalid
from clinic_app.kit.text import fold

SHORTEST = 12
LONGEST = 256

_LIST = Path(__file__).with_name("common_passwords.txt")
_SHORTEST_NAME = 4  # shorter names are inside too many good passwords
_FEWEST_SIGNS = 5
_LEET = str.maketrans("0134578@$!", "oleastbasi")
_RUNS = (
    "0123456789012345678901234567890",
    "abcdefghijklmnopqrstuvwxyzabcdefghijklm",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
)


def check_password(password: str, *about: str | None, field: str = "password") -> None:
    """Raise Invalid unless the password may be used.

    about: what anybody knows of the person, such as name, email and username.
    """
    signs = len(unicodedata.normalize("NFKC", password))
    if signs < SHORTEST:
        raise Invalid(f"Use at least {SHORTEST} characters.", field=field)
    if signs > LONGEST:
        raise Invalid(f"Use at most {LONGEST} characters.", field=field)
    if any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in password):
        raise Invalid("This has a character that cannot be typed again.", field=field)
    if is_common(password):
        raise Invalid("Many people use this one, so it is guessed first.", field=field)
    if _is_about(password, about):
        raise Invalid("Leave out your name, your email and “polyclinic”.", field=field)


def is_common(password: str) -> bool:
    """Tell whether a guesser would try it early: listed, repeated, or a run of keys."""
    folded = fold(password)
    plain = folded.translate(_LEET)
    listed = common_passwords()
    if not listed.isdisjoint({folded, plain, folded.rstrip("!?.*#"), plain.rstrip("!?.*#")}):
        return True
    return len(set(folded)) < _FEWEST_SIGNS or _is_repeated(folded) or _is_run(folded)


@lru_cache(maxsize=1)
def common_passwords() -> frozenset[str]:
    """Return the shipped list, in lower case."""
    lines = _LIST.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _is_repeated(folded: str) -> bool:
    """“abcabcabcabc”: a piece of at most six signs, again and again."""
    pieces = (folded[:size] for size in range(1, 7))
    return any((piece * len(folded)).startswith(folded) for piece in pieces)


def _is_run(folded: str) -> bool:
    return any(folded in run or folded in run[::-1] for run in _RUNS)


def _is_about(password: str, about: tuple[str | None, ...]) -> bool:
    """Tell whether a known word makes up a third of the password or more."""
    folded = fold(password)
    words = {"polyclinic"}
    for known in about:
        for word in fold(known or "").replace("@", " ").replace(".", " ").split():
            words.add(word)
    telling = [word for word in words if len(word) >= _SHORTEST_NAME]
    return any(word in folded and 3 * len(word) >= len(folded) for word in telling)
