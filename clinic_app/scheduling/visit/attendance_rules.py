"""When somebody counts as one who often misses visits. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

# Looked at: visits of the last twelve months that were missed or came to be. Cancelled ones
# count neither way, and nor does one of the past that nobody has marked.
LOOKED_AT = timedelta(days=365)
OFTEN = 2  # missed, at the least: once can happen to anybody
OFTEN_SHARE = 0.2  # and of all of them, at the least: two of forty are no habit


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many of a patient's visits in the last twelve months were missed."""

    missed: int = 0
    due: int = 0

    @property
    def often_misses(self) -> bool:
        """Whether the desk should be told."""
        return self.missed >= OFTEN and self.missed >= OFTEN_SHARE * self.due

    @property
    def words(self) -> str:
        """Return the count in words: “Missed 2 of 9 visits in 12 months”; "" for none."""
        if not self.missed:
            return ""
        visits = "visit" if self.due == 1 else "visits"
        return f"Missed {self.missed} of {self.due} {visits} in 12 months"


def looked_at_since(moment: datetime) -> datetime:
    """Return from when on visits count."""
    return moment - LOOKED_AT
