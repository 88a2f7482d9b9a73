"""The page Translate: words of the dictionary found in a text that a reader gives. docs/translate.md.

What the author writes of it is content/openings/translate.md: before its first heading the opening; under one, a table
of verdicts or, as a quotation, a sample.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup, escape

from plugins.glossary.dictionary import Dictionary
from plugins.glossary.translate import (
    Block,
    Translation,
    Vocabulary,
    in_plain_english,
    senses_data,
    translate,
    vocabulary_data,
)
from plugins.html.prose import plain
from plugins.incremental.deferred import Deferred
from plugins.incremental.document import Bundle, Document, written
from plugins.pages.dictionary_model import Sample, TranslateView, Verdict
from plugins.pages.model import Opening, PageFacts, Preview
from plugins.pages.page import Frames, site_feeds
from plugins.pages.sharing import Lexicon
from plugins.site.model import TRANSLATE, Site
from plugins.site.records import StaticPage

HEADING = re.compile(r"<h2\b[^>]*>(?P<title>.*?)</h2>", re.DOTALL)
ROW = re.compile(r"<tr>\s*<td\b[^>]*>(?P<least>.*?)</td>\s*<td\b[^>]*>(?P<said>.*?)</td>", re.DOTALL)
PIECE = re.compile(r"<(?P<name>p|li)\b[^>]*>(?P<text>.*?)(?=</?(?:p|li|ul|ol)\b)", re.DOTALL)
LINE_BREAK = re.compile(r"<br\b[^>]*>")


@dataclass(frozen=True, slots=True)
class TranslateInputs:
    """All that the page and its files are made from."""

    frames: Frames
    lexicon: Lexicon

    dictionary: Dictionary = field(compare=False, repr=False)
    """Of the entries of the lexicon's definitions, which stand for it."""

    record: StaticPage
    text: Deferred[Markup]
    """What its author wrote of it."""


def files(site: Site, frames: Frames, lexicon: Lexicon) -> Bundle:
    """The page, the words it looks for, and what they mean."""
    record = site.openings[TRANSLATE]
    inputs = TranslateInputs(frames, lexicon, site.dictionary, record, site.texts[record.source_path])
    return Bundle(TRANSLATE, _files, inputs, 3)


def _files(inputs: TranslateInputs) -> Iterator[Document]:
    vocabulary = Vocabulary.of(inputs.dictionary, inputs.lexicon.addresses.dictionary())
    terms, senses = (
        _named(name, _json(data))
        for name, data in (("terms", vocabulary_data(vocabulary)), ("senses", senses_data(vocabulary)))
    )
    yield from (terms, senses)
    yield _page(inputs, vocabulary, (terms, senses))


def _page(inputs: TranslateInputs, vocabulary: Vocabulary, data: tuple[Document, Document]) -> Document:
    record, addresses, previews = inputs.record, inputs.lexicon.addresses, inputs.lexicon.previews
    opening, *sections = _sections(inputs.text.make())
    verdicts = tuple(verdict for _, body in sections for verdict in _verdicts(body))
    read = [(title, translate(text, vocabulary)) for title, body in sections if (text := _sample(body))]
    slugs = dict.fromkeys(slug for _, one in read for slug in one.slugs)
    shown = {slug: previews.by_slug[slug].make() for slug in slugs}
    samples = tuple(_shown(title, one, vocabulary, shown, verdicts) for title, one in read)
    url = addresses.translate()
    feeds = site_feeds(inputs.lexicon.facts, addresses)
    facts = PageFacts(plain(record.title), record.summary, url, url, "translate", feeds)
    terms, senses = (f"{addresses.root}/{one.path}" for one in data)
    head = Opening(record.heading, record.summary, Markup(opening[1]))  # noqa: S704 - cut from a safe text
    view = TranslateView(
        plain(record.title),
        head,
        terms,
        senses,
        addresses.dictionary(),
        verdicts,
        samples,
        tuple(shown.values()),
    )
    return inputs.frames.shown(addresses.save_as(url), "translate.html", facts, view)


def _sections(body: str) -> Iterator[tuple[str, str]]:
    """Title and HTML of what stands under each heading; first, without one, what stands before them."""
    title, start = "", 0
    for found in HEADING.finditer(body):
        yield title, body[start : found.start()]
        title, start = plain(found["title"]), found.end()
    yield title, body[start:]


def _verdicts(body: str) -> Iterator[Verdict]:
    for found in ROW.finditer(body):
        least = plain(found["least"])
        if least.isdecimal():
            yield Verdict(int(least), plain(found["said"]))


def _sample(body: str) -> str:
    """The text of a quotation, a block for each paragraph and item; empty where there is none."""
    quoted = body.partition("<blockquote")[2].partition("</blockquote>")[0]
    pieces = PIECE.finditer(f"{quoted}</p>")
    lines = (plain(LINE_BREAK.sub(" ", found["text"])) for found in pieces)
    return "\n\n".join(filter(None, lines))


def _shown(
    title: str,
    read: Translation,
    vocabulary: Vocabulary,
    previews: dict[str, Preview],
    verdicts: tuple[Verdict, ...],
) -> Sample:
    said = tuple(in_plain_english(block, vocabulary) for block in read.blocks)
    return Sample(
        title,
        tuple(_marked(block, previews) for block in read.blocks),
        said if any(one != block.text for one, block in zip(said, read.blocks, strict=True)) else (),
        read.count,
        read.density,
        next((one.said for one in reversed(verdicts) if read.tenths >= 10 * one.least), ""),
    )


def _marked(block: Block, previews: dict[str, Preview]) -> Markup:
    pieces: list[Markup] = []
    copied = 0
    for found in block.found:
        card = previews[found.term.slug].id
        link = Markup('<mark><a class="term" href="{}" interestfor="{}">{}</a></mark>')
        words = block.text[found.start : found.end]
        pieces += (
            escape(block.text[copied : found.start]),
            link.format(found.term.href, card, words),
        )
        copied = found.end
    return Markup("").join((*pieces, escape(block.text[copied:])))


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def _named(name: str, data: bytes) -> Document:
    """Under a name that carries its digest: a page that is open goes on with its own words."""
    return written(f"static/translate/{name}.{hashlib.sha256(data).hexdigest()[:10]}.json", data)
