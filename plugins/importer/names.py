"""Names of the old site as this one may have them: titles, slugs, categories, people. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from ipaddress import ip_address
from typing import Final
from urllib.parse import unquote

from plugins.comments.characters import domains_of_emails, fault_in_header, has_email
from plugins.comments.model import AUTHOR_LIMIT
from plugins.comments.values import read_author, read_web_address
from plugins.front_matter import CONTROL
from plugins.importer.model import NameKind
from plugins.importer.shape import parse
from plugins.site.addresses import FIXED
from plugins.slug import SLUG, fault_of_name, slugify
from plugins.source import WrongValueError

LONGEST_SLUG: Final = 120
NOBODY: Final = "Anonymous"
YEAR: Final = re.compile(r"\d{4}")
FEEDS: Final = frozenset(("all", "comments", "dictionary", "tag", "by", "word-of-the-day"))
"""Slugs whose feeds have the address of another."""

AT_SIGNS: Final = re.compile(r"&#0*64;|&#x0*40;|&commat;|%40|[＠﹫]", re.IGNORECASE)
MACHINE_4: Final = re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?!\.?\d)")
MACHINE_6: Final = re.compile(r"[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![0-9A-Za-z:])")
QUOTED: Final = re.compile(r"""(["'])([^"']+)\1""")


def words_of(html: str) -> str:
    """What readers see of a piece of HTML, in one line."""
    if "<" in html:
        html = "".join(parse(html).itertext())
    return " ".join(CONTROL.sub("", unescape(html).replace("\u2028", " ")).split())


def title_of(html: str) -> str:
    """A title as a front matter has it; empty where nothing can be read in it."""
    title = words_of(html)
    found = QUOTED.fullmatch(title)
    return f"“{found[2]}”" if found else title


def slug_of(raw: str, *others: str) -> str:
    """A slug that can be the name of a file, made of the old one, or of what else there is."""
    for name in (unquote(raw, errors="replace"), *others):
        slug = slugify(name)[:LONGEST_SLUG].strip("-._~") if name else ""
        if SLUG.fullmatch(slug) and slug != "index.html":
            return slug
    return "untitled"


@dataclass(slots=True)
class Names:
    """What each name is called here: one spelling for all that give one address."""

    taken: dict[tuple[str, str], str] = field(default_factory=dict)
    """NameKind and slug → name."""

    def addresses(self) -> set[str]:
        """Of the lists that these names have."""
        folders = {"category": "", "tag": "tag/", "author": "by/"}
        return {f"/{folders[kind]}{slug}/" for kind, slug in self.taken}

    def called(self, name: str, kind: NameKind = "tag") -> str:
        """The name as it is written here; empty where it has no letter that an address could have."""
        name = " ".join(CONTROL.sub("", unescape(name)).replace(";", ",").split())
        if kind == "category" and (slugify(name) in FIXED | FEEDS or YEAR.fullmatch(slugify(name))):
            name = f"{name} articles"
        name = name[:150].strip()
        if name.startswith("["):  # a list of YAML, where it is the first of its line
            name = name.replace("[", "(").replace("]", ")")
        return "" if not name or fault_of_name(name) else self.taken.setdefault((kind, slugify(name)), name)


def listed(names: Iterable[str]) -> str:
    """Names as a header lists them."""
    names = tuple(names)
    return ("; " if any("," in name for name in names) else ", ").join(names) + (
        ";" if len(names) == 1 and "," in names[0] else ""
    )


def author_of(name: str) -> str:
    """The name of somebody who wrote a comment. What reads as an address of a person or a machine is none."""
    name = " ".join(unescape(name).split())
    if fault_in_header(name):
        name = "".join(one for one in name if not fault_in_header(one))
    if len(name) > AUTHOR_LIMIT:
        name = f"{name[: AUTHOR_LIMIT - 1].rstrip()}…"
    try:
        is_none = has_email(name) or _has_machine(name) or fault_in_header(name)
        return NOBODY if is_none else read_author(name)
    except WrongValueError:
        return NOBODY


def _has_machine(name: str) -> bool:
    """Whether an IP address stands in it: some systems sign with it where nobody gave a name."""
    return MACHINE_4.search(name) is not None or any(map(_is_machine, MACHINE_6.findall(name)))


def _is_machine(word: str) -> bool:
    try:
        return len(word) > len("::1") and bool(ip_address(word))
    except ValueError:
        return False


def website_of(address: str) -> str | None:
    """The address of somebody's site; None for what is none."""
    address = unescape(address).strip()
    if (
        address in ("", "http://", "https://")
        or has_email(address)
        or len(address) > 1000
        or fault_in_header(address)
    ):
        return None
    try:
        return read_web_address(address if "://" in address else f"http://{address}")
    except WrongValueError:
        return None


def without_addresses(text: str) -> str:
    """A text in which no address of a person stands: "nick@…"."""
    if not has_email(text) and not AT_SIGNS.search(text):
        return text
    text = AT_SIGNS.sub("@", text) if has_email(unescape(AT_SIGNS.sub("@", text))) else text
    places = list(domains_of_emails(text))
    for start, end in reversed(places):
        text = f"{text[:start]}…{text[end:]}"
    return text if not has_email(text) else text.replace("@", " at ")


def lines(fields: Iterable[tuple[str, str]]) -> Iterator[str]:
    """A front matter; what has no value is left out."""
    for key, value in fields:
        if value:
            yield f"{key}: {' '.join(value.split())}\n"
