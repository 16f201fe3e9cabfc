"""The session cookie's name, and how to read it. Scripts in a browser never see it."""

# __Host- would forbid plain http, which local runs use.
COOKIE_NAME = "polyclinic_session"


def token_in(cookie_header: str) -> str | None:
    """Return the session token in a Cookie header, None when there is none.

    Read by hand: http.cookies gives up at the first cookie that it finds odd, and another
    program's cookie on the same host must not sign anybody out.
    """
    for part in cookie_header.split(";"):
        name, _, value = part.strip().partition("=")
        if name == COOKIE_NAME and value:
            return value.strip('"')
    return None
