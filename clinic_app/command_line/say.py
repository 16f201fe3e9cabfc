"""What a person at the terminal sees. Standard library only: it also runs before the packages."""

import sys
import time
from collections.abc import Generator
from contextlib import contextmanager


def say(line: str = "") -> None:
    """Print one line at once."""
    print(line, flush=True)  # noqa: T201 # the terminal is this module's business


def complain(sentence: str) -> None:
    """Print a sentence to the error output."""
    sys.stdout.flush()
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201 # as above


def progress(text: str) -> None:
    """Show what a step is at, on a terminal only, on the line that `step` keeps open."""
    if sys.stdout.isatty():
        sys.stdout.write(f"\r\033[K  … {text[:100]}")
        sys.stdout.flush()


@contextmanager
def step(text: str) -> Generator[None]:
    """Say what begins, and how long it took once it is done."""
    say(f"• {text}")
    began = time.monotonic()
    try:
        yield
    finally:
        if sys.stdout.isatty():
            sys.stdout.write("\r\033[K")
    seconds = time.monotonic() - began
    if seconds >= 0.1:  # what took no time needs no line
        say(f"  done in {seconds:.1f} s")
