"""Who may ask the preview: a browser on its own pages, and nobody through a name that was made to lead here (DNS rebinding).

In: the Host and Origin headers (RFC 9110, 7.2; RFC 6454). Out: whether the request is answered.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit


def is_ours(host: str, bound_to: str) -> bool:
    """Whether a Host header names this server. bound_to: the name or address that it was told to listen at.

    A name that was made to lead here is never an address, so any address will do where it listens at all of them.
    """
    name = _name(host)
    if name in ("localhost", bound_to.strip("[]").lower()):
        return bool(name)
    try:
        address = ip_address(name)
    except ValueError:
        return False
    return address.is_loopback or not _is_loopback(bound_to)


def is_same_origin(origin: str | None, host: str) -> bool:
    """Whether a request came from a page of this server, or from no page at all."""
    if origin is None:
        return True
    parts = _split(origin)
    return parts[0] in ("http", "https") and parts[1] == host.lower()


def _name(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _split(origin: str) -> tuple[str, str]:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return "", ""
    return parts.scheme, parts.netloc.lower()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"
