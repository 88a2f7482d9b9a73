"""What Pelican read becomes our records. Duck-typed: Pelican itself is not imported here."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from markupsafe import Markup

from plugins.comments.model import Policy, State
from plugins.comments.values import policy_of
from plugins.glossary.entry import Entry
from plugins.html import prose
from plugins.html.typography import set_plain, set_type
from plugins.incremental.digest import digest
from plugins.site.addresses import Addresses, id_for
from plugins.site.links import Located, locate
from plugins.site.records import Alias, Article, Card, Place, RelatedInputs, SeriesPart, Share, StaticPage
from plugins.site.resolve import find_addresses
from plugins.site.scripts import has_scripts
from plugins.site.settings import zone_of
from plugins.site.statics import find_statics
from plugins.source import Source
from plugins.values import read_policy

FOOTNOTE = re.compile(r"""(\b(?:id="|href="#))(fn(?:ref\d*)?):""")
"""Anchors of footnotes. The slug in them sets those of one text apart from all others in a feed, where ids are kept."""


@dataclass(frozen=True, slots=True)
class ReadSource:
    """All that the site needs of one file, but its body."""

    record: Article | StaticPage
    entries: tuple[Entry, ...]
    """The definitions that it opens with."""

    addresses: tuple[Located, ...]
    """What its links name."""

    body_digest: bytes

    has_terms: bool = True
    """Whether words in it become links to the dictionary."""

    date_line: int = 1
    """Where its file says when it is published."""

    statics: tuple[str, ...] = ()
    """Paths of files that it names by their address."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What turning a source into a record depends on besides the source."""

    addresses: Addresses
    id_authority: str

    comments: str
    """open, closed or off, for articles that do not say."""

    close_after_days: int | None
    """Of articles that do not say: how old they are when they close; None for never."""

    static_folders: tuple[str, ...]
    """Where files are that are published as they are: "images"."""

    folder: str
    """Name of the folder that paths are relative to; findings say it first: "content"."""

    zone: tzinfo
    """What dates are told in that name no zone."""

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Reading:
        """That of the settings of a build."""
        return cls(
            Addresses(urlsplit(settings["SITEURL"]).path.rstrip("/")),
            settings["ID_AUTHORITY"],
            settings["COMMENTS"],
            settings["COMMENTS_CLOSE_AFTER_DAYS"],
            tuple(settings["STATIC_PATHS"]),
            Path(settings["PATH"]).name,
            zone_of(settings),
        )

    def source(self, path: str) -> Source:
        """Where a finding about the file at `path` is."""
        return Source(f"{self.folder}/{path}")


def keep_article(content: Any, reading: Reading) -> tuple[ReadSource, str]:
    """An article as the store keeps it, and its body."""
    return _kept(read_article(content, reading), content, reading)


def keep_page(content: Any, reading: Reading) -> tuple[ReadSource, str]:
    """The same for a page or an opening."""
    return _kept(read_page(content, reading), content, reading)


def _kept(record: Article | StaticPage, content: Any, reading: Reading) -> tuple[ReadSource, str]:
    body = FOOTNOTE.sub(rf"\1\2:{content.slug}:", content._content or "")
    if isinstance(record, Article):
        record = with_digests(record)
    entries = tuple(content.metadata.get("entries", ()))
    has_terms = content.metadata.get("terms", "yes") == "yes"
    named = tuple(locate(one, reading.source(record.source_path)) for one in find_addresses(body))
    line = content.metadata.get("date_line", 1)
    shown = f"{record.standfirst} {record.filed_because} {body}" if isinstance(record, Article) else body
    statics = find_statics(shown, reading.static_folders)
    return ReadSource(record, entries, named, digest(body), has_terms, line, statics), body


def read_article(content: Any, reading: Reading) -> Article:
    """The record of one Pelican article, whose metadata are what plugins/values.py read."""
    metadata = content.metadata
    published_at = content.date.astimezone(UTC)
    return Article(
        source_path=content.relative_source_path,
        slug=content.slug,
        url=f"{reading.addresses.root}/{content.url}",
        save_as=content.save_as,
        id=metadata.get("id") or id_for(reading.id_authority, published_at, content.slug),
        status=content.status,
        title=_title(content),
        heading=_heading(content),
        published_at=published_at,
        modified_at=content.modified.astimezone(UTC) if hasattr(content, "modified") else None,
        category=_place(content.category, reading),
        tags=tuple(_place(tag, reading) for tag in getattr(content, "tags", ())),
        authors=tuple(_place(author, reading) for author in content.authors),
        summary=_summary(content),
        standfirst=Markup(_unwrapped(metadata.get("summary", ""))),  # noqa: S704 - Pelican's own Markdown
        filed_because=_inline(metadata.get("filed-because", "")),
        series=SeriesPart(*metadata["series"]) if "series" in metadata else None,
        language=content.lang,
        comments=_comments(metadata.get("comments"), published_at, reading),
        word_count=prose.count_words(content._content or ""),
        entry_slugs=tuple(entry.slug for entry in metadata.get("entries", ())),
        aliases=_aliases(metadata),
        also=metadata.get("also", ()),
        checked=metadata.get("checked", ""),
        has_scripts=has_scripts(content._content or ""),
        share=_share(metadata),
    )


def read_page(content: Any, reading: Reading) -> StaticPage:
    """The record of one Pelican page."""
    changed_at = getattr(content, "modified", getattr(content, "date", None))
    return StaticPage(
        source_path=content.relative_source_path,
        slug=content.slug,
        url=f"{reading.addresses.root}/{content.url}",
        save_as=content.save_as,
        status=content.status,
        title=_title(content),
        heading=_heading(content),
        summary=_summary(content),
        entry_slugs=tuple(entry.slug for entry in content.metadata.get("entries", ())),
        aliases=_aliases(content.metadata),
        also=content.metadata.get("also", ()),
        changed_at=changed_at.astimezone(UTC) if changed_at else None,
        checked=content.metadata.get("checked", ""),
        language=content.lang,
        has_scripts=has_scripts(content._content or ""),
    )


def with_digests(article: Article) -> Article:
    """`article` with the digests that stand for it, for its card and for what is related to it."""
    bare = replace(article, digest=b"", card_digest=b"", related_digest=b"")
    related = digest(RelatedInputs.of(bare))
    return replace(bare, digest=digest(bare), card_digest=digest(Card.of(bare)), related_digest=related)


def at_moment(article: Article, now: datetime, addresses: Addresses, *, shows_drafts: bool) -> Article:
    """`article` as it is at `now`: a draft, at a draft's address, until it is due; closed when it is old.

    Where drafts are not shown, one that is shared has an address of its own and no thread. Of others `share` is empty.
    """
    comments = article.comments.at(now)
    if comments is not article.comments:
        # Thousands are closed at every build: two digests say as much as one of all fields.
        article = replace(article, comments=comments, digest=digest((article.digest, comments)))
    if article.status == "hidden" or (article.status == "published" and article.published_at <= now):
        return article
    if article.share and article.share.until > now and not shows_drafts:
        url = addresses.shared(article.share.token)
        article = replace(article, comments=Policy(State.OFF))
    else:
        url = addresses.draft(article.slug)
        article = replace(article, share=None)
    return with_digests(replace(article, status="draft", url=url, save_as=addresses.save_as(url)))


def unlisted(article: Article, places: Collection[str]) -> Article:
    """`article`, which is in no list: filed only where listed ones are.

    Args:
        places: addresses that have a page because listed articles are filed there.
    """

    def known(place: Place) -> Place:
        return place if place.url in places else replace(place, url="")

    return with_digests(
        replace(
            article,
            category=known(article.category),
            tags=tuple(map(known, article.tags)),
            authors=tuple(map(known, article.authors)),
        )
    )


def without_words(source: ReadSource) -> ReadSource:
    """A hidden text, whose definitions are on its own page and not in the dictionary."""
    if not source.entries:
        return source
    record = replace(source.record, entry_slugs=())
    if isinstance(record, Article):
        record = with_digests(record)
    return replace(source, record=record, entries=())


def _title(content: Any) -> str:
    return content.metadata.get("plain_title") or prose.plain(str(content.title))


def _heading(content: Any) -> Markup:
    return set_plain(_title(content))


def _inline(paragraphs: str) -> Markup:
    return set_type(_unwrapped(paragraphs))


def _unwrapped(paragraphs: str) -> str:
    """Paragraphs as one run of text, for a place that is a paragraph already."""
    return paragraphs.removeprefix("<p>").removesuffix("</p>").replace("</p>\n<p>", " ")


def _place(wrapper: Any, reading: Reading) -> Place:
    return Place(wrapper.name, wrapper.slug, f"{reading.addresses.root}/{wrapper.url}")


def _summary(content: Any) -> str:
    written = content.metadata.get("summary")
    if written:
        return prose.plain(written)
    return prose.shorten(prose.plain(prose.first_paragraph(content._content or "")))


def _aliases(metadata: Any) -> tuple[Alias, ...]:
    line = metadata.get("aliases_line", 1)
    return tuple(Alias(address, line) for address in metadata.get("aliases", ()))


def _share(metadata: Any) -> Share | None:
    if "shared" not in metadata:
        return None
    token, until = metadata["shared"]
    return Share(token, until.astimezone(UTC))


def _comments(
    written: tuple[str, datetime | None] | None, published_at: datetime, reading: Reading
) -> Policy:
    """What the article says; where it does not say, what holds for articles of its age."""
    policy = policy_of(*(written or read_policy(reading.comments, reading.zone)))
    if written or reading.close_after_days is None or policy.state is not State.OPEN:
        return policy
    return replace(policy, closes_at=published_at + timedelta(days=reading.close_after_days))
