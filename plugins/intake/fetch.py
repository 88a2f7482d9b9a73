"""Asking a machine on the web for something that a stranger named. Of the whole house only this asks for such.

A name is resolved once, what it resolves to is judged, and the connection goes to the address that was judged: a
library that takes a URL would resolve again, and might be told something else. So it is for each redirect.
"""

from __future__ import annotations

import socket
import ssl
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from queue import Empty, SimpleQueue
from threading import Thread, Timer
from time import monotonic
from typing import Final
from urllib.parse import quote, urldefrag, urljoin, urlsplit

from plugins.comments.values import read_web_address
from plugins.intake.reachable import is_reachable
from plugins.source import WrongValueError

AGENT: Final = "exit-interview (Webmention)"
REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
MAX_ADDRESSES: Final = 4
"""Of one name, so many are tried."""

PIECE: Final = 65_536
AS_IT_IS: Final = "%/:?#[]@!$&'()*+,;=~-._"
"""Stays as it is in an address that is sent."""


class UnreachableError(Exception):
    """Nothing came, or it must not be asked for: says what is wrong, and with which address."""


class ForbiddenError(UnreachableError):
    """It must not be asked for; asking again changes nothing."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one question may cost."""

    seconds: float = 10
    """From the first step to the last byte, with all redirects."""

    size_bytes: int = 1_000_000
    """Of the body, unpacked. What is longer is cut there."""

    redirects: int = 5
    """0: an answer that leads elsewhere is the answer."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked for."""

    url: str
    accept: str = "text/html"
    form: bytes | None = None
    """What is posted; None for GET."""

    limits: Limits = field(default_factory=Limits)
    may_ask: Callable[[str], bool] = is_reachable
    """Judges the address of a machine."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came, from the last of the redirects."""

    url: str
    """That answered, without "#…"."""

    status: int
    headers: tuple[tuple[str, str], ...]
    """Names in small letters, in their order."""

    body: bytes
    is_cut: bool
    """There was more than the limit."""

    def all_of(self, name: str) -> tuple[str, ...]:
        """The values of all headers of that name."""
        return tuple(value for key, value in self.headers if key == name)

    @property
    def media_type(self) -> str:
        """Without its parameters: "text/html"."""
        return next(iter(self.all_of("content-type")), "").partition(";")[0].strip().lower()

    @property
    def leads_to(self) -> str:
        """Where a redirect leads; empty for another answer."""
        places = self.all_of("location")
        return urldefrag(urljoin(self.url, places[0])).url if places and self.status in REDIRECTS else ""


def ask(question: Question) -> Answer:
    """The answer to `question`.

    Raises:
        UnreachableError: no answer that may be read.
    """
    ends = monotonic() + question.limits.seconds
    for _ in range(question.limits.redirects + 1):
        answer = _ask_once(question, ends)
        if not answer.leads_to or not question.limits.redirects:
            return answer
        question = replace(question, url=answer.leads_to)
    raise UnreachableError(f"{question.url} leads on more than {question.limits.redirects} times")


def _ask_once(question: Question, ends: float) -> Answer:
    url, scheme, host, port, path = _taken_apart(question.url)
    try:
        addresses = _judged(question, host, port, ends)
        with closing(_connected(scheme, host, port, addresses, ends)) as connection, _alarm(connection, ends):
            if isinstance(connection.sock, ssl.SSLSocket):
                connection.sock.do_handshake()
            method = "GET" if question.form is None else "POST"
            connection.request(method, path, question.form, _headers(question))
            with closing(connection.getresponse()) as response:
                headers = tuple((name.lower(), _text(value)) for name, value in response.getheaders())
                body, is_cut = _body(response, question.limits.size_bytes)
                answer = Answer(url, response.status, headers, body, is_cut)
    except (OSError, HTTPException, ValueError, zlib.error) as wrong:
        said = "too slow" if monotonic() >= ends else str(wrong) or type(wrong).__name__
        raise UnreachableError(f"{url} cannot be read ({said})") from None
    if monotonic() >= ends:  # what the alarm ended looks like an answer that had its end there
        raise UnreachableError(f"{url} cannot be read (too slow)")
    return answer


def _taken_apart(address: str) -> tuple[str, str, str, int, str]:
    """The address without "#…", its scheme, its host, its port, and what is asked for there."""
    try:
        url = urldefrag(read_web_address(address)).url
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
    except (WrongValueError, UnicodeError):
        raise ForbiddenError(f"{address} is no web address (http or https)") from None
    query = f"?{parts.query}" if parts.query else ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return url, parts.scheme, host, port, quote(f"{parts.path or '/'}{query}", safe=AS_IT_IS)


def _judged(question: Question, host: str, port: int, ends: float) -> list[str]:
    """What the name resolves to. One address that may not be asked is enough: an honest name has none."""
    addresses = _resolved(host, port, ends)
    if not all(map(question.may_ask, addresses)):
        raise ForbiddenError(f"{question.url} is not on the public web")
    return addresses[:MAX_ADDRESSES]


def _resolved(host: str, port: int, ends: float) -> list[str]:
    """In a thread of its own: the system's resolver takes as long as it likes."""
    found: SimpleQueue[list[str] | OSError] = SimpleQueue()

    def resolve() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.put(list(dict.fromkeys(str(row[4][0]) for row in rows)))
        except (OSError, UnicodeError) as wrong:
            found.put(OSError(f"no such host: {wrong}"))

    Thread(target=resolve, daemon=True).start()
    try:
        addresses = found.get(timeout=max(0, ends - monotonic()))
    except Empty:
        raise TimeoutError("no name server answers") from None
    if isinstance(addresses, OSError):
        raise addresses
    return addresses


def _connected(scheme: str, host: str, port: int, addresses: list[str], ends: float) -> HTTPConnection:
    """A connection to the first address that takes one. It is never opened again by itself."""
    wrong: OSError = ConnectionError("no address")
    for address in addresses:
        try:
            tcp = socket.create_connection((address, port), max(0.001, (ends - monotonic()) / 2))
        except OSError as refused:
            wrong = refused
            continue
        tcp.settimeout(max(0.001, ends - monotonic()))
        return _speaking(scheme, host, port, tcp)
    raise wrong


def _speaking(scheme: str, host: str, port: int, tcp: socket.socket) -> HTTPConnection:
    if scheme == "http":
        connection = HTTPConnection(host, port)
        connection.sock = tcp
    else:
        context = ssl.create_default_context()
        connection = HTTPSConnection(host, port, context=context)
        # The handshake comes later, under the alarm.
        connection.sock = context.wrap_socket(tcp, server_hostname=host, do_handshake_on_connect=False)
    connection.auto_open = 0
    return connection


@contextmanager
def _alarm(connection: HTTPConnection, ends: float) -> Iterator[None]:
    """End the connection when time is up: a socket's own timeout begins anew with each byte that trickles in."""

    def ring() -> None:
        with suppress(OSError):
            socket.socket.shutdown(
                tcp, socket.SHUT_RDWR
            )  # SSLSocket's own would forget the session under its reader

    tcp = connection.sock
    timer = Timer(max(0, ends - monotonic()), ring)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _headers(question: Question) -> Mapping[str, str]:
    headers = {
        "User-Agent": AGENT,
        "Accept": question.accept,
        "Accept-Encoding": "gzip",
        "Connection": "close",
    }
    if question.form is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    return headers


def _text(header: str) -> str:
    """As it was meant: addresses in headers are written in UTF-8 nowadays, and read as Latin-1."""
    return header.encode("latin-1", "replace").decode("utf-8", "replace")


def _body(response: HTTPResponse, limit: int) -> tuple[bytes, bool]:
    """At most `limit` bytes, unpacked no further than that; and whether there was more."""
    coding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip", "deflate"):
        raise ValueError(f'packed as "{coding[:20]}", which was not asked for')
    unpack = None if coding == "identity" else zlib.decompressobj(zlib.MAX_WBITS | 32)
    body = bytearray()
    while len(body) <= limit and (piece := response.read1(PIECE)):
        body += unpack.decompress(piece, limit + 1 - len(body)) if unpack else piece
    if len(body) <= limit and response.length:
        raise ValueError("it ends before its end")
    return bytes(body[:limit]), len(body) > limit
