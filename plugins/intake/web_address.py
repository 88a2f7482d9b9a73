"""Whether two addresses are of one page. Pure."""

from __future__ import annotations

from urllib.parse import quote, unquote, urlsplit


def same_page(one: str, other: str) -> bool:
    """Whether two addresses are of one page, whatever part of it they lead to."""
    return page_of(one) == page_of(other)


def page_of(address: str) -> tuple[str, str, str, str]:
    """The same for all of its addresses. Of what cannot be one it is the text itself."""
    try:
        parts = urlsplit(address.strip())
        host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    except (ValueError, UnicodeError):
        return "", "", "", address
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    place = host if port in (None, usual) else f"{host}:{port}"
    return parts.scheme, place, quote(unquote(parts.path)) or "/", parts.query
