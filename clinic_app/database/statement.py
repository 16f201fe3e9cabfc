"""SQL as PostgreSQL's own protocol takes it: numbered places, prepared once a connection."""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import count

# `:name`, but neither a cast's `::` nor a part of a word; as SQLAlchemy's `text` reads it.
_NAMED = re.compile(r"(?<![:\w\\]):(\w+)(?!:)")
_FORMATTED = re.compile(r"%\(([^)]+)\)s|%%")
_NOTHING = re.compile(r"(?!)()")
_PREPARE_AT = 5  # uses, as psycopg does: many of SQLAlchemy's statements are never seen again
_numbers = count(1)


class Statement:
    """One statement with named places, made once and used again and again."""

    __slots__ = ("_names", "_spelled", "_uses", "number", "numbered", "sql")

    def __init__(self, sql: str, places: re.Pattern[str] = _NAMED, *, hot: bool = True) -> None:
        """Take SQL with `:name` where values go. hot: worth preparing at its first use."""
        order: dict[str, int] = {}

        def number(found: re.Match[str]) -> str:
            if found[1] is None:  # a doubled sign, which stands for one
                return "%"
            return f"${order.setdefault(found[1], len(order) + 1)}"

        self.sql = sql
        self.numbered = places.sub(number, sql).encode()
        self.number = next(_numbers)
        self._names = tuple(order)
        self._spelled = ""
        self._uses = _PREPARE_AT if hot else 0

    def values(self, named: Mapping[str, object]) -> list[object]:
        """Return the values in the order of their places."""
        return [named[name] for name in self._names]

    def is_worth_preparing(self) -> bool:
        """Count one use; whether there were enough of them."""
        self._uses += 1
        return self._uses > _PREPARE_AT

    @property
    def spelled(self) -> str:
        """The statement with `%(name)s` where values go, for whoever listens to what is sent."""
        if not self._spelled:
            self._spelled = _NAMED.sub(r"%(\1)s", self.sql.replace("%", "%%"))
        return self._spelled


@lru_cache(maxsize=2000)
def formatted(sql: str) -> Statement:
    """Return a statement that is written with `%(name)s`, as SQLAlchemy writes it."""
    return Statement(sql, _FORMATTED, hot=False)


@lru_cache(maxsize=100)
def plain(sql: str) -> Statement:
    """Return a statement without places, in which every sign stands for itself."""
    return Statement(sql, _NOTHING)
