"""What was published elsewhere keeps its first publication: lines for the ledger of publication. Pure.

A publication that has a ledger already would tell its subscribers of ten years of texts as news.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from plugins.comments.length import permalink
from plugins.importer.plan import Spot
from plugins.site.addresses import id_for, tag_uri
from plugins.site.ledger import OLD, Ledger, Thing, advance, merge


class Came(NamedTuple):
    """One comment that an import brings."""

    key: str
    """Of its thread."""

    number: int
    id: str
    posted_at: datetime


def with_imported(
    ledger: Ledger,
    texts: Iterable[Spot],
    comments: Iterable[Came],
    authority: str,
    public: Mapping[str, Spot],
) -> Ledger:
    """The ledger with what came, each published when it was written; the same where it has nothing yet.

    Args:
        texts: those that are public and in lists.
        public: slug → every article that is public, imported or not.
    """
    if all(row.kind == OLD for row in ledger.rows):
        return ledger  # then everything counts as published when it was written
    things = [*_articles(texts, authority), *_comments(comments, authority, public)]
    return merge(ledger, advance(Ledger(), things, None).ledger) if things else ledger


def _articles(texts: Iterable[Spot], authority: str) -> Iterator[Thing]:
    for spot in texts:
        identity = spot.guid or id_for(authority, spot.published_at, spot.slug)
        marks = (spot.path, spot.title)
        yield Thing(
            "article",
            identity,
            spot.address,
            spot.published_at,
            None,
            marks,
            has_written_id=bool(spot.guid),
        )


def _comments(comments: Iterable[Came], authority: str, public: Mapping[str, Spot]) -> Iterator[Thing]:
    for one in comments:
        if spot := public.get(one.key):
            address, identity = permalink(spot.address, one.number), tag_uri(authority, f"comment:{one.id}")
            yield Thing("comment", identity, address, one.posted_at, None, (), has_written_id=True)
