"""Remember who holds which session until a NOTIFY says that something changed.

Every event asks who is acting. Asking the database each time is right but costs three
queries; this keeps the answer while the hub's ear is open, and never longer than the
session's own limits. Without the ear, every question goes to the database.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta

from clinic_app.access.actor import SignedIn
from clinic_app.kit.clock import now
from clinic_app.kit.tokens import hash_token
from clinic_app.live.hub import Hub
from clinic_app.people.sessions.find_signed_in import find_signed_in

_MOST = 5000
_WRITE_USE_EVERY = timedelta(seconds=30)


@dataclass(slots=True)
class _Known:
    signed_in: SignedIn
    asked_at: datetime  # when the database was asked, which also wrote down the use
    used_at: datetime


class SignedInCache:
    """Who holds which token, as far as this process knows."""

    def __init__(self, hub: Hub) -> None:
        """Forget a person's sessions whenever the hub hears that they changed."""
        self._hub = hub
        self._known: OrderedDict[bytes, _Known] = OrderedDict()
        self._forgettings = 0
        hub.on_sessions(self._forget)

    async def find(self, token: str, *, active: bool = True) -> SignedIn | None:
        """Return who holds the token; `active` as in `find_signed_in`."""
        key = hash_token(token)
        known = self._known.get(key) if self._hub.connected else None
        if known is not None and self._still_good(known, active=active):
            if active:
                known.used_at = now()
            return known.signed_in
        before = self._forgettings
        signed_in = await find_signed_in(token, active=active)
        if signed_in is None:
            self._known.pop(key, None)
        elif self._forgettings == before:  # else it may be of before the change
            self._remember(key, signed_in, active=active)
        return signed_in

    def _still_good(self, known: _Known, *, active: bool) -> bool:
        moment = now()
        idle = timedelta(minutes=known.signed_in.idle_minutes)
        if moment >= known.signed_in.expires_at or moment - known.used_at > idle:
            return False  # perhaps used in another process: ask the database
        return not active or moment - known.asked_at < _WRITE_USE_EVERY

    def _remember(self, key: bytes, signed_in: SignedIn, *, active: bool) -> None:
        moment = now()
        used_at = moment if active else signed_in.used_at
        self._known[key] = _Known(signed_in, moment, used_at)
        self._known.move_to_end(key)
        while len(self._known) > _MOST:
            self._known.popitem(last=False)

    def _forget(self, person_id: str | None) -> None:
        self._forgettings += 1
        if person_id is None:
            self._known.clear()
            return
        of_person = [
            key for key, known in self._known.items() if str(known.signed_in.person_id) == person_id
        ]
        for key in of_person:
            del self._known[key]
