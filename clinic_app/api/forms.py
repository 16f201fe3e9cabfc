"""What forms may send: JSON objects of short texts."""

import re
import unicodedata
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints

_LOCAL_PATH = re.compile(r"/(?![/\\])[^\\\s]{0,500}")


def _storable(text: str) -> str:
    # PostgreSQL takes no text with NUL, and UTF-8 none with half a surrogate pair.
    if any(unicodedata.category(sign) == "Cs" or sign == "\0" for sign in text):
        raise ValueError("text with signs that cannot be kept")
    return text


FormText = Annotated[
    str, StringConstraints(strict=True, max_length=1000), AfterValidator(_storable)
]


class Form(BaseModel):
    """A form's fields; others that the browser sends along are ignored."""

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)


class Go(BaseModel):
    """Where the browser goes next: a path of ours."""

    go: str


def own_path(wanted: str) -> str:
    """Return a path that leads nowhere but into our own pages, else the front door."""
    return wanted if _LOCAL_PATH.fullmatch(wanted) else "/"
