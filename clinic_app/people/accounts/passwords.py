"""Passwords: hashed with Argon2id, in threads, because one hash takes tens of milliseconds."""

import asyncio
import os
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Protocol

from passlib.context import CryptContext

from clinic_app.kit.tokens import new_token

_MEBIBYTE = 1024  # Argon2 counts memory in kibibytes


class Hasher(Protocol):
    """What passlib offers here."""

    def hash(self, secret: str) -> str:
        """Return a salted hash."""
        ...

    def verify(self, secret: str, hash: str) -> bool:  # noqa: A002  # passlib's name
        """Tell whether the hash is of this secret."""
        ...

    def identify(self, hash: str) -> str | None:  # noqa: A002  # passlib's name
        """Name the hash's scheme, None for what is no hash."""
        ...

    def needs_update(self, hash: str) -> bool:  # noqa: A002  # passlib's name
        """Tell whether the hash was made with other costs than today's."""
        ...


# OWASP's second recommendation, with one more pass: 46 MiB, two passes, one lane.
hasher: Hasher = CryptContext(
    schemes=["argon2"],
    argon2__type="ID",
    argon2__memory_cost=46 * _MEBIBYTE,
    argon2__time_cost=2,
    argon2__parallelism=1,
)


# As many at once as there are processors, at most 4: each takes 46 MiB while it runs.
def _new_threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(min(4, os.cpu_count() or 1), thread_name_prefix="passwords")


_threads = _new_threads()


def _begin_anew() -> None:
    global _threads  # noqa: PLW0603  # one pool for the process
    _threads = _new_threads()


# A forked server has its parent's pool but none of its threads: the first hash would wait for ever.
os.register_at_fork(after_in_child=_begin_anew)


async def hash_password(password: str) -> str:
    """Return the hash to keep."""
    return await asyncio.get_running_loop().run_in_executor(_threads, _hash, password)


async def verify_password(password: str, password_hash: str | None) -> bool:
    """Tell whether the password is right. Without an account (None) it takes as long to say no."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_threads, _verify, password, password_hash)


def needs_new_hash(password_hash: str) -> bool:
    """Tell whether a hash was made with other costs than today's."""
    return hasher.needs_update(password_hash)


def _hash(password: str) -> str:
    return hasher.hash(_same_signs(password))


def _verify(password: str, password_hash: str | None) -> bool:
    nobodys = _nobodys_hash()  # made by the first try of any kind, so kinds cannot be told apart
    real = password_hash is not None and hasher.identify(password_hash) is not None
    chosen = password_hash if real and password_hash is not None else nobodys
    return hasher.verify(_same_signs(password), chosen) and real


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return hasher.hash(new_token())


def _same_signs(password: str) -> str:
    """Unify what keyboards send differently: “é” as one sign or as two."""
    return unicodedata.normalize("NFKC", password)
