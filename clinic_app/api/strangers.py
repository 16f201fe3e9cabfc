"""How often an address may ask with a key, a session or a link that this process does not know.

Each such question goes to PostgreSQL. What was good here once is asked about freely, so a stranger
at the same address (a hospital's, a provider's) does not keep a program that works from working.
"""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import TypeVar

from starlette.requests import Request

from clinic_app.api.client import client_address
from clinic_app.api.v1.limits import Limits
from clinic_app.kit.errors import NotFound
from clinic_app.kit.tokens import hash_token
from clinic_app.people.accounts.rate_limit import counted_address

Found = TypeVar("Found")

MOST_A_MINUTE = 60
_MOST_KNOWN = 10_000


class Strangers:
    """What was good in this process, and the buckets of those who come with something else."""

    def __init__(self) -> None:
        """Begin with strangers alone."""
        self._limits = Limits(lambda: MOST_A_MINUTE)
        self._good: OrderedDict[bytes, None] = OrderedDict()

    async def ask(
        self, request: Request, secret: str, find: Callable[[str], Awaitable[Found]]
    ) -> Found:
        """Return what `find` says of a key or token; what turns out to be good costs nothing.

        It is not good where `find` returns None or raises NotFound. Raises TryLater before it is
        asked, where too many were not.
        """
        place = hash_token(secret)
        stranger = None if place in self._good else counted_address(client_address(request))
        if stranger is not None:
            self._limits.take(stranger)
        try:
            found = await find(secret)
        except NotFound:
            self._good.pop(place, None)
            raise
        if found is None:
            self._good.pop(place, None)
        elif stranger is not None:
            self._limits.give_back(stranger)
            self._remember(place)
        return found

    def _remember(self, place: bytes) -> None:
        self._good[place] = None
        if len(self._good) > _MOST_KNOWN:
            self._good.popitem(last=False)


strangers = Strangers()
