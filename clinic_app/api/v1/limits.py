"""How often one caller may ask: a bucket of tokens each, in this process's memory.

Each process counts for itself, so with n of them a caller may send up to n times as much. It
keeps one careless program from taking the clinic's desk away; it is no defence against attack.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from math import ceil

from clinic_app.kit.clock import now
from clinic_app.kit.errors import TryLater
from clinic_app.settings import settings

_MOST_CALLERS = 5000
_WINDOW = 60  # seconds


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float  # seconds


class Limits:
    """The buckets of this process, all of one size."""

    def __init__(self, most: Callable[[], int]) -> None:
        """Begin with nobody. most: tokens a minute."""
        self._most = most
        self._buckets: OrderedDict[Hashable, _Bucket] = OrderedDict()

    def take(self, caller: Hashable) -> dict[str, str]:
        """Take one token; return the headers that tell how many are left, or raise TryLater."""
        most = self._most()
        moment = now().timestamp()
        bucket = self._buckets.get(caller)
        if bucket is None:
            bucket = self._buckets[caller] = _Bucket(most, moment)
            if len(self._buckets) > _MOST_CALLERS:
                self._buckets.popitem(last=False)
        gained = max(0.0, moment - bucket.at) * most / _WINDOW
        bucket.tokens, bucket.at = min(float(most), bucket.tokens + gained), moment
        if bucket.tokens < 1:
            wait = max(1, ceil((1 - bucket.tokens) * _WINDOW / most))
            raise TryLater("Too many requests. Please wait a moment.", seconds=wait)
        bucket.tokens -= 1
        self._buckets.move_to_end(caller)
        return {
            "RateLimit-Policy": f'"caller";q={most};w={_WINDOW}',
            "RateLimit": f'"caller";r={int(bucket.tokens)};t={_WINDOW}',
        }

    def give_back(self, caller: Hashable) -> None:
        """Put a token back that should not have been taken."""
        bucket = self._buckets.get(caller)
        if bucket is not None:
            bucket.tokens += 1


limits = Limits(lambda: settings().api_requests_per_minute)
