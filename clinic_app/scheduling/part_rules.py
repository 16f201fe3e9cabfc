"""The part of a visit for which an assistant is needed. Pure."""

from dataclasses import dataclass

from clinic_app.scheduling.slot_rules import Need


@dataclass(frozen=True, slots=True)
class Part:
    """From a minute of the visit, for so many; None until its end."""

    from_minute: int = 0
    minutes: int | None = None

    def of(self, need: Need) -> tuple[int, Need]:
        """Return how many seconds into a visit it begins, and what it takes.

        Buffers belong to it where it shares the visit's edge. A part that would begin when the
        visit is over, because that was shortened, is all of it.
        """
        begins = self.from_minute * 60
        left = need.duration - begins
        if left <= 0:
            return 0, need
        lasts = left if self.minutes is None else min(self.minutes * 60, left)
        before, after = (need.before if not begins else 0), (need.after if lasts == left else 0)
        return begins, Need(lasts, before, after)

    def within(self, begins: int, ends: int) -> tuple[int, int]:
        """Return when somebody is needed in a visit, in the seconds that it is given in."""
        later, own = self.of(Need(ends - begins))
        return own.visit(begins + later)


WHOLE = Part()
