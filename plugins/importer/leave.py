"""The way out: what an export is made from, whatever system is to read it. Nobody is kept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Final
from urllib.parse import quote

from plugins.checks.link_rules import located
from plugins.checks.model import Document, Sources
from plugins.checks.source_rules import address_of
from plugins.comments.model import Thread
from plugins.glossary.dictionary import Dictionary
from plugins.site.addresses import id_for
from plugins.slug import slugify

NAMED: Final = re.compile(
    r'(?P<before>\b(?:href|src)=")'
    r'(?:[{|](?P<what>\w+)[|}](?P<name>[^"]*)|dict:(?P<word>[^"]*)|(?P<rooted>/)(?!/))'
)


@dataclass(frozen=True)
class House:
    """All that an export is made from."""

    sources: Sources
    threads: Mapping[str, Thread]
    render: Callable[[str], str]
    site: str
    """Where it is published: "https://exit-interview.example"."""

    name: str
    author: str
    """Who signs what names nobody."""

    authority: str = "localhost"
    """ID_AUTHORITY, for ids of texts that name none."""

    extra_keys: frozenset[str] = frozenset()
    """Keys of headers that this publication alone has."""

    @cached_property
    def dictionary(self) -> Dictionary:
        return Dictionary.of(self.sources.all_entries)

    @cached_property
    def places(self) -> Mapping[str, str]:
        """Place in content/ → address."""
        return {one.place: address_of(one) for one in self.sources.documents}

    def texts(self) -> list[Document]:
        """Articles and pages, the oldest first."""
        found = [one for one in self.sources.documents if one.kind in ("article", "page")]
        return sorted(
            found, key=lambda one: (one.kind, one.date or datetime.min.replace(tzinfo=UTC), one.slug)
        )

    @cached_property
    def queries(self) -> Mapping[str, tuple[str, ...]]:
        """Address → old addresses with a question mark, of redirects.txt."""
        found: dict[str, tuple[str, ...]] = {}
        for forward in self.sources.redirects:
            if forward.query:
                found[forward.page] = (*found.get(forward.page, ()), forward.old)
        return found

    def id_of(self, document: Document) -> str:
        """As feeds have it."""
        if document.kind == "article" and document.date:
            return document.value("id") or id_for(self.authority, document.date, document.slug)
        return document.value("id") or f"{self.site}{address_of(document)}"

    def authors_of(self, document: Document) -> tuple[str, ...]:
        return document.header.names("author", "authors") or ((self.author,) if self.author else ())


def absolute(html: str, document: Document, house: House) -> str:
    """Names of files, words and addresses from the front page as whole addresses."""
    dictionary, places = house.dictionary, house.places

    def whole(found: re.Match[str]) -> str:
        if found["rooted"]:
            return f"{found['before']}{house.site}/"
        if found["word"] is not None:
            entry = dictionary.find(found["word"])
            address = f"/dictionary/{entry.entry.slug}/" if entry else "/dictionary/"
        elif found["what"] in ("filename", "static", "attach"):
            name, mark, rest = found["name"].partition("#")
            place = located(f"{{{found['what']}}}{name}", document)
            address = f"{places.get(place, f'/{quote(place)}')}{mark}{rest}"
        else:
            folder = {"tag": "tag/", "author": "by/"}.get(found["what"], "")
            address = f"/{folder}{slugify(found['name'])}/"
        return f"{found['before']}{house.site}{address}"

    return NAMED.sub(whole, html)
