"""Files for programs: threads and the dictionary as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from plugins.comments.length import list_parts
from plugins.comments.model import KeptThread, Part
from plugins.comments.public import public_thread
from plugins.comments.render import render_thread
from plugins.glossary.data import entry_as_data
from plugins.glossary.days import turns
from plugins.glossary.entry import Entry
from plugins.pages.addresses import Addresses
from plugins.pages.digest import digest
from plugins.pages.page import Document
from plugins.pages.site import Site


def thread_document(thread: KeptThread, href: str, origin: str, addresses: Addresses) -> Document:
    """comments.json beside the page at `href`."""
    address = origin + href
    inputs = {"thread": thread.digest, "address": digest(address)}
    return Document(addresses.save_as(f"{href}comments.json"), inputs, partial(_thread_json, thread, address))


def threads_with_pages(site: Site) -> Iterator[tuple[str, str]]:
    """Key of each thread that has comments and is shown, and the address of its page."""
    for article in (*site.articles, *site.unlisted):
        if article.slug in site.threads and article.shows_comments:
            yield article.slug, article.url
    for entry in site.dictionary.entries:
        if (key := f"dictionary/{entry.slug}") in site.threads:
            yield key, site.addresses.entry(entry.slug)


def _thread_json(thread: KeptThread, address: str) -> bytes:
    loaded = thread.load()
    whole = Part("", "", frozenset(comment.number for comment in loaded.comments))
    part = list_parts(loaded)[-1] if len(list_parts(loaded)) > 1 else whole
    return _json(public_thread(render_thread(loaded, address, part=part)))


def dictionary_documents(site: Site) -> Iterator[Document]:
    """The dictionary, whole and by entry, and its words in the order of the days."""
    entries = site.dictionary.entries
    address = site.facts.origin + site.addresses.dictionary()
    index = {"entries": digest(entries), "address": digest(address)}
    base = site.addresses.dictionary()
    if site.entry_dates:
        days = {"entries": digest(sorted(site.entry_dates.items())), "address": digest(address)}
        yield Document(
            site.addresses.save_as(f"{base}days.json"), days, partial(_days_json, site.entry_dates)
        )
    yield Document(site.addresses.save_as(f"{base}index.json"), index, partial(_index_json, entries, address))
    for entry in entries:
        inputs = {"entries": digest(entry), "address": digest(address)}
        save_as = site.addresses.save_as(f"{base}{entry.slug}.json")
        yield Document(save_as, inputs, partial(_entry_json, entry, address))


def _index_json(entries: tuple[Entry, ...], address: str) -> bytes:
    entries_as_data = [_entry(entry, address) for entry in entries]
    return _json({"$schema": f"{address}schema.json", "entries": entries_as_data})


def _days_json(dates: Mapping[str, datetime]) -> bytes:
    """From a day on, words take turns: the word of the day for any reader's own date."""
    since, words = turns(dates)
    return _json({"from": since.isoformat(), "words": list(words)})


def _entry_json(entry: Entry, address: str) -> bytes:
    return _json(_entry(entry, address))


def _entry(entry: Entry, address: str) -> dict[str, Any]:
    public: dict[str, Any] = _without_sources(entry_as_data(entry))
    return public | {"url": f"{address}{entry.slug}/"}


def _without_sources(data: Any) -> Any:
    """Where a word stands in which file is for its authors; equal words in other places are equal."""
    if isinstance(data, dict):
        return {key: _without_sources(value) for key, value in data.items() if key != "source"}
    return [_without_sources(value) for value in data] if isinstance(data, list) else data


def _json(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
