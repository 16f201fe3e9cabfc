"""The other end of a request: its address, its device, whether it came over TLS."""

from starlette.requests import Request

from clinic_app.people.sessions.visitor import Visitor, device_of
from clinic_app.settings import settings

_LONGEST = 64


def visitor_of(request: Request) -> Visitor:
    """Return who is at the other end, as far as our own proxies can be trusted."""
    return Visitor(
        address=client_address(request), device=device_of(request.headers.get("user-agent", ""))
    )


def client_address(request: Request) -> str:
    """Return the address of the person's machine.

    Each proxy of ours adds the address it was called from at the end of X-Forwarded-For.
    Counted from the end, the entries of our own proxies are true; whatever stands before
    them was written by the caller, so it is never believed. Nor is a list that is shorter than
    the way: it did not come by it. Pages' connections count the same (Reflex's own setting).
    """
    peer = request.client.host if request.client else ""
    hops = settings().trusted_proxy_hops
    if hops == 0:
        return peer
    forwarded = ",".join(request.headers.getlist("x-forwarded-for"))
    told = [part.strip() for part in forwarded.split(",") if part.strip()]
    return told[-hops][:_LONGEST] if len(told) >= hops else peer


def over_tls(request: Request) -> bool:
    """Tell whether the browser reached us over https, so that its cookie can be Secure."""
    if settings().over_tls or request.url.scheme == "https":
        return True
    if settings().trusted_proxy_hops == 0:
        return False
    said = request.headers.get("x-forwarded-proto", "").split(",")[0]
    return said.strip().lower() == "https"
