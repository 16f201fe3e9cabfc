"""How a daily ticket number reads. Pure."""

_IN_A_LETTER = 99


def ticket_words(number: int) -> str:
    """Return a short ticket, never the same for two numbers: 17 is A-17, 100 is B-1."""
    letter, rest = divmod(number - 1, _IN_A_LETTER)
    return f"{_letters(letter)}-{rest + 1}"


def _letters(number: int) -> str:
    """Return A to Z, then AA, AB, … as columns of a table are named."""
    first, last = divmod(number, 26)
    return (_letters(first - 1) if first else "") + chr(ord("A") + last)
