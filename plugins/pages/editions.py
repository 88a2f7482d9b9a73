"""The editions of the dictionary and of the years, and the page that offers them. docs/editions.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import Final
from urllib.parse import quote

from markupsafe import Markup

from plugins.cards.compose import compose_article, compose_definition, text_of
from plugins.cards.model import Card
from plugins.comments.model import CommentView, KeptThread, Part
from plugins.comments.render import render_thread
from plugins.dates import Dates
from plugins.editions.keep import Shelf
from plugins.editions.make import make, names
from plugins.editions.model import Chapter, Imprint, WordsInputs
from plugins.editions.year import Picture, Remark, YearInputs, YearText
from plugins.files.pictures import PictureFileInputs, file_of_picture
from plugins.images import model
from plugins.images.keep import Images
from plugins.incremental.deferred import Deferred, given
from plugins.incremental.document import Bundle, Document
from plugins.pages.dictionary_model import EditionFile, EditionsView, EditionView
from plugins.pages.model import Opening, PageFacts
from plugins.pages.page import Frames, opening_of, site_feeds
from plugins.pages.sharing import Lexicon
from plugins.site.model import Editions, Site
from plugins.site.records import Article

EPOCH: Final = datetime(1980, 1, 1, tzinfo=UTC)
"""Of a dictionary none of whose words has a date."""

COVER_HEIGHT: Final = 1800
MEDIA_TYPES: Final = {
    "gif": "image/gif",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "png": "image/png",
    "svg": "image/svg+xml",
    "webp": "image/webp",
}
"""Of images that every e-reader can show."""

BOOK: Final = "book"
"""Name of the opening that stands before the words of a book, which has no foot and no search."""

GUIDE: Final = "how-to-use-the-dictionary"
"""Slug of the page that stands there instead where that opening is missing."""


@dataclass(frozen=True, slots=True)
class CoverInputs:
    """All that the cover of a book is made from."""

    publication: str
    title: str
    masthead: Markup
    """The publication's own definition; or empty."""

    description: str
    foot: str


@dataclass(frozen=True, slots=True)
class EditionInputs:
    """All that one file is made from."""

    kind: str
    name: str
    of: WordsInputs | YearInputs
    cover: CoverInputs
    shelf: Shelf


@dataclass(frozen=True, slots=True)
class EditionsInputs:
    """All that the editions and their page are made from."""

    frames: Frames
    lexicon: Lexicon
    opening: Opening | None
    words: WordsInputs
    files: tuple[EditionInputs, ...]


@dataclass(frozen=True, slots=True)
class OfferInputs:
    """All that the page is made from: the files too, for it says how large they are."""

    facts: PageFacts
    opening: Opening | None
    base: str
    count: int
    changed_at: datetime
    files: tuple[EditionInputs, ...]


def editions(
    site: Site, frames: Frames, lexicon: Lexicon, kept: Path, pictures: tuple[Picture, ...]
) -> Bundle:
    """The files and the page.

    Args:
        kept: a folder for what was made before.
        pictures: those that articles may show.
    """
    chosen = site.layout.editions
    assert chosen  # noqa: S101 - whoever asks has looked
    imprint, shelf = _imprint(site, chosen), Shelf(kept)
    words = _words(site, imprint)
    cover = CoverInputs(
        site.facts.name,
        imprint.title,
        site.facts.masthead,
        site.facts.description,
        chosen.origin.partition("://")[2],
    )
    files = [
        EditionInputs(kind, name, words, cover, shelf)
        for kind in chosen.kinds
        for name in names(kind, chosen.stem)
    ]
    if "years" in chosen.kinds:
        files += [
            EditionInputs(
                "years", f"{chosen.stem}-{one.year}.epub", one, replace(cover, title=str(one.year)), shelf
            )
            for one in _years(site, imprint, pictures)
        ]
    inputs = EditionsInputs(frames, lexicon, opening_of(site, "editions"), words, tuple(files))
    return Bundle("editions", _documents, inputs, len(files) + 1)


def pictures_of(
    pictures: Mapping[str, model.Picture], images: Images, content: Path, root: str
) -> tuple[Picture, ...]:
    """Those of the texts, as an e-book can show them: the original without what a camera notes."""
    return tuple(
        Picture(f"{root}/{quote(path)}", MEDIA_TYPES[one.ending], _picture(one, images, content / path))
        for path, one in pictures.items()
        if one.ending in MEDIA_TYPES
    )


def _picture(one: model.Picture, images: Images, source: Path) -> Deferred[bytes]:
    if one.ending == "svg":
        return given(source.read_bytes())
    return Deferred(file_of_picture, PictureFileInputs(one, one.name, images, source))


def _years(site: Site, imprint: Imprint, pictures: tuple[Picture, ...]) -> Iterator[YearInputs]:
    """The newest first; each with its articles from the oldest on."""
    for year, articles in groupby(site.articles, key=lambda one: one.published_at.year):
        texts = [*articles][::-1]
        threads = [site.threads.get(one.slug) if one.shows_comments else None for one in texts]
        changes = [
            moment
            for one, thread in zip(texts, threads, strict=True)
            for moment in (one.published_at, one.modified_at, thread and thread.updated_at)
            if moment
        ]
        shown = (_year_text(site, one, thread) for one, thread in zip(texts, threads, strict=True))
        yield YearInputs(imprint, year, max(changes).astimezone(UTC), tuple(shown), pictures)


def _year_text(site: Site, article: Article, thread: KeptThread | None) -> YearText:
    dates = site.layout.dates
    return YearText(
        article.url,
        article.title,
        article.heading,
        article.category.name,
        " and ".join(author.name for author in article.authors),
        dates.day(article.published_at),
        site.texts[article.source_path],
        Deferred(_remarks, RemarksInputs(thread, article.url, dates)),
    )


@dataclass(frozen=True, slots=True)
class RemarksInputs:
    """All that a thread in a book is made from."""

    thread: KeptThread | None
    url: str
    dates: Dates


def _remarks(inputs: RemarksInputs) -> tuple[Remark, ...]:
    if inputs.thread is None:
        return ()
    thread = inputs.thread.load()
    whole = Part("", "", frozenset(comment.number for comment in thread.comments))
    view = render_thread(thread, inputs.url, part=whole, dates=inputs.dates)
    return tuple(_remark(one) for top in view.comments for one in (top, *top.children))


def _remark(view: CommentView) -> Remark:
    return Remark(
        view.number,
        "" if view.is_deleted else view.author,
        "author" if view.is_author else view.kind.value if view.is_ping else "",
        "" if view.is_deleted else view.posted.text,
        view.in_reply_to.number if view.in_reply_to else 0,
        view.depth > 0,
        view.body,
    )


def _imprint(site: Site, chosen: Editions) -> Imprint:
    return Imprint(
        site.facts.name,
        chosen.stem,
        site.facts.description,
        chosen.author,
        site.facts.language,
        chosen.origin,
        site.addresses.root,
        chosen.id_authority,
        chosen.license_name,
        chosen.license_url,
    )


def _words(site: Site, imprint: Imprint) -> WordsInputs:
    changes = (*site.entry_dates.values(), *site.entry_changes.values())
    own = [site.openings[BOOK]] if BOOK in site.openings else [one for one in site.pages if one.slug == GUIDE]
    preface = (Chapter(one.title, site.texts[one.source_path]) for one in own)
    return WordsInputs(
        imprint,
        max(changes, default=EPOCH),
        site.definitions,
        site.dictionary.entries,
        site.addresses.dictionary(),
        tuple(preface),
    )


def _documents(inputs: EditionsInputs) -> Iterator[Document]:
    addresses, facts = inputs.lexicon.addresses, inputs.lexicon.facts
    for file in inputs.files:
        yield Document(addresses.save_as(addresses.editions() + file.name), _file, file)
    url = addresses.editions()
    opening = inputs.opening
    heading = opening.heading if opening else "Editions"
    description = opening.description if opening else "The dictionary for other devices, and to print."
    about = PageFacts(
        str(heading), description, url, addresses.dictionary(), "editions", site_feeds(facts, addresses)
    )
    offer = OfferInputs(
        about, opening, url, len(inputs.words.definitions), inputs.words.changed_at, inputs.files
    )
    yield inputs.frames.page(addresses.save_as(url), "editions.html", _offer, offer)


def _file(inputs: EditionInputs) -> bytes:
    key = Document("", _file, inputs).key
    return inputs.shelf.get(
        inputs.name, key, lambda: make(inputs.kind, inputs.name, inputs.of, lambda: _cover(inputs.cover))
    )


def _cover(inputs: CoverInputs) -> bytes:
    from plugins.cards.draw import draw  # only now: few builds need Pillow

    masthead, description = inputs.masthead, text_of(inputs.description)
    below = compose_definition(masthead) if masthead else compose_article("", description)
    blocks = (*compose_article(text_of(inputs.title), ""), *below)
    return draw(Card(inputs.publication, "", blocks, inputs.foot), COVER_HEIGHT)


def _offer(inputs: OfferInputs) -> tuple[PageFacts, EditionsView]:
    kinds = dict.fromkeys(file.kind for file in inputs.files)
    view = EditionsView(
        inputs.facts.title,
        inputs.opening,
        inputs.count,
        inputs.changed_at,
        tuple(
            EditionView(kind, tuple(_shown(file, inputs.base) for file in inputs.files if file.kind == kind))
            for kind in kinds
        ),
    )
    return inputs.facts, view


def _shown(file: EditionInputs, base: str) -> EditionFile:
    return EditionFile(file.name, base + file.name, f"{max(1, round(len(_file(file)) / 1000)):,} kB")
