"""Files for programs: threads and the dictionary as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from plugins.comments.length import list_parts
from plugins.comments.model import KeptThread, Part
from plugins.comments.public import public_thread
from plugins.comments.render import render_thread
from plugins.glossary.data import entry_as_data
from plugins.glossary.days import turns
from plugins.glossary.entry import Entry
from plugins.incremental.document import Document
from plugins.site.addresses import Addresses


@dataclass(frozen=True, slots=True)
class ThreadInputs:
    """All that a thread as JSON is made from."""

    thread: KeptThread

    address: str
    """Absolute, of its page."""


def thread_document(thread: KeptThread, href: str, origin: str, addresses: Addresses) -> Document:
    """comments.json beside the page at `href`."""
    inputs = ThreadInputs(thread, origin + href)
    return Document(addresses.save_as(f"{href}comments.json"), _thread_json, inputs)


def _thread_json(inputs: ThreadInputs) -> bytes:
    loaded = inputs.thread.load()
    whole = Part("", "", frozenset(comment.number for comment in loaded.comments))
    part = list_parts(loaded)[-1] if len(list_parts(loaded)) > 1 else whole
    return _json(public_thread(render_thread(loaded, inputs.address, part=part)))


@dataclass(frozen=True, slots=True)
class EntriesInputs:
    """All that the dictionary as JSON is made from."""

    entries: tuple[Entry, ...]

    address: str
    """Absolute, of the dictionary."""


def dictionary_documents(
    entries: tuple[Entry, ...], dates: Mapping[str, datetime], origin: str, addresses: Addresses
) -> Iterator[Document]:
    """The dictionary, and its words in the order of the days.

    Args:
        dates: slug of an entry → when it was first published.
    """
    base = addresses.dictionary()
    if dates:
        yield Document(addresses.save_as(f"{base}days.json"), _days_json, dates)
    whole = EntriesInputs(entries, origin + base)
    yield Document(addresses.save_as(f"{base}index.json"), _index_json, whole)


def _index_json(inputs: EntriesInputs) -> bytes:
    entries_as_data = [_entry(entry, inputs.address) for entry in inputs.entries]
    return _json({"$schema": f"{inputs.address}schema.json", "entries": entries_as_data})


def _days_json(dates: Mapping[str, datetime]) -> bytes:
    """From a day on, words take turns: the word of the day for any reader's own date."""
    since, words = turns(dates)
    return _json({"from": since.isoformat(), "words": list(words)})


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
