"""What a build shows, as the ledger of publication knows it, and what is in the ledger after that build."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from plugins.comments.length import permalink
from plugins.comments.model import KeptThread, State, Thread
from plugins.site.addresses import id_for, tag_uri
from plugins.site.ledger import Advanced, Ledger, Row, Thing, advance
from plugins.site.model import Filing, Site
from plugins.site.records import Article

SPACES = re.compile(r"\s+")

MARK_LENGTH = 80
"""Characters of a definition by which a word is known under another head."""


def publish(site: Site, previous: Ledger, authority: str, now: datetime | None) -> Advanced:
    """The ledger after a publish of `site`, whose articles, words and comments are news where it has none of them.

    Args:
        now: the time of the publish; None in a preview.
    """
    texts = advance(previous, _texts(site, authority), now)
    # A place is known by its oldest article, whose own id had to be found first.
    places = advance(texts.ledger, _places(site, authority, texts.rows), now)
    return Advanced(places.ledger, {**texts.rows, **places.rows})


def borrowed_ids(site: Site, previous: Ledger) -> Iterator[tuple[Article, Article | Row]]:
    """Articles that bear the id of another; and that other, or its row if it is no article.

    The other is there as it was published, or says by `Aliases:` that it moves in this publish.
    """
    here = {site.inside(article.url): article for article in site.articles}
    known = {row.address for row in previous.rows if row.kind == "article"}
    moved = [article for address, article in here.items() if address not in known]
    heirs = {alias.address: article for article in moved for alias in article.aliases}
    borne = {article.id for article in site.articles}
    rows = {row.id: row for row in previous.rows if row.id in borne}
    for article in site.articles:
        if (row := rows.get(article.id)) is None:
            continue
        if row.kind != "article":
            yield article, row
            continue
        holder = here.get(row.address, heirs.get(row.address))
        if holder and holder is not article and (row.address not in here or _marks_of(holder) == row.marks):
            yield article, holder


def filings(site: Site) -> Iterator[tuple[str, Filing]]:
    """Every place that has articles, with its kind."""
    for kind, places in (("category", site.categories), ("tag", site.tags), ("author", site.authors)):
        for filing in places:
            yield kind, filing


def discussed(site: Site) -> Iterator[tuple[KeptThread, str]]:
    """Each thread that is public, and the root-relative address of its page."""
    for article in site.articles:
        thread = site.threads.get(article.slug)
        if thread and article.comments.state is not State.OFF:
            yield thread, article.url
    for slug in site.entry_dates:
        if thread := site.threads.get(f"dictionary/{slug}"):
            yield thread, site.addresses.entry(slug)


def threads_with_pages(site: Site) -> Iterator[tuple[str, str]]:
    """Key of each thread that has comments and is shown, and the address of its page."""
    for article in (*site.articles, *site.unlisted):
        if article.slug in site.threads and article.shows_comments:
            yield article.slug, article.url
    for entry in site.dictionary.entries:
        if (key := f"dictionary/{entry.slug}") in site.threads:
            yield key, site.addresses.entry(entry.slug)


def stubs_of(thread: Thread | KeptThread) -> list[tuple[int, str, float, bool]]:
    """Number, id, when it was posted in seconds of the epoch, and whether it was deleted, of each comment."""
    if isinstance(thread, KeptThread):
        return thread.load_stubs()
    return [(one.number, one.id, one.posted_at.timestamp(), one.is_deleted) for one in thread.stubs]


def _texts(site: Site, authority: str) -> Iterator[Thing]:
    for article in site.articles:
        yield _article(article, site.inside(article.url), authority)
    for entry in site.dictionary.entries:
        if entry.slug in site.entry_dates:
            address, mark = (
                site.inside(site.addresses.entry(entry.slug)),
                _one_line(entry.gloss[:MARK_LENGTH]),
            )
            was_at = tuple(address for address, _ in site.entry_aliases.get(entry.slug, ()))
            identity, published_at = tag_uri(authority, f"word:{entry.slug}"), site.entry_dates[entry.slug]
            yield Thing("word", identity, address, published_at, None, (mark,), was_at=was_at)
    for thread, url in discussed(site):
        page = site.inside(url)
        for number, identity, seconds, is_deleted in stubs_of(thread):
            if not is_deleted:
                posted_at = datetime.fromtimestamp(seconds, UTC)
                tag = tag_uri(authority, f"comment:{identity}")
                yield Thing("comment", tag, permalink(page, number), posted_at, None, (), has_written_id=True)


def _article(article: Article, address: str, authority: str) -> Thing:
    return Thing(
        "article",
        article.id,
        address,
        article.published_at,
        article.modified_at,
        _marks_of(article),
        has_written_id=article.id != id_for(authority, article.published_at, article.slug),
        was_at=tuple(alias.address for alias in article.aliases),
    )


def _marks_of(article: Article) -> tuple[str, ...]:
    return article.source_path, _one_line(article.title)


def _places(site: Site, authority: str, rows: Mapping[str, Row]) -> Iterator[Thing]:
    for kind, filing in filings(site):
        oldest = filing.articles[-1]
        address = site.inside(site.addresses.place_feed(kind, filing.place, "").url)
        identity = tag_uri(authority, f"feed:{kind}:{filing.place.slug}")
        mark = rows[site.inside(oldest.url)].id
        yield Thing("feed", identity, address, oldest.published_at, None, (f"{kind} of {mark}",))


def _one_line(text: str) -> str:
    return SPACES.sub(" ", text).strip()
