"""Who may write through the preview: only the author's own browser, on this machine, and only texts, images and two
files beside them. Pure but for what a path leads to.

Any page on the web can make a browser post to 127.0.0.1, and any name can be made to resolve to it. So the host must be
the one that is listened on, the origin the same, and each form carries a token of this run.
"""

from __future__ import annotations

import ipaddress
import re
import secrets
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import TypeAlias

from plugins.site.content import LEFT_OVER, MARKDOWN
from plugins.site.palette import PALETTE
from plugins.site.redirects import REDIRECTS

Headers: TypeAlias = "Message[str, str]"
"""Of a request: names in any case."""

MAX_BYTES = 24_000_000
"""Of one request."""

IMAGES = (".avif", ".gif", ".jpeg", ".jpg", ".png", ".svg", ".webp")
AT_THE_ROOT = (REDIRECTS, PALETTE)
"""What can be changed besides texts; it need not be there yet."""

NAMES = ("localhost", "127.0.0.1", "[::1]")


class RefusedError(Exception):
    """Not by this way: says why."""


@dataclass(slots=True)
class Guard:
    """Of one run."""

    host: str
    """Listened on."""

    port: int = 0
    """Known when it listens."""

    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    @property
    def is_local(self) -> bool:
        """Whether nobody but this machine can ask."""
        bare = self.host.strip("[]")
        return bare == "localhost" or _is_loopback(bare)

    def check_asking(self, headers: Headers) -> None:
        """RefusedError where somebody asks by another name, or from another machine."""
        if not self.is_local:
            raise RefusedError("texts are changed on this machine only; write make devserver without SERVER=")
        if headers.get("Host", "") not in {f"{name}:{self.port}" for name in {self.host, *NAMES}}:
            raise RefusedError(f"asked for by another name; write http://{self.host}:{self.port}/")

    def check_writing(self, headers: Headers, token: str) -> None:
        """RefusedError where what is posted does not come from a page of this desk."""
        self.check_asking(headers)
        if headers.get("Origin", "") != f"http://{headers.get('Host', '')}":
            raise RefusedError("posted from another site")
        if headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
            raise RefusedError("posted from another site")
        if not secrets.compare_digest(token.encode(), self.token.encode()):
            raise RefusedError("posted from a page of another run; load it again")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def text_file(content: Path, place: str) -> Path:
    """The file of a text that may be changed, by its path relative to content/.

    Raises:
        RefusedError: it leads out of content/, through a link, or is no text.
    """
    path = _within(content, place)
    if not (place in AT_THE_ROOT or path.name.endswith(MARKDOWN)) or LEFT_OVER.fullmatch(path.name):
        raise RefusedError(f'"{place}" is no text; open it in another program')
    if not path.is_file() and (place not in AT_THE_ROOT or path.exists()):
        raise RefusedError(f'there is no "{place}" any more')
    return path


def image_file(content: Path, folder: str, name: str) -> Path:
    """Where a new image goes: a name that is free, made of the one that it has.

    Raises:
        RefusedError: it is no image.
    """
    stem, dot, ending = name.rpartition("/")[2].rpartition(".")
    ending = f"{dot}{ending}".lower()
    if ending not in IMAGES:
        raise RefusedError(f'"{name}" is no image that browsers show; save it as PNG, JPEG, WebP or AVIF')
    stem = re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:80] or "image"
    for number in range(1, 1000):
        path = _within(content, f"{folder}/{stem}{f'-{number}' if number > 1 else ''}{ending}")
        if not path.exists():
            return path
    raise RefusedError(f'there are a thousand images "{stem}"; rename this one')


def _within(content: Path, place: str) -> Path:
    """A place below content/, each part of which is what it seems."""
    top = content.resolve()
    parts = place.split("/")
    if "\0" in place or not place or any(part in ("", ".", "..") for part in parts):
        raise RefusedError(f'"{place}" is not in content/')
    path = top
    for part in parts:
        path = path / part
        if path.is_symlink():
            raise RefusedError(f'"{place}" goes through a link; put the file itself here')
    return path
