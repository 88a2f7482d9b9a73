"""What Pelican read becomes our records. Duck-typed: Pelican itself is not imported here."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from markupsafe import Markup

from plugins.comments.model import Policy, State
from plugins.comments.values import read_policy
from plugins.glossary.entry import Entry
from plugins.pages import prose
from plugins.pages.addresses import Addresses, id_for
from plugins.pages.aliases import split_aliases
from plugins.pages.digest import digest
from plugins.pages.links import Located, find_addresses, locate
from plugins.pages.model import Alias, Article, Card, Place, SeriesPart, StaticPage
from plugins.pages.typography import set_plain, set_type
from plugins.source import AuthorError, Source

HEADER_LINE = re.compile(r"[ ]{0,3}([A-Za-z0-9_-]+):\s*(.*)")


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


@dataclass(frozen=True, slots=True)
class Reading:
    """What turning a source into a record depends on besides the source."""

    addresses: Addresses
    id_authority: str

    comments: str
    """open, closed or off, for articles that do not say."""

    close_after_days: int | None
    """Of articles that do not say: how old they are when they close; None for never."""

    folder: str
    """Name of the folder that paths are relative to; findings say it first: "content"."""

    def source(self, path: str) -> Source:
        """Where a finding about the file at `path` is."""
        return Source(f"{self.folder}/{path}")


def read_header(text: str) -> dict[str, str]:
    """The lines "Key: value" at the top of a Markdown file, as Python-Markdown's meta extension finds them."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        match = HEADER_LINE.match(line)
        if match is None:
            break
        found[match[1]] = match[2].strip()
    return found


def line_of(key: str, text: str) -> int:
    """Where the line "Key: …" stands at the top of a file; 1 where there is none."""
    lines = text.splitlines()
    start = f"{key.lower()}:"
    return next((n for n, line in enumerate(lines, start=1) if line.lower().lstrip().startswith(start)), 1)


def keep_article(content: Any, reading: Reading) -> tuple[ReadSource, str]:
    """An article as the store keeps it, and its body. Raises as `read_article` does."""
    return _kept(read_article(content, reading), content, reading)


def keep_page(content: Any, reading: Reading) -> tuple[ReadSource, str]:
    """The same for a page or an opening."""
    return _kept(read_page(content, reading), content, reading)


def _kept(record: Article | StaticPage, content: Any, reading: Reading) -> tuple[ReadSource, str]:
    body = content._content or ""
    if isinstance(record, Article):
        record = with_digests(record)
    entries = tuple(content.metadata.get("entries", ()))
    has_terms = _has_terms(content.metadata.get("terms", "yes"), reading.source(record.source_path))
    named = tuple(locate(one, reading.source(record.source_path)) for one in find_addresses(body))
    return ReadSource(record, entries, named, digest(body), has_terms), body


def read_article(content: Any, reading: Reading) -> Article:
    """The record of one Pelican article.

    Raises:
        AuthorError: a field has a value that it cannot have.
    """
    metadata = content.metadata
    source = reading.source(content.relative_source_path)
    _check_properties(content, source)
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
        series=_series(metadata.get("series"), source),
        language=content.lang,
        comments=_comments(metadata.get("comments"), published_at, reading, source),
        word_count=prose.count_words(content._content or ""),
        entry_slugs=tuple(entry.slug for entry in metadata.get("entries", ())),
        aliases=_aliases(metadata),
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
        changed_at=changed_at.astimezone(UTC) if changed_at else None,
    )


def with_digests(article: Article) -> Article:
    """`article` with the digests that stand for it and for its card."""
    bare = replace(article, digest=b"", card_digest=b"")
    return replace(bare, digest=digest(bare), card_digest=digest(Card.of(bare)))


def at_moment(article: Article, now: datetime, addresses: Addresses) -> Article:
    """`article` as it is at `now`: a draft, at a draft's address, until it is due; closed when it is old."""
    comments = article.comments.at(now)
    if comments is not article.comments:
        # Thousands are closed at every build: two digests say as much as one of all fields.
        article = replace(article, comments=comments, digest=digest((article.digest, comments)))
    if article.status == "hidden" or (article.status == "published" and article.published_at <= now):
        return article
    url = addresses.draft(article.slug)
    return with_digests(replace(article, status="draft", url=url, save_as=addresses.save_as(url)))


def _check_properties(content: Any, source: Source) -> None:
    for name in content.mandatory_properties:
        if not hasattr(content, name):
            raise AuthorError(source, f'the {name} is missing; write "{name.capitalize()}: …" at the top')
    if content.status not in content.allowed_statuses:
        allowed = ", ".join(content.allowed_statuses)
        raise AuthorError(source, f'the status cannot be "{content.status}"; write one of {allowed}')


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
    return prose.plain(written or prose.shorten(prose.plain(prose.first_paragraph(content._content or ""))))


def _series(text: str | None, source: Source) -> SeriesPart | None:
    if not text:
        return None
    name, _, number = text.rpartition(",")
    if not name.strip() or not number.strip().isdecimal():
        raise AuthorError(source, f'the series "{text}" has no number; write "Series: Name of the series, 1"')
    return SeriesPart(name.strip(), int(number))


def _aliases(metadata: Any) -> tuple[Alias, ...]:
    written = metadata.get("aliases", "")
    text = written if isinstance(written, str) else " ".join(written)  # of several lines
    return tuple(Alias(address, metadata.get("aliases_line", 1)) for address in split_aliases(text))


def _has_terms(text: str, source: Source) -> bool:
    if text not in ("yes", "no"):
        raise AuthorError(source, f'terms cannot be "{text}"; write yes or no')
    return text == "yes"


def _comments(text: str | None, published_at: datetime, reading: Reading, source: Source) -> Policy:
    """What the article says; where it does not say, what holds for articles of its age."""
    policy = _policy(reading.comments if text is None else text, source)
    if text is not None or reading.close_after_days is None or policy.state is not State.OPEN:
        return policy
    return replace(policy, closes_at=published_at + timedelta(days=reading.close_after_days))


def _policy(text: str, source: Source) -> Policy:
    try:
        return read_policy(text)
    except ValueError:
        message = f'comments cannot be "{text}"; write open, closed, "closed 2026-03-19" or off'
        raise AuthorError(source, message) from None
