"""What only this desk can have written: forms that it served, private addresses, and which network somebody came from.

The secret is a file, made at the first start, for nobody else to read. Who loses it loses the private addresses of what
waits, and nothing else.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from base64 import urlsafe_b64encode
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import NamedTuple

from plugins.comments.values import ID
from plugins.machine import MachineError

SIZE_BYTES = 32
MARK_LENGTH = 22
"""Letters of a signature: 132 bits."""

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Served(NamedTuple):
    """What a signed form says of itself."""

    at: int
    """When the desk served it, in seconds of the epoch."""

    is_second: bool
    """It was served to somebody who was asked again."""


@dataclass(frozen=True, slots=True)
class Secret:
    key: bytes

    def mark(self, purpose: str, text: str) -> str:
        """A signature: letters, digits, "-" and "_"."""
        seal = hmac.digest(self.key, f"{purpose}\0{text}".encode(), hashlib.sha256)
        return urlsafe_b64encode(seal).decode()[:MARK_LENGTH]

    def token(self, purpose: str, name: str) -> str:
        """`name`, so that nobody else can write another in its place."""
        return f"{name}.{self.mark(purpose, name)}"

    def open_token(self, purpose: str, token: str) -> str | None:
        """The name in a token; None where it was not made by `token`."""
        name, _, mark = token.rpartition(".")
        if not ID.fullmatch(name) or not hmac.compare_digest(
            mark.encode("utf-8", "replace"), self.mark(purpose, name).encode()
        ):
            return None
        return name

    def form(self, thread: str, at: int, *, is_second: bool = False) -> str:
        """The hidden field of a form that the desk serves for a thread."""
        said = f"{at}-{int(is_second)}"
        return f"{said}.{self.mark('form', f'{thread} {said}')}"

    def open_form(self, thread: str, field: str, now: int) -> Served | None:
        """What such a field says; None where it is missing, of another thread, from the future, or not ours."""
        said, _, mark = field.rpartition(".")
        if not hmac.compare_digest(
            mark.encode("utf-8", "replace"), self.mark("form", f"{thread} {said}").encode()
        ):
            return None
        at, _, second = said.partition("-")
        return Served(int(at), second == "1") if int(at) <= now else None

    def network(self, address: str) -> str:
        """Stands for the network of an address (/24, /48), and cannot be turned back without the secret."""
        return self.mark("network", network_of(address))


def network_of(address: str) -> str:
    """The first 24 bits of an IPv4 address, the first 48 of an IPv6 address; "" for what is none."""
    try:
        found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    kept = 24 if found.version == 4 else 48
    return f"{found.version}:{int(found) >> (found.max_prefixlen - kept):x}"


def new_id(at: datetime) -> str:
    """The id of a comment: sorts by time, and no two are alike. The form of a ULID, as replies of authors have it."""
    milliseconds = int(at.timestamp() * 1000)
    stamp = "".join(CROCKFORD[milliseconds >> shift & 31] for shift in range(45, -1, -5))
    chance = secrets.randbits(50)
    return stamp + "".join(CROCKFORD[chance >> shift & 31] for shift in range(45, -1, -5))


def digest_of(token: str) -> str:
    """What the database keeps of a token that opens something."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def read_secret(path: Path) -> Secret:
    """The secret in the file at `path`; made where there is none. Of several that start at once one makes it.

    Raises:
        MachineError: it is too short to be one, or others may read it.
    """
    if not path.exists():
        _make(path)
    key = path.read_bytes()
    if len(key) < SIZE_BYTES:
        raise MachineError(f"{path}: this is no secret; move it away, and the desk makes one")
    if path.stat().st_mode & 0o077:
        raise MachineError(f"{path}: others may read it; chmod 600 {path}")
    return Secret(key)


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    with suppress(FileNotFoundError):
        half.unlink()
    with os.fdopen(os.open(half, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(secrets.token_bytes(SIZE_BYTES))
        file.flush()
        os.fsync(file.fileno())
    with suppress(FileExistsError):
        os.link(half, path)
    half.unlink()
