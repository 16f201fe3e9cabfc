"""Chance that comes out the same on the same day."""

from datetime import date, timedelta
from random import Random
from uuid import UUID


class Draw(Random):
    """A generator seeded by a day and a name."""

    def __init__(self, day: date, name: str) -> None:
        """Draw for one clinic on one day."""
        super().__init__(f"{day.isoformat()} {name}")

    def id(self) -> UUID:
        """Return a random-looking id."""
        return UUID(int=self.getrandbits(128), version=4)

    def chance(self, probability: float) -> bool:
        """Return True that often."""
        return self.random() < probability

    def minutes(self, least: int, most: int) -> timedelta:
        """Return a span of whole minutes."""
        return timedelta(minutes=self.randint(least, most))
