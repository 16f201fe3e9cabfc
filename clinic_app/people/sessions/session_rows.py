"""What the account page shows of a session."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MySession:
    """One signed-in browser; never its token."""

    id: str
    device: str
    address: str
    started_at: datetime
    last_used_at: datetime
    is_this: bool
