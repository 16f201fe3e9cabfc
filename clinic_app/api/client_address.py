"""Finds the address of the person's machine, past the proxies that are known to stand in front."""

from starlette.requests import HTTPConnection

from clinic_app.settings import settings


def client_address(connection: HTTPConnection) -> str:
    """Return the address that the outermost proxy of ours saw; an empty text where none is known.

    Each proxy adds the address it was called from at the end of X-Forwarded-For, so with n proxies
    of ours the n-th from the end is true and whatever stands before it may be made up. The live
    connection of pages counts the same way (Reflex's `trusted_proxy_hops`).
    """
    direct = connection.client.host if connection.client else ""
    hops = settings().trusted_proxy_hops
    if not hops:
        return direct
    seen = ",".join(connection.headers.getlist("x-forwarded-for")).split(",")
    return seen[-hops].strip() or direct if len(seen) >= hops else direct
