"""What a page says of the words that it links: a preview for each, and a gloss in the margin of a paragraph.

Made together with the view, from the stored text with the links that the linker put in; feeds and summaries have
the text without.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from html import escape as quoted
from string import ascii_lowercase

from markupsafe import Markup

from plugins.glossary.entry import Entry
from plugins.glossary.gloss import with_stop
from plugins.glossary.headword import superscript
from plugins.html.prose import plain
from plugins.html.tokens import TOKEN, Tag, read_tag
from plugins.html.typography import set_plain
from plugins.incremental.deferred import Deferred
from plugins.incremental.digest import Digested
from plugins.pages.model import GlossedText, Passage, Preview
from plugins.site.addresses import Addresses
from plugins.site.mentions import LinkedText
from plugins.site.records import Link

CONTAINERS = frozenset(
    ("ul ol dl table figure blockquote details div section article aside header footer nav form").split()
)
"""A paragraph in one of these has no margin of its own."""

HEADING = re.compile(
    r"""<(?P<name>h[2-6])\b[^>]*\bid="(?P<id>[^"]+)"[^>]*>(?P<text>.*?)</(?P=name)>""", re.DOTALL
)

MANY_SECTIONS = 5
"""A text with so many has a list of them."""

DATA_TERM = re.compile(r' data-term="[^"<>]*"')


@dataclass(frozen=True)
class Previews(Digested):
    """Of every word of the dictionary."""

    by_slug: Mapping[str, Deferred[Preview]]

    @classmethod
    def of(cls, entries: Iterable[Entry], addresses: Addresses) -> Previews:
        """Nothing is made yet."""
        return cls({entry.slug: _preview(entry, addresses.entry(entry.slug)) for entry in entries})

    def within(self, text: LinkedText) -> Deferred[GlossedText]:
        """`text` as its page shows it."""
        found = {slug: self.by_slug[slug] for slug in text.slugs if slug in self.by_slug}
        return Deferred(_glossed, GlossInputs(text.body, found))


@dataclass(frozen=True, slots=True)
class GlossInputs:
    """A text, and the words that it leads to."""

    body: Deferred[Markup]
    previews: Mapping[str, Deferred[Preview]]
    """By slug."""


def _glossed(inputs: GlossInputs) -> GlossedText:
    previews = {slug: preview.make() for slug, preview in inputs.previews.items()}
    slugs, body = {preview.url: slug for slug, preview in previews.items()}, str(inputs.body.make())
    return replace(gloss(link_headings(body), previews, slugs), contents=contents_of(body))


@dataclass(frozen=True, slots=True)
class PreviewInputs:
    """What the preview of a word says."""

    slug: str
    head: str
    language: str
    parts_of_speech: str
    url: str
    gloss: str


def _preview(entry: Entry, url: str) -> Deferred[Preview]:
    said = with_stop(entry.gloss)
    raised = superscript(entry.homograph) if entry.homograph else ""
    head = entry.headword + raised
    return Deferred(
        _previewed, PreviewInputs(entry.slug, head, entry.policy.lang, entry.part_of_speech, url, said)
    )


def _previewed(inputs: PreviewInputs) -> Preview:
    return Preview(
        id=f"word-{inputs.slug}",
        headword=inputs.head,
        language=inputs.language,
        parts_of_speech=inputs.parts_of_speech,
        url=inputs.url,
        gloss=set_plain(inputs.gloss),
    )


def link_headings(html: str) -> str:
    """Every heading with an id becomes a link to itself; one that holds a link has its own behind that."""

    def link(found: re.Match[str]) -> str:
        start, end = found.start("text") - found.start(), found.end("text") - found.start()
        heading, text, here = found[0], found["text"], f'<a class="here" href="#{found["id"]}"'
        linked = f'{text} {here} aria-label="This section"></a>' if "<a " in text else f"{here}>{text}</a>"
        return heading[:start] + linked + heading[end:]

    return HEADING.sub(link, html)


def contents_of(html: str) -> tuple[Link, ...]:
    """The sections of a long text."""
    sections = [found for found in HEADING.finditer(html) if found["name"] == "h2"]
    links = tuple(Link(plain(section["text"]), f"#{section['id']}") for section in sections)
    return links if len(links) >= MANY_SECTIONS else ()


def gloss(html: str, previews: Mapping[str, Preview], slugs: Mapping[str, str]) -> GlossedText:
    """Name the preview of each linked word, and put glosses before paragraphs.

    Args:
        html: a finished text with links to the dictionary.
        previews: by slug, of the words that are to have one.
        slugs: address of an entry → its slug.
    """
    writer = _Writer(previews, slugs)
    copied = 0
    for found in TOKEN.finditer(html):
        if found["tag"] is not None:
            start, end = found.span("tag")
            writer.copy(html[copied:start])
            writer.tag(found["tag"])
            copied = end
    writer.copy(html[copied:])
    return writer.finish()


class _Writer:
    """Copies a text, tag by tag."""

    def __init__(self, previews: Mapping[str, Preview], slugs: Mapping[str, str]) -> None:
        self._previews, self._slugs = previews, slugs
        self._done: list[Passage] = []
        self._pieces: list[str] = []
        self._paragraph: int | None = None
        """Where among `pieces` the open paragraph began, if it may have a gloss and has none yet."""

        self._depth = 0
        self._notes: dict[str, Preview] = {}
        """By slug, in the order of the text, with their marks."""

    def copy(self, text: str) -> None:
        """Text between tags."""
        self._pieces.append(text)

    def tag(self, markup: str) -> None:
        """A tag, changed if it is a link to a word."""
        tag = read_tag(markup)
        if tag.name in CONTAINERS:
            self._depth = max(0, self._depth + (-1 if tag.is_end else 1))
        elif tag.name == "p":
            self._paragraph = None if tag.is_end or self._depth else len(self._pieces)
        if slug := self._slug(tag):
            markup = self._link(markup, slug)
        self._pieces.append(markup)

    def _slug(self, tag: Tag) -> str | None:
        if tag.name != "a" or tag.href is None:
            return None
        slug = tag.term or self._slugs.get(tag.href.partition("#")[0])
        return slug if slug in self._previews else None

    def _link(self, markup: str, slug: str) -> str:
        """The start tag of a link, with its preview; the first of each word has the mark of its note."""
        attributes = f' interestfor="{quoted(self._previews[slug].id)}"'
        if slug not in self._notes:
            preview = replace(self._previews[slug], note=note(len(self._notes)))
            self._notes[slug] = preview
            attributes += f' data-note="{preview.note}"'
            self._put_gloss(preview)
        return DATA_TERM.sub("", markup).removesuffix(">") + attributes + ">"

    def _put_gloss(self, preview: Preview) -> None:
        if self._paragraph is None:
            return
        before, self._pieces = self._pieces[: self._paragraph], self._pieces[self._paragraph :]
        self._end_passage(before)
        self._done.append(Passage(preview, Markup()))
        self._paragraph = None

    def _end_passage(self, pieces: Iterable[str]) -> None:
        html = Markup("".join(pieces))  # noqa: S704 - as safe as it came
        if self._done and not self._done[-1].html:
            self._done[-1] = replace(self._done[-1], html=html)
        elif html.strip():
            self._done.append(Passage(None, html))

    def finish(self) -> GlossedText:
        """All of it."""
        self._end_passage(self._pieces)
        return GlossedText(tuple(self._done), tuple(self._notes.values()))


def note(number: int) -> str:
    """a, b, … z, aa, ab …: footnotes of authors have figures."""
    more, last = divmod(number, len(ascii_lowercase))
    return (note(more - 1) if more else "") + ascii_lowercase[last]
