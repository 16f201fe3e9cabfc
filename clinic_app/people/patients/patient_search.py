"""How patients are found by what somebody types. Pure.

A patient's `search_text` is “ sofia marin 12125550142 1042”: folded words, each with a space
before it, then the phone's digits and the file number. What is typed becomes LIKE patterns
over it, which the trigram index serves.
"""

import re
from dataclasses import dataclass

from clinic_app.kit.text import fold

_MOST_TYPED = 80
_MOST_WORDS = 6
_APOSTROPHES = str.maketrans("", "", "'’ʼ`´")
# Signs that a typed phone number may hold. “(0)” is a trunk digit nobody dials from abroad.
_PHONE = re.compile(r"[+(]?[0-9][0-9()\s.\-–/]*")
_TRUNK = re.compile(r"\(0\)|^\s*(?:\+|0+)")


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for. words: folded, for the text; digits: when it is a number."""

    words: tuple[str, ...]
    digits: str = ""  # as typed: a file number
    phone_digits: str = ""  # without trunk zeros and country prefix signs

    def __bool__(self) -> bool:
        """Tell whether there is anything to look for."""
        return bool(self.words)


def words_of(text: str) -> list[str]:
    """Return folded words of letters and digits: “O’Brien-Müller” → obrien, muller."""
    folded = fold(text).translate(_APOSTROPHES)
    return "".join(sign if sign.isalnum() else " " for sign in folded).split()


def search_text(*, name: str, phone: str, file_number: str) -> str:
    """Return what a patient is found by; kept in the row."""
    parts = [*words_of(name), phone.lstrip("+"), file_number]
    return "".join(f" {part}" for part in parts if part)


def read_search(typed: str) -> Sought:
    """Read what was typed into a search box."""
    typed = typed[:_MOST_TYPED].strip()
    if _PHONE.fullmatch(typed):
        digits = re.sub(r"[^0-9]", "", typed)
        phone_digits = re.sub(r"[^0-9]", "", _TRUNK.sub("", typed)) or digits
        return Sought((phone_digits,), digits, phone_digits)
    return Sought(tuple(words_of(typed)[:_MOST_WORDS]))


def patterns(sought: Sought) -> list[list[str]]:
    """Return LIKE patterns over `search_text`: of each inner list one must hold.

    Three signs and more may stand anywhere, fewer begin a word: a trigram index cannot find
    two letters in the middle of one. Words hold letters and digits only, so nothing in
    them needs to be escaped.
    """
    if sought.digits:  # a phone without its trunk zeros, or a file number with its own
        return [[_pattern(digits) for digits in dict.fromkeys((*sought.words, sought.digits))]]
    return [[_pattern(word)] for word in sought.words]


def _pattern(word: str) -> str:
    return f"%{word}%" if len(word) > 2 else f"% {word}%"


def split_match(name: str, sought: Sought) -> tuple[str, str, str]:
    """Split a name around the first sought word in it, for showing: before, match, after."""
    origin: list[int] = []  # for each sign of the folded name, where it stands in the name
    folded = ""
    for place, sign in enumerate(name):
        piece = fold(sign).translate(_APOSTROPHES)
        folded += piece
        origin += [place] * len(piece)
    for word in sought.words:
        at = _find_word(folded, word)
        if at >= 0:
            start, end = origin[at], origin[at + len(word) - 1] + 1
            return name[:start], name[start:end], name[end:]
    return name, "", ""


def _find_word(folded: str, word: str) -> int:
    """Return where a word begins with `word`, else where it stands at all, else -1."""
    beginning = re.search(rf"(?<!\w){re.escape(word)}", folded)
    return beginning.start() if beginning else folded.find(word)
