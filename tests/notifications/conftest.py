"""Stories about mail begin with an empty queue."""

from tests.jobs.conftest import empty_queue

__all__ = ["empty_queue"]
