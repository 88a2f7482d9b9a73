"""A body as it may stand in an article: without programs, with addresses that lead somewhere. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final
from urllib.parse import unquote, urljoin, urlsplit

from lxml import etree
from markdown.extensions.toc import slugify

from plugins.importer.shape import HEADINGS

DROPPED: Final = ("script", "style", "noscript", "template", "link", "meta", "base", "title", "head")
FRAMES: Final = ("iframe", "embed", "object")
FORMS: Final = ("form", "input", "button", "select", "textarea")
KEPT: Final = frozenset(
    "href src alt title start id name colspan rowspan scope cite datetime lang dir value controls type open reversed"
    " span headers".split()
)
"""Attributes that say something. Styles and sizes of the old theme do not, and no other may hold a program."""

ANCHOR: Final = re.compile(r"[A-Za-z][\w-]*")
"""Ids that Markdown has a mark for: `{#my-part}`."""

LEFT_BEHIND: Final = re.compile(
    r"docs-internal-guid|yui_|yui-|gmail|mce_|_GoBack|BLOGGER_PHOTO|tw-target", re.IGNORECASE
)
"""What editors put into texts that were pasted: nobody ever linked to it."""

OF_THE_PAGE: Final = re.compile(
    r"main|text|frame|hint|write|series|related|defined|words|tags|cite|comments.*|comment-.*|reply-.*|word-.*|fn.*|script-.*"
)
"""Ids that a page here has of itself, and that are on it once."""

SCHEMES: Final = ("http", "https", "mailto", "tel", "")
WHOLE: Final = re.compile(r"https?://[^/]", re.IGNORECASE)
SIZE: Final = re.compile(r"-\d{2,5}x\d{2,5}(?=\.[A-Za-z]{3,4}$)")
"""What WordPress puts at the end of a name for a smaller size of an image."""


@dataclass(frozen=True, slots=True)
class Links:
    """Where the links of old texts lead now."""

    site: str
    """Address of the old site, "" where it is not known."""

    new: Callable[[str], str | None]
    """The new address of something that had an old one, from the front page; None where nothing is known of it."""

    def of(self, typed: str, base: str) -> str:
        """An address in a text at `base`, as it is to be written now."""
        typed = typed.strip()
        if typed.startswith("#") or not typed:
            return typed
        try:
            # A whole address joined to another is itself, and joining takes longer than all else here.
            whole = urljoin(base, typed) if base and not WHOLE.match(typed) else typed
            parts = urlsplit(whole)
        except ValueError:
            return typed
        if parts.scheme.lower() not in SCHEMES:
            return ""
        if not self.is_ours(whole):
            return whole if parts.scheme else typed
        found = self.new(whole.partition("#")[0])
        return f"{found}{f'#{parts.fragment}' if parts.fragment else ''}" if found else whole

    def is_ours(self, address: str) -> bool:
        """Whether it is of the old site."""
        return bool(self.site) and host_of(address) == host_of(self.site)


@lru_cache(10_000)
def host_of(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def path_of(address: str) -> str:
    """What addresses of one page have in common: no scheme, no host, no code, no `index.html`, one slash at the end."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    path = unquote(parts.path)
    path = re.sub(r"/(?:index\.(?:html?|php))?$", "", path)
    return f"{path}/?{parts.query}" if parts.query else f"{path}/"


@dataclass(slots=True)
class Cleaned:
    """What cleaning found."""

    notes: list[str]
    images: list[str]
    """Addresses of the old site's images, as the text has them."""

    lost: list[str] = field(default_factory=list)
    """What a person should look at."""

    without_host: int = 0
    """Images of which nobody knows where they are."""


def clean(body: Any, links: Links, base: str) -> Cleaned:
    """Change a parsed body into what may be published. `base`: the old address of its text."""
    cleaned = Cleaned([], [])
    if _has(body, DROPPED, cleaned):
        etree.strip_elements(body, *DROPPED, with_tail=False)
    for element in list(body.iter(*FRAMES)):
        _link_instead(element, cleaned)
    named = _named(body, base)
    stay, gone = _places(body, named)
    named |= stay
    for element in list(body.iter(*FORMS)):
        cleaned.notes.append("a form of the old site; its words stay")
        _unwrap(element)
    for element in body.iter():
        if isinstance(element.tag, str):
            _clean_one(element, links, base, named, cleaned)
    if gone:
        shown = ", ".join(f"#{name}" for name in gone[:5]) + (", …" if len(gone) > 5 else "")
        cleaned.lost.append(f"places that a link from elsewhere may lead to are left out: {shown}")
    return cleaned


def _named(body: Any, base: str) -> set[str]:
    """Places in a text that it leads to itself."""
    found: set[str] = set()
    for one in body.iter("a"):
        before, mark, name = (one.get("href") or "").strip().partition("#")
        if mark and (not before or (base and _joined(base, before) == path_of(base))):
            found.add(name)
    return found


def _joined(base: str, typed: str) -> str:
    try:
        whole = urljoin(base, typed)
    except ValueError:
        return ""
    return path_of(whole) if host_of(whole) == host_of(base) else ""


def _places(body: Any, named: set[str]) -> tuple[set[str], list[str]]:
    """Places that links from elsewhere may lead to: those of headings, which stay, and the others, which do not."""
    stay: set[str] = set()
    gone: list[str] = []
    titles: set[str] = set()
    every = Counter(one.get("id") for one in body.iter() if isinstance(one.tag, str))
    for element in body.iter():
        name = element.get("id") or (element.get("name") if element.tag == "a" else "") or ""
        if element.tag in HEADINGS:
            title = slugify("".join(element.itertext()), "-")
            has_its_own = title == name and title not in titles
            titles.add(title)
            if has_its_own:
                continue
        if not name or name in named or element.tag in ("img", *FORMS) or LEFT_BEHIND.match(name):
            continue
        is_of_one = every[name] == 1 and not OF_THE_PAGE.fullmatch(name)
        if element.tag in HEADINGS and is_of_one and ANCHOR.fullmatch(name):
            stay.add(name)
        else:
            gone.append(name)
    return stay, list(dict.fromkeys(gone))


def _has(body: Any, names: tuple[str, ...], cleaned: Cleaned) -> bool:
    found = sorted({one.tag for one in body.iter(*names)})
    if {"script", "style"} & set(found):
        cleaned.notes.append(f"<{'> and <'.join(found)}> taken out: pages have no programs of others")
    return bool(found)


def _clean_one(element: Any, links: Links, base: str, named: set[str], cleaned: Cleaned) -> None:
    if element.tag == "h1":
        element.tag = "h2"
    kept = {name: value for name, value in element.attrib.items() if name in KEPT}
    if len(kept) < len(element.attrib):
        element.attrib.clear()  # what was mistyped may have a name by which lxml takes no single one away
        element.attrib.update(kept)
    for name in ("id", "name"):
        if element.get(name) is not None and (element.get(name) not in named or element.tag == "img"):
            del element.attrib[name]
    for name in ("href", "src", "cite"):
        if (typed := element.get(name)) is not None:
            address = links.of(typed, base)
            if address:
                element.set(name, address)
            else:
                del element.attrib[name]
    if element.tag == "img":
        _image(element, cleaned)


def _image(element: Any, cleaned: Cleaned) -> None:
    element.set("alt", " ".join((element.get("alt") or "").split()))
    source = element.get("src") or ""
    if source.startswith(("http://", "https://")):
        cleaned.images.append(source)
    elif source:
        cleaned.without_host += 1


def _link_instead(element: Any, cleaned: Cleaned) -> None:
    address = element.get("src") or element.get("data") or ""
    address = f"https:{address}" if address.startswith("//") else address
    for child in list(element):
        element.remove(child)
    element.text = None
    name = element.tag
    element.attrib.clear()
    if not address.startswith(("http://", "https://")):
        element.tag = "span"
        return
    cleaned.notes.append(f"an <{name}> of {host_of(address)} became a link")
    element.tag = "a"
    element.set("href", address)
    element.text = address


def _unwrap(element: Any) -> None:
    """Take an element away and leave what is in it."""
    if element.tag in ("input", "select", "textarea"):
        for child in list(element):
            element.remove(child)
        element.text = None
    element.tag = "span" if element.tag != "form" else "div"
