"""What booking can refuse, in the words of the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from clinic_app.kit.errors import ClinicError, Conflict, Invalid

if TYPE_CHECKING:
    from clinic_app.scheduling.free_times.slot_rows import FreeSlot


class SlotTaken(Conflict):
    """Somebody else has the practitioner, every fitting room, or a needed device.

    nearest: free times before and after; filled by the caller once the booking's transaction
    is over (see `nearest_free`), because a failed one must not go on reading.
    """

    code: ClassVar[str] = "slot_taken"

    def __init__(self, why: str = "", *, how: str = "") -> None:
        """Say that the time is gone, and by what if it is known.

        how: that it is, in the words of a search: “taken by another visit until 10:30”.
        """
        how = how or (f"taken: {why}" if why else "")
        super().__init__(
            f"That time is {how}." if how else "That time was just taken.", field="start"
        )
        self.why = why or how
        self.nearest: tuple[FreeSlot, ...] = ()


class DayFull(SlotTaken):
    """A practitioner or a service has as many visits that day as it may have."""

    code: ClassVar[str] = "day_full"

    def __init__(self, message: str = "That day has just become full.") -> None:
        """Say who has reached what."""
        Conflict.__init__(self, message, field="start")
        self.nearest: tuple[FreeSlot, ...] = ()


class PatientBusy(Conflict):
    """The patient is expected somewhere else at that time."""

    code: ClassVar[str] = "patient_busy"

    def __init__(self, who: str = "This patient") -> None:
        """Name no other visit: it may have been made this very moment."""
        super().__init__(f"{who} already has another visit at that time.", field="patient")
        self.nearest: tuple[FreeSlot, ...] = ()  # as of SlotTaken, and of the patient


class NotWorking(Invalid):
    """The practitioner is not at work for the whole of the visit."""

    code: ClassVar[str] = "not_working"

    def __init__(self, who: str = "") -> None:
        """Name who is away; nobody named: all who give it are."""
        is_away = f"{who} is not working" if who else "Nobody who gives this is working"
        super().__init__(f"{is_away} at that time.", field="start")


class BadStart(Invalid):
    """A visit cannot begin at that moment at all."""

    code: ClassVar[str] = "bad_start"

    def __init__(self, message: str) -> None:
        """Stand beside the time that was chosen."""
        super().__init__(message, field="start")


class OutOfBounds(BadStart):
    """The clinic's rules want more notice, or do not let anybody book so far ahead."""

    code: ClassVar[str] = "out_of_bounds"


class NotOffered(Invalid):
    """The service, or its pairing with that practitioner, room or device, cannot be booked."""

    code: ClassVar[str] = "not_offered"


class IllegalMove(Conflict):
    """The visit's state does not allow this step."""

    code: ClassVar[str] = "illegal_move"


class ReasonMissing(ClinicError):
    """A cancellation says why."""

    code: ClassVar[str] = "reason_missing"

    def __init__(self) -> None:
        """Ask for it."""
        super().__init__("Please say why the visit is cancelled.", field="reason")


class SeriesClash(Conflict):
    """One date of a series cannot be, so nothing of it was done."""

    code: ClassVar[str] = "series_clash"

    def __init__(self, date_words: str, refusal: ClinicError) -> None:
        """Name the date and what stands against it."""
        known = isinstance(refusal, SlotTaken) and refusal.why
        why = known or refusal.message.rstrip(".")
        super().__init__(
            f"{date_words} cannot be had: {why}. Nothing was changed.",
            field="repeat",
        )
        self.dates = (f"{date_words}: {why}.",)


class NotUndone(Conflict):
    """Something came between a deed on several visits and its undoing, so none was undone."""

    def __init__(self, date_words: str, why: str) -> None:
        """Name the visit and what came."""
        said = why.removesuffix(" Please book a new one.")
        super().__init__(f"{date_words}: {said} Nothing was undone.")


# The clinic's own rules: who may override can move a visit against them all the same.
SOFT = (NotWorking, OutOfBounds, DayFull)
MOST_NAMED = 5  # of the dates that cannot be


class SeriesBlocked(Conflict):
    """Some dates of a series cannot go where they were asked to, so none of them did.

    soft: whether the clinic's own rules stand against some of them. nearest: of a coming, the
    times around at which all of it fits, where the door that was asked looks for them.
    """

    code: ClassVar[str] = "series_clash"

    def __init__(self, dates: tuple[str, ...], *, what: str = "date", soft: bool = False) -> None:
        """Name each date, or service of a coming, with what stands against it."""
        many = f"One {what}" if len(dates) == 1 else f"{len(dates)} {what}s"
        named = " ".join(dates[:MOST_NAMED]) + (" …" if len(dates) > MOST_NAMED else "")
        self.headline = f"{many} cannot be moved there, so nothing was changed."
        super().__init__(f"{self.headline} {named}", field="scope")
        self.dates = dates
        self.soft = soft
        self.nearest: tuple[FreeSlot, ...] = ()
