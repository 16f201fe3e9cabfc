"""Every environment variable Polyclinic reads: its type, its default and its meaning.

Nothing else in the product looks at the environment, so this page is the whole list.
"""

import base64
import binascii
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AliasChoices, Field, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

Environment = Literal["development", "demo", "production", "test"]
LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR"]

KEY_BYTES = 32  # AES-256


class Settings(BaseSettings):
    """The environment, read once and checked. Empty variables count as not set."""

    model_config = SettingsConfigDict(
        env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    environment: Environment = "development"
    """What kind of installation this is. `production` refuses the demo and its accounts."""

    database_url: str | None = Field(default=None, repr=False)
    """PostgreSQL 16 or newer, as postgresql://user:password@host:port/name.
    Not set: an embedded server under `VAR`."""

    database_owner_url: str | None = Field(default=None, repr=False)
    """The login that owns and migrates the schema, where it is not that of `DATABASE_URL`."""

    public_url: str | None = None
    """The address people type, such as https://clinic.example. Needed in production;
    it goes into mailed links, and https makes cookies Secure and switches HSTS on."""

    encryption_keys: Annotated[tuple[bytes, ...], NoDecode] = Field(
        default=(),
        repr=False,
        validation_alias=AliasChoices("ENCRYPTION_KEYS", "ENCRYPTION_KEY"),
    )
    """Keys for columns encrypted at rest: 32 bytes each in base64, separated by commas.
    The first encrypts, all decrypt, so a new key goes in front."""

    allowed_origins: Annotated[tuple[str, ...], NoDecode] = ()
    """Further origins whose pages may write and open the live connection, separated by commas.
    The address in the browser's bar and `PUBLIC_URL` are always allowed."""

    host: str = "127.0.0.1"
    """The address to listen on. 0.0.0.0 listens on every interface."""

    port: int = Field(default=3000, ge=1, le=65535)
    """The one port for pages, live connection and API."""

    var: Path = Path("var")
    """The folder of the embedded server's data and of generated secrets."""

    redis_url: str | None = Field(default=None, repr=False)
    """Where Reflex keeps page state when several processes serve one address."""

    smtp_url: str | None = Field(default=None, repr=False)
    """The outgoing mail server, as smtp://user:password@host:587 or smtps://host:465.
    Not set: mail is printed, and kept in the demo's outbox page."""

    mail_from: str = "Polyclinic <no-reply@polyclinic.invalid>"
    """The sender of mail."""

    sms_url: str | None = Field(default=None, repr=False)
    """The gateway for text messages, as https://user:password@host/path, which takes
    {"to", "text", "id"} as JSON. Not set: they are printed, and kept in the demo's outbox."""

    trusted_proxy_hops: int = Field(default=0, ge=0, le=10)
    """How many reverse proxies of your own stand in front. With 0, X-Forwarded-* is ignored."""

    api_requests_per_minute: int = Field(default=600, ge=1)
    """How many requests an API key, or a signed-in member, may send to /api/v1 in a minute.
    Each process counts for itself."""

    log_level: LogLevel = "INFO"
    """How much is logged. Patient data is logged at no level."""

    @field_validator("database_url", "database_owner_url")
    @classmethod
    def _postgresql(cls, url: str | None) -> str | None:
        if url is None:
            return None
        scheme, separator, rest = url.partition("://")
        if not separator or scheme.partition("+")[0] not in {"postgresql", "postgres"}:
            raise ValueError("must look like postgresql://user:password@host:5432/polyclinic")
        return f"postgresql://{rest}"

    @field_validator("sms_url")
    @classmethod
    def _gateway(cls, url: str | None) -> str | None:
        if url is not None and urlsplit(url).scheme not in {"http", "https"}:
            raise ValueError("must look like https://user:password@host/path")
        return url

    @field_validator("public_url")
    @classmethod
    def _origin(cls, url: str | None) -> str | None:
        return None if url is None else _parse_origin(url)

    @field_validator("allowed_origins", mode="before")
    @classmethod
    def _origins(cls, value: object) -> object:
        return tuple(map(_parse_origin, _split(value))) if isinstance(value, str) else value

    @field_validator("encryption_keys", mode="before")
    @classmethod
    def _keys(cls, value: object) -> object:
        return tuple(map(_parse_key, _split(value))) if isinstance(value, str) else value

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @model_validator(mode="after")
    def _distinct_keys(self) -> Self:
        if len(set(self.encryption_keys)) < len(self.encryption_keys):
            raise ValueError("ENCRYPTION_KEYS names one key twice")
        return self

    @property
    def base_url(self) -> str:
        """The address for links: `PUBLIC_URL`, else what this process listens on."""
        host = "127.0.0.1" if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104 # compared, not bound
        return self.public_url or f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def over_tls(self) -> bool:
        """Whether people reach the app over https, so that cookies can be Secure."""
        return self.base_url.startswith("https://")


def _split(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _parse_origin(url: str) -> str:
    parts = urlsplit(url.strip())
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/"):
        raise ValueError("must be an address without a path, such as https://clinic.example")
    return f"{parts.scheme}://{parts.netloc}".lower()


def _parse_key(text: str) -> bytes:
    try:
        key = base64.b64decode(text.translate(str.maketrans("-_", "+/")), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError(
            "each key must be 32 random bytes in base64; "
            "`python -m clinic_app generate-key` prints one"
        )
    return key


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process; `settings.cache_clear()` reads the environment again."""
    return Settings()
