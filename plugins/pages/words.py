"""Views of the dictionary: its index, its letters, its entries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from itertools import groupby

from markupsafe import Markup

from plugins.cards.keep import hand
from plugins.comments.model import Policy, State, ThreadView
from plugins.glossary.authors import authors_of_verse
from plugins.glossary.entry import Entry
from plugins.glossary.render import short_text
from plugins.pages.articles import thread_view
from plugins.pages.digest import digest, joined
from plugins.pages.documents import dictionary_documents, thread_document
from plugins.pages.linked_data import describe_dictionary, describe_entry
from plugins.pages.mentions import LinkedText, mentions_of
from plugins.pages.model import (
    Article,
    AuthorsView,
    Deferred,
    DictionaryView,
    EntryView,
    GlossedText,
    IndexEntry,
    Letter,
    LetterEntry,
    LetterGroup,
    LetterView,
    Link,
    Mention,
    PageFacts,
    StaticPage,
    VerseAuthor,
)
from plugins.pages.page import (
    NOTHING,
    Bundle,
    Document,
    Names,
    Page,
    entry_card,
    opening_of,
    page_of,
    site_feeds,
)
from plugins.pages.previews import Previews
from plugins.pages.render import day
from plugins.pages.sharing import Draw, entry_files, entry_image, share_entry, share_opening
from plugins.pages.site import Site

FIRST_LINE = 48
"""Characters of a definition in the A-Z index: with all of its words the page weighs 60 kB, fonts included."""

OPENING_QUOTE = re.compile(r'(^|[\s(—])"')

MOST_MENTIONS = 20
"""On an entry's page: the newest."""

BLOCK = 25
"""Entries in one bundle."""


def dictionary(site: Site, previews: Previews, draw: Draw) -> Iterator[Bundle]:
    """The index, a page for each letter, the authors of verse; a page for each entry; the same for programs."""
    letters, homes = letters_of(site), _homes(site)
    words = _digest_words(site, previews, homes)
    entries = len(site.dictionary.entries)
    yield Bundle("dictionary/lists", words, 30, partial(_lists, site, letters))
    yield Bundle("dictionary/data", words, entries + 2, partial(dictionary_documents, site))
    press = _Entries.of(site, previews, draw, homes, letters)
    yield from _entries(press, words)


def _digest_words(site: Site, previews: Previews, homes: Mapping[str, Link]) -> bytes:
    """Stands for all that any page says of words, but for where articles use them."""
    openings = [(name, page, site.texts[page.source_path].digest) for name, page in site.openings.items()]
    threads = [thread.digest for key, thread in site.threads.items() if key.startswith("dictionary/")]
    commentaries = [
        (key, one.body.digest) for key, one in site.linked.items() if key.startswith("dictionary/")
    ]
    definitions = [one.digest for one in site.linked_definitions.values()]
    cards = [card.digest for card in site.entry_cards.values()]
    form, facts = site.layout.comment_form, site.facts
    about = (facts.name, facts.language, facts.origin, form, openings, homes)
    plain = (about, commentaries, sorted(site.entry_dates.items()))
    return joined([previews.digest, digest(plain), *threads, *definitions, *cards])


def _lists(site: Site, letters: tuple[Letter, ...]) -> Iterator[Page]:
    by_letter = {letter.name: list(entries) for letter, entries in _by_letter(site, letters)}
    yield from _authors(site, letters)
    yield _dictionary_index(site, letters, by_letter)
    present = [letter for letter in letters if letter.url]
    for index, letter in enumerate(present):
        newer = present[index + 1] if index + 1 < len(present) else None
        older = present[index - 1] if index else None
        yield _letter(site, letter, letters, by_letter[letter.name], newer, older)


def letters_of(site: Site) -> tuple[Letter, ...]:
    """The whole alphabet; letters with which no entry begins have no address."""
    counts = Counter(_letter_of(entry) for entry in site.dictionary.entries)
    names = sorted(set("ABCDEFGHIJKLMNOPQRSTUVWXYZ") | set(counts))
    return tuple(
        Letter(name, site.addresses.letter(name) if counts[name] else "", counts[name]) for name in names
    )


def _letter_of(entry: Entry) -> str:
    return "#" if entry.initial == "0" else entry.initial.upper()


def _by_letter(site: Site, letters: Sequence[Letter]) -> Iterator[tuple[Letter, list[Entry]]]:
    named = {letter.name: letter for letter in letters}
    for name, entries in groupby(site.dictionary.entries, key=_letter_of):
        yield named[name], list(entries)


def _dictionary_index(site: Site, letters: tuple[Letter, ...], by_letter: dict[str, list[Entry]]) -> Page:
    opening = opening_of(site, "dictionary")
    facts = _dictionary_facts(
        site,
        title="The dictionary",
        description=opening.description if opening else "Every word, from A to Z.",
        url=site.addresses.dictionary(),
        kind="dictionary",
    )
    facts = replace(facts, sharing=share_opening(site, "dictionary"))
    groups = tuple(
        LetterGroup(letter, tuple(_index_entry(site, entry) for entry in by_letter[letter.name]))
        for letter in letters
        if letter.url
    )
    base, origin = site.addresses.dictionary(), site.facts.origin
    data = (Link("JSON", f"{base}index.json"), Link("its schema", f"{base}schema.json"))
    linked = describe_dictionary(dictionary_name(site), facts.description, origin + base, site.facts.language)
    view = DictionaryView(
        "The dictionary",
        opening,
        letters,
        groups,
        entry_count=len(site.dictionary.entries),
        authors=site.addresses.authors() if authors_of_verse(site.dictionary) else "",
        random=_random(site),
        data=data,
        linked_data=linked if origin else Markup(),
    )
    return page_of(site, "dictionary.html", facts, view)


def _index_entry(site: Site, entry: Entry) -> IndexEntry:
    card = entry_card(site, entry)
    return IndexEntry(card.title, card.url, _set_quotes(short_text(entry, FIRST_LINE)))


def _set_quotes(text: str) -> str:
    """Quotes as `typography.set_type` sets them, without its marks: a page of first lines would weigh too much."""
    opened = OPENING_QUOTE.sub(r"\1“", text)
    return opened.replace('"', "”").replace("'", "’")


def dictionary_name(site: Site) -> str:
    """What programs are told that it is called."""
    return f"The dictionary of {site.facts.name}"


def _random(site: Site) -> str:
    return f"{site.addresses.dictionary()}#random"


def _authors(site: Site, letters: tuple[Letter, ...]) -> Iterator[Page]:
    """The index of those who signed a verse, if there are any."""
    authors = tuple(
        VerseAuthor(author.name, tuple(entry_card(site, entry) for entry in author.entries))
        for author in authors_of_verse(site.dictionary)
    )
    if authors:
        facts = _dictionary_facts(
            site,
            title="Authors of verse",
            description="Who is quoted in the dictionary, and under which words.",
            url=site.addresses.authors(),
            kind="authors",
        )
        yield page_of(site, "authors.html", facts, AuthorsView("Authors of verse", letters, authors))


def _dictionary_facts(site: Site, title: str, description: str, url: str, kind: str) -> PageFacts:
    slug = url.removesuffix("/").rpartition("/")[2] if kind == "entry" else ""
    has_feed = f"dictionary/{slug}" in site.threads and slug in site.entry_dates
    feeds = site.addresses.thread_feeds(title, url) if has_feed else ()
    name = site.facts.name
    words = (site.addresses.dictionary_feed(name), site.addresses.word_feed(name), *site_feeds(site))
    return PageFacts(title, description, url, site.addresses.dictionary(), kind, (*feeds, *words))


def _letter(
    site: Site,
    letter: Letter,
    letters: tuple[Letter, ...],
    entries: list[Entry],
    newer: Letter | None,
    older: Letter | None,
) -> Page:
    facts = _dictionary_facts(
        site,
        title=f"{letter.name} in the dictionary",
        description=f"From {entries[0].title} to {entries[-1].title}.",
        url=letter.url,
        kind="letter",
    )
    shown = tuple(LetterEntry(site.addresses.entry(e.slug), site.linked_definitions[e.slug]) for e in entries)
    view = LetterView(letter, letters, entries[0].title, entries[-1].title, shown, newer, older)
    return page_of(site, "letter.html", facts, view)


@dataclass(frozen=True, slots=True)
class _Entries:
    """What the page of any entry is made with."""

    site: Site
    names: Names
    previews: Previews
    draw: Draw
    homes: Mapping[str, Link]
    letters: Deferred[tuple[Letter, ...]]
    mentions: Mapping[str, Sequence[tuple[str, int]]]

    @classmethod
    def of(
        cls,
        site: Site,
        previews: Previews,
        draw: Draw,
        homes: Mapping[str, Link],
        letters: tuple[Letter, ...],
    ) -> _Entries:
        mentions = mentions_of(site.linked, [article.source_path for article in site.articles])
        thumb = Deferred(digest(letters), lambda: letters)
        return cls(site, Names.of(site), previews, draw, homes, thumb, mentions)


def _entries(press: _Entries, words: bytes) -> Iterator[Bundle]:
    """In blocks. `words` stands for all but where articles use them."""
    site, mentions, made_by = press.site, press.mentions, hand() if press.site.facts.origin else NOTHING
    entries = site.dictionary.entries
    for start in range(0, len(entries), BLOCK):
        block = range(start, min(start + BLOCK, len(entries)))
        digests = [words, made_by]
        for index in block:
            digests += _digests(site, mentions.get(entries[index].slug, ()))
        yield Bundle(f"entries/{start}", joined(digests), len(block), partial(_block, press, block))


def _digests(site: Site, mentions: Sequence[tuple[str, int]]) -> Iterator[bytes]:
    """What the page of an entry says of the articles that use it."""
    yield len(mentions).to_bytes(16, "big")
    for path, number in mentions[:MOST_MENTIONS]:
        yield site.article_at(path).card_digest
        yield _sentence_digest(site.linked[path], number)


def _block(press: _Entries, block: Iterable[int]) -> Iterator[Page | Document]:
    site = press.site
    for index in block:
        yield _entry(press, index)
        slug = site.dictionary.entries[index].slug
        if thread := site.threads.get(f"dictionary/{slug}"):
            yield thread_document(thread, site.addresses.entry(slug), site.facts.origin, site.addresses)
        yield from entry_files(site, slug, press.draw)


def _entry(press: _Entries, index: int) -> Page:
    site, names, previews, mentions = press.site, press.names, press.previews, press.mentions
    entries = site.dictionary.entries
    entry = entries[index]
    previous = entries[index - 1] if index else None
    following = entries[index + 1] if index + 1 < len(entries) else None
    commentary = site.linked.get(f"dictionary/{entry.slug}")
    view = EntryView(
        headword=entry.headword,
        title=entry.title,
        definition=site.definitions[entry.slug],
        commentary=previews.within(commentary) if commentary else GlossedText(()),
        home=press.homes.get(entry.slug),
        letters=press.letters,
        previous=entry_card(site, previous) if previous else None,
        next=entry_card(site, following) if following else None,
        homographs=tuple(entry_card(site, other) for other in site.dictionary.homographs(entry)),
        see_also=tuple(entry_card(site, other) for other in site.dictionary.refers_to(entry)),
        referred_from=tuple(entry_card(site, other) for other in site.dictionary.referred_from(entry)),
        mentioned_in=tuple(_mentions(site, mentions.get(entry.slug, ())[:MOST_MENTIONS])),
        mention_count=len(mentions.get(entry.slug, ())),
        citation=_citation(site, entry),
        random=_random(site),
        thread=_entry_thread(site, names, entry),
        linked_data=_linked_entry(site, entry),
    )
    facts = _dictionary_facts(site, entry.title, entry.gloss, site.addresses.entry(entry.slug), kind="entry")
    return page_of(site, "entry.html", replace(facts, sharing=share_entry(site, entry.slug)), view)


def _entry_thread(site: Site, names: Names, entry: Entry) -> Deferred[ThreadView | None] | None:
    key = f"dictionary/{entry.slug}"
    thread, policy = site.threads.get(key), Policy(State(entry.policy.comments or "open"))
    # An empty thread is a line on three hundred pages that says nothing, where nobody can write.
    if thread is None and (names.form is None or policy.state is not State.OPEN):
        return None
    form, opening = names.form, site.openings.get("comment-form")
    if form and opening and entry.slug in opening.entry_slugs:
        form = replace(form, opening=Markup())  # its definition is what this page is about
    href = site.addresses.entry(entry.slug)
    return Deferred(
        digest((thread.digest if thread else NOTHING, href, policy, form)),
        lambda: thread_view(replace(names, form=form), thread, key, href, policy),
    )


def _citation(site: Site, entry: Entry) -> str:
    """“Bandwidth, n.” The dictionary of The Exit Interview, 2 March 2026. https://…"""
    head = ", ".join((entry.title, *entry.parts_of_speech[:1]))
    published = site.entry_dates.get(entry.slug)
    dated = f", {day(published)}" if published else ""
    address = site.facts.origin + site.addresses.entry(entry.slug)
    return f"“{head}{'' if head.endswith('.') else '.'}” {dictionary_name(site)}{dated}. {address}"


def _linked_entry(site: Site, entry: Entry) -> Markup:
    origin = site.facts.origin
    if not origin:
        return Markup()
    url, dictionary = site.addresses.entry(entry.slug), site.addresses.dictionary()
    name = dictionary_name(site)
    trail = (Link(site.facts.name, site.addresses.front()), Link(name, dictionary), Link(entry.title, url))
    return describe_entry(entry.headword, entry.gloss, origin, name, entry_image(site, entry.slug), trail)


def _homes(site: Site) -> dict[str, Link]:
    """Slug of an entry → the article or page that opens with it."""
    homes: dict[str, Link] = {}
    for name, opening in site.openings.items():
        if (address := address_of_opening(site, name)) is not None:
            homes |= dict.fromkeys(opening.entry_slugs, Link(opening.title, address))
    places: list[Article | StaticPage] = [*site.pages, *site.articles]
    for place in places:
        homes |= dict.fromkeys(place.entry_slugs, Link(place.title, place.url))
    return homes


def address_of_opening(site: Site, name: str) -> str | None:
    """The page that opens with `content/openings/<name>.md`; None where it stands on no page of its own."""
    kind, _, slug = name.partition("-")
    for kept, filings in (("category", site.categories), ("tag", site.tags), ("author", site.authors)):
        if kind == kept:
            return next((filing.place.url for filing in filings if filing.place.slug == slug), None)
    addresses = site.addresses
    fixed = {
        "front": addresses.front(),
        "dictionary": addresses.dictionary(),
        "archive": addresses.archive(),
        "search": addresses.search(),
    }
    return fixed.get(name)


def _mentions(site: Site, places: Iterable[tuple[str, int]]) -> Iterator[Mention]:
    for path, number in places:
        sentences = site.linked[path].sentences
        one = Deferred(_sentence_digest(site.linked[path], number), partial(_pick, sentences, number))
        yield Mention(site.card(site.article_at(path)), one)


def _sentence_digest(text: LinkedText, number: int) -> bytes:
    return blake2b(bytes([number % 256]), key=text.sentences.digest, digest_size=16).digest()


def _pick(sentences: Deferred[tuple[str, ...]], number: int) -> str:
    return sentences.make()[number]
