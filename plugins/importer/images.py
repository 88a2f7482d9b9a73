"""The images of the old site: fetched when somebody asks for it, put into content/images/, and named in the texts.

The only part of moving in that touches the network.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from plugins.importer.clean import SIZE, host_of
from plugins.importer.state import IMAGES
from plugins.slug import slugify
from plugins.source import AuthorError, Source

MAGIC: Final[Mapping[bytes, str]] = {
    b"\xff\xd8\xff": ".jpg",
    b"\x89PNG\r\n\x1a\n": ".png",
    b"GIF87a": ".gif",
    b"GIF89a": ".gif",
    b"RIFF": ".webp",
}
"""What a file is, whatever its name says. A drawing (SVG) may hold a program, and is not fetched."""

ADDRESS: Final = re.compile(r"https?://[^\s\"'<>()\\\[\]]+")
YEAR: Final = re.compile(r"articles/(\d{4})/|/(\d{4})/")
LARGEST: Final = 20 << 20


@dataclass(frozen=True, slots=True)
class Wanted:
    """One image, and the texts that show it."""

    address: str
    place: str
    """Where it will lie, without its ending: "images/2012/desk"."""

    files: tuple[str, ...]


@dataclass(slots=True)
class Fetched:
    """What came of it."""

    images: dict[str, bytes] = field(default_factory=dict)
    """Path under content/ → bytes."""

    there: dict[str, str] = field(default_factory=dict)
    """Old address → path under content/."""

    failed: list[tuple[str, str]] = field(default_factory=list)
    """Address, and why."""


def read_list(content: Path) -> dict[str, tuple[str, ...]]:
    """Address of each image → files that name it, as imports listed them.

    Raises:
        AuthorError: there is no such list, or it cannot be read.
    """
    path = content / IMAGES
    if not path.is_file():
        raise AuthorError(Source(str(path)), "no import has listed images; import first")
    found: dict[str, list[str]] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        try:
            data = json.loads(line)
            found.setdefault(str(data["address"]), []).append(str(data["file"]))
        except (ValueError, KeyError, TypeError):
            raise AuthorError(Source(str(path), number), "no line of the list; import again") from None
    return {address: tuple(files) for address, files in found.items()}


def plan(
    listed: Mapping[str, tuple[str, ...]], hosts: Iterable[str], taken: Iterable[str]
) -> Iterator[Wanted]:
    """Which to fetch, and where each goes. A smaller size that WordPress made is fetched whole.

    Args:
        hosts: whose images are wanted; none for all.
        taken: paths under content/, without endings, that are there.
    """
    wanted_hosts, used = frozenset(hosts), set(taken)
    for address, files in sorted(listed.items()):
        if wanted_hosts and host_of(address) not in wanted_hosts:
            continue
        whole = SIZE.sub("", address)
        name = unquote(urlsplit(whole).path).rpartition("/")[2].rpartition(".")[0]
        stem = slugify(name)[:80].strip("-_") or "image"
        year = next((one or two for one, two in YEAR.findall(f"{files[0]} {address}")), "old")
        place, number = f"images/{year}/{stem}", 1
        while place in used:
            number += 1
            place = f"images/{year}/{stem}-{number}"
        used.add(place)
        yield Wanted(address, place, files)


def fetch_all(wanted: Iterable[Wanted], get: Callable[[str], bytes], most: int) -> Fetched:
    """Fetch them, `most` bytes in all.

    Args:
        get: what is at an address; OSError or ValueError where nothing is, with why.
    """
    fetched, left = Fetched(), most
    for one in wanted:
        if left <= 0:
            fetched.failed.append((one.address, "the limit is reached; --most takes more"))
            continue
        try:
            data = _first(get, one.address)
        except (OSError, ValueError) as wrong:
            fetched.failed.append((one.address, " ".join(str(wrong).split())[:120] or type(wrong).__name__))
            continue
        ending = next((ending for magic, ending in MAGIC.items() if data.startswith(magic)), "")
        if not ending or (ending == ".webp" and data[8:12] != b"WEBP"):
            fetched.failed.append((one.address, "no image that browsers show"))
            continue
        left -= len(data)
        path = f"{one.place}{ending}"
        fetched.images[path] = data
        fetched.there[one.address] = path
    return fetched


def _first(get: Callable[[str], bytes], address: str) -> bytes:
    """The whole image, or the size that the text names where there is no whole one."""
    whole = SIZE.sub("", address)
    if whole != address:
        try:
            return get(whole)
        except (OSError, ValueError):
            pass
    return get(address)


def rename(text: str, there: Mapping[str, str]) -> str:
    """A text that names images, and links to them, by where they are now."""
    if "://" not in text or not there:
        return text
    return ADDRESS.sub(lambda found: _now(found[0], there), text)


def _now(address: str, there: Mapping[str, str]) -> str:
    path = there.get(address) or there.get(SIZE.sub("", address))
    return f"/{path}" if path else address


def redirects(
    there: Mapping[str, str], shown: Iterable[str], hosts: Iterable[str]
) -> Iterator[tuple[str, str]]:
    """Old addresses on the old site of images that are published; others would lead to nothing.

    Args:
        shown: old addresses that published texts name.
    """
    ours = frozenset(hosts)
    for address in sorted(shown):
        if address in there and host_of(address) in ours:
            yield unquote(urlsplit(address).path), f"/{there[address]}"
