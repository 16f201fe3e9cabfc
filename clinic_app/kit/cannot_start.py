"""The one error of starting up: a sentence that names the mend, for the person at the terminal."""


class CannotStart(Exception):
    """The program cannot go on; the message says why and what to do. Shown without a traceback."""
