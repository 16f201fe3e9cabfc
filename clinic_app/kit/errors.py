"""Refusals in the clinic's words. Each message is a sentence a receptionist can act on."""

from typing import ClassVar


class ClinicError(Exception):
    """A refusal that the person who asked may read.

    message: one sentence, shown as it is; field: the form field it belongs to, if any.
    code: the name the REST interface gives it.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, message: str, *, field: str | None = None) -> None:
        """Keep the sentence and the field it belongs to."""
        super().__init__(message)
        self.message = message
        self.field = field


class Invalid(ClinicError):
    """Something that was typed cannot be."""

    code = "invalid"


class NotFound(ClinicError):
    """Missing, or another clinic's: the two look the same on purpose."""

    code = "not_found"

    def __init__(self, what: str = "That") -> None:
        """Name the kind of thing, never the thing."""
        super().__init__(f"{what} could not be found.")


class NotAllowed(ClinicError):
    """The role does not permit this deed."""

    code = "not_allowed"

    def __init__(self, message: str = "Your role does not allow this.") -> None:
        """Say so without saying whether the thing exists."""
        super().__init__(message)


class SignedOut(ClinicError):
    """There is no live session, or it has no clinic."""

    code = "signed_out"

    def __init__(self, message: str = "Please sign in again.") -> None:
        """Lead back to the sign-in page."""
        super().__init__(message)


class PasswordIsTemporary(SignedOut):
    """Signed in with a password that somebody else set: first choose one's own."""

    def __init__(self) -> None:
        """Lead to the page where that is done."""
        super().__init__("Please choose a password of your own first.")


class NoClinicYet(SignedOut):
    """Signed in, but a member of no clinic."""

    def __init__(self) -> None:
        """Lead to where one founds or joins one."""
        super().__init__("Found a clinic or join one first.")


class Conflict(ClinicError):
    """Somebody else was first."""

    code = "conflict"


class ChangedMeanwhile(Conflict):
    """The row was changed by somebody else since it was read."""

    code = "changed_meanwhile"


class TryLater(ClinicError):
    """Too many tries; the message says when to come back."""

    code = "try_later"

    def __init__(self, message: str, *, seconds: int) -> None:
        """Keep also the seconds to wait, for programs."""
        super().__init__(message)
        self.seconds = seconds
