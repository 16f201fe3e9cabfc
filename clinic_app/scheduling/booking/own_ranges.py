"""What of a wanted time is not one's own anyway. Pure."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.dialects.postgresql import Range


def without(wanted: Range[datetime], own: Sequence[Range[datetime]]) -> list[Range[datetime]]:
    """Return what is wanted besides one's own times."""
    rest = [wanted]
    for each in own:
        rest = [piece for one in rest for piece in _minus(one, each)]
    return rest


def _minus(one: Range[datetime], other: Range[datetime]) -> list[Range[datetime]]:
    if not one.overlaps(other):
        return [one]
    pieces = (Range(one.lower, other.lower), Range(other.upper, one.upper))
    return [each for each in pieces if each.lower and each.upper and each.lower < each.upper]
