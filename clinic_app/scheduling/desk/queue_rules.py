"""The queue board's columns and what a wait counts as. Pure."""

from clinic_app.scheduling.states import Status

# In the order of a day; the value is the state that a card dropped there is brought to.
COLUMNS: tuple[tuple[Status, str], ...] = (
    (Status.BOOKED, "Expected"),
    (Status.CHECKED_IN, "Waiting"),
    (Status.IN_VISIT, "In room"),
    (Status.COMPLETED, "Done"),
    (Status.NO_SHOW, "No-show"),
)

LONG_WAIT = 15  # minutes since arrival after which a card turns amber,
TOO_LONG = 30  # and red


def column_of(status: str) -> Status:
    """Return the column in which a visit stands: confirmed ones are expected as well."""
    return Status.BOOKED if status == Status.CONFIRMED else Status(status)
