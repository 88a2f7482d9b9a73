"""Which texts a publish shows, and which wait: what `make publish` and `make status` count. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final

from plugins.checks.model import Document, Sources
from plugins.glossary.plain import plain_text
from plugins.incremental.digest import digest
from plugins.site.texts import Kind, Text
from plugins.source import Source

LATER: Final = "dict:later"

YOUNG: Final = timedelta(days=30)
"""How long a word may be there before something leads to it."""


def is_public(document: Document, sources: Sources) -> bool:
    """Whether a publish at `sources.now` shows this document."""
    return document.status != "draft" and not waits(document.date, sources)


def waits(date: datetime | None, sources: Sources) -> bool:
    """Whether what is dated so falls due after `sources.now`."""
    return date is not None and date > sources.now


def drafts(sources: Sources) -> tuple[str, ...]:
    """Paths of the documents that are not finished."""
    return tuple(document.path for document in sources.documents if document.status == "draft")


def young_words(sources: Sources) -> frozenset[str]:
    """Slugs of words that were published less than a month ago, or wait: a word may be there before it is used."""
    since = sources.now - YOUNG
    dated = [(file.published_at, file.entries) for file in sources.dictionary]
    dated += [(one.date, sources.entries.get(one.path, ())) for one in sources.documents]
    return frozenset(entry.slug for date, entries in dated if date and date > since for entry in entries)


def scheduled(sources: Sources) -> tuple[tuple[datetime, str], ...]:
    """When what falls due, and its path; the next one first."""
    dated = [(one.date, one.path) for one in sources.documents if one.status != "draft"]
    dated += [(file.published_at, file.path) for file in sources.dictionary]
    return tuple(sorted((date, path) for date, path in dated if date is not None and waits(date, sources)))


def unwritten(sources: Sources) -> tuple[tuple[Source, str], ...]:
    """Words whose entry is still to be written, as authors say with `[HANDOVER](dict:later)`, and where."""
    bodies = [
        (one.body, one.at(one.body_line)) for one in sources.documents if LATER in one.header.body
    ]  # of a large site few: no other is taken apart for this
    bodies += [(body, Source(path)) for path, body in sources.dictionary_texts.items() if LATER in body.text]
    found = (
        (start.down(body.line_of(address.offset)), plain_text(address.label or ""))
        for body, start in bodies
        for address in body.addresses
        if address.typed == LATER
    )
    return tuple(sorted(found))


def public_texts(sources: Sources, *, digests: bool = True) -> tuple[Text, ...]:
    """Every text that a publish shows, sorted. `digests`: whether anybody compares them."""
    return tuple(sorted(_public_texts(sources, _digest if digests else lambda *_: "")))


def _public_texts(sources: Sources, digest_of: Callable[..., str]) -> Iterator[Text]:
    threads: set[str] = set()
    for document in sources.documents:
        if is_public(document, sources):
            threads.add(document.slug)
            kind: Kind = "article" if document.kind == "article" else "page"
            fields = [(field.name, field.lines) for field in document.header.fields]
            yield Text(kind, document.path, digest_of(fields, document.header.body))
            if document.status == "published":
                yield from (Text("word", e.name, digest_of(e)) for e in sources.entries[document.path])
    for file in sources.dictionary:
        if not waits(file.published_at, sources):
            threads |= {f"dictionary/{entry.slug}" for entry in file.entries}
            yield from (Text("word", e.name, digest_of(e, file.commentary)) for e in file.entries)
    for key in threads & sources.threads.keys():
        yield from (Text("comment", said.source.path, said.digest) for said in sources.threads[key])


def _digest(*parts: object) -> str:
    return digest(parts).hex()
