"""Addresses inside a text: `{filename}`, `{static}`, `{category}` … and `dict:` become the site's own."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from plugins.glossary.target import NOWHERE
from plugins.site.links import IMAGES, Located
from plugins.site.pictures import Shown, show_pictures
from plugins.source import AuthorError, Source

TAG = re.compile(r"<[a-zA-Z][^>]*>")
ADDRESS = re.compile(
    r"""(?P<before>\b(?:href|src|poster|cite|data|content)=)(?P<quote>["'])"""
    r"""(?:[{|](?P<what>filename|static|attach|category|tag|author|index)[|}]|(?P<dict>dict):|(?P<rooted>/)(?!/))"""
    r"""(?P<value>.*?)(?P=quote)"""
)

LEADS_NOWHERE = re.compile(
    rf"""<a\s[^>]*?\bhref=(["'])dict:(?:{"|".join(sorted(NOWHERE))})\1[^>]*>(?P<words>.*?)</a>""", re.DOTALL
)
"""A link to the dictionary that is a joke, or whose entry is still to be written."""


@dataclass(frozen=True, slots=True)
class Targets:
    """Everything that a link can point to."""

    files: Mapping[str, str]
    """Path relative to content/ → address, for articles, pages and static files."""

    categories: Mapping[str, str]
    """Name → address; so are the next two."""

    tags: Mapping[str, str]
    authors: Mapping[str, str]

    entry: Callable[[str], str | None]
    """A headword, with "#2" for its second sense → address of that entry."""

    root: str
    """Path prefix of the site."""

    pictures: Mapping[str, Shown] = field(default_factory=dict)
    """Address of an image in content/ → how it is shown."""


def find_addresses(body: str) -> tuple[str, ...]:
    """What the links and images of `body` name, once each and in order: "{filename}a.md", "dict:BOSS".

    An image at /images/ is one of ours, and named as "{static}/images/…". Together with the Targets they are all that
    `resolve` depends on. What leads nowhere on purpose names nothing.
    """
    tags = TAG.finditer(_without_jokes(body))
    found = (match for tag in tags for match in ADDRESS.finditer(tag[0]) if _is_named(match))
    return tuple(dict.fromkeys(map(_written, found)))


def find_broken(
    addresses: Iterable[Located], source: Source, targets: Targets, text: str = ""
) -> Iterator[AuthorError]:
    """Those that point to nothing, in the line of `text`, the file at `source`, that names them first."""
    for located in addresses:
        if target_of(located, targets) is None:
            before = text.partition(re.split("[:}]", located[0], maxsplit=1)[1])[0]
            place = source if before == text else source.down(before.count("\n"))
            yield AuthorError(place, f'the link "{located[0]}" points to nothing; correct its name')


def target_of(located: Located, targets: Targets) -> str | None:
    """Where it leads; None if nowhere."""
    _, kind, name, rest = located
    if kind == "file":
        address = targets.files.get(name)
    elif kind == "dict":
        address = targets.entry(name)
    elif kind == "index":
        return f"{targets.root}/"
    else:
        named = {"category": targets.categories, "tag": targets.tags, "author": targets.authors}[kind]
        address = named.get(name)
    return None if address is None else address + rest


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the links of one text lead to, and how its images are shown: all that `resolve` needs."""

    root: str
    """Path prefix of the site."""

    addresses: Mapping[str, str]
    """A link as its author wrote it → address."""

    pictures: Mapping[str, Shown]
    """Address → image."""


def resolution(addresses: Iterable[Located], targets: Targets) -> Resolution:
    """What the links of a text lead to at present; those that lead nowhere are left out."""
    found = {
        located[0]: address for located in addresses if (address := target_of(located, targets)) is not None
    }
    shown = {address: targets.pictures[address] for address in found.values() if address in targets.pictures}
    return Resolution(targets.root, found, shown)


def resolve(body: str, known: Resolution) -> str:
    """Give every link in `body` its address, and every image its sizes; what leads nowhere on purpose is words.

    Raises:
        KeyError: a link leads nowhere; `find_broken` says so to its author.
    """

    def resolve_one(found: re.Match[str]) -> str:
        if _is_named(found):
            address = known.addresses[_written(found)]
        else:
            address = f"{known.root}/{html.unescape(found['value'])}"
        return "".join((found["before"], found["quote"], html.escape(address), found["quote"]))

    resolved = TAG.sub(lambda tag: ADDRESS.sub(resolve_one, tag[0]), _without_jokes(body))
    return show_pictures(resolved, known.pictures) if known.pictures else resolved


def _without_jokes(body: str) -> str:
    """As in a definition: of a link to `dict:nowhere` or `dict:later` the words stay, marked as a term."""
    return LEADS_NOWHERE.sub(r'<span class="term">\g<words></span>', body) if "dict:" in body else body


def _is_named(found: re.Match[str]) -> bool:
    """Whether it names one of our sources, and not an address of the site."""
    return not found["rooted"] or (found["before"] == "src=" and found["value"].startswith(IMAGES))


def _written(found: re.Match[str]) -> str:
    value = html.unescape(found["value"])
    if found["rooted"]:
        return f"{{static}}/{value}"
    return f"dict:{value}" if found["dict"] else f"{{{found['what']}}}{value}"


def absolute(address: str, origin: str) -> str:
    """A root-relative address with scheme and host; others stay as they are."""
    return origin + address if address.startswith("/") and not address.startswith("//") else address


def quoted(path: str) -> str:
    """A file's path as part of an address."""
    return quote(path)
