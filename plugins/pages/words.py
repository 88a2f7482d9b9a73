"""Views of the dictionary: its index, its letters, its entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from markupsafe import Markup

from plugins.comments.model import Form, KeptThread, Policy, State, ThreadView
from plugins.dates import Dates
from plugins.files.data import dictionary_documents, thread_document
from plugins.glossary.authors import authors_of_verse
from plugins.glossary.entry import Entry
from plugins.html.typography import set_plain_marks
from plugins.incremental.deferred import Deferred
from plugins.incremental.document import Bundle, Document
from plugins.pages import translate
from plugins.pages.articles import thread_view
from plugins.pages.dictionary_inputs import DictionaryInputs, letter_of
from plugins.pages.dictionary_model import (
    AuthorsView,
    DictionaryView,
    EntryView,
    IndexEntry,
    LetterEntry,
    LetterGroup,
    LetterView,
    Mention,
    VerseAuthor,
)
from plugins.pages.linked_data import describe_dictionary, describe_entry
from plugins.pages.model import GlossedText, Letter, PageFacts
from plugins.pages.page import Frames, site_feeds
from plugins.pages.sharing import Lexicon, entry_files, entry_image, share_entry
from plugins.site.mentions import mentions_of
from plugins.site.model import Site
from plugins.site.records import Card, Link, SiteFacts

ALL_LINES = 11_000
"""Characters of all definitions in the A-Z index, the shortest first: its page has a budget. The longer ones stand with
their letters, for no joke is cut."""

MAX_MENTIONS = 20
"""On an entry's page: the newest."""

BLOCK = 25
"""Entries in one bundle."""


def dictionary(site: Site, frames: Frames, lexicon: Lexicon) -> Iterator[Bundle]:
    """The index, a page for each letter, the authors of verse; a page for each entry; the same for programs."""
    inputs = DictionaryInputs.of(site, frames, lexicon)
    yield Bundle("dictionary/lists", _lists, inputs, 30)
    yield Bundle("dictionary/data", _data, inputs, 2)
    if site.has_translate:
        yield translate.files(site, frames, lexicon)
    mentions = mentions_of(site.linked, [article.source_path for article in site.articles])
    for start in range(0, len(site.dictionary.entries), BLOCK):
        block = site.dictionary.entries[start : start + BLOCK]
        used = tuple(_usage(site, mentions.get(entry.slug, ())) for entry in block)
        yield Bundle(f"entries/{start}", _entries, EntriesInputs(inputs, start, used), len(block))


def _data(inputs: DictionaryInputs) -> Iterator[Document]:
    entries, origin = inputs.dictionary.entries, inputs.facts.origin
    return dictionary_documents(entries, inputs.first_at, origin, inputs.addresses)


def _lists(inputs: DictionaryInputs) -> Iterator[Document]:
    letters = inputs.letters
    by_letter = {letter.name: list(entries) for letter, entries in _by_letter(inputs)}
    yield from _authors(inputs)
    yield _dictionary_index(inputs, by_letter)
    present = [letter for letter in letters if letter.url]
    for index, letter in enumerate(present):
        newer = present[index + 1] if index + 1 < len(present) else None
        older = present[index - 1] if index else None
        yield _letter(inputs, letter, by_letter[letter.name], newer, older)


def _by_letter(inputs: DictionaryInputs) -> Iterator[tuple[Letter, list[Entry]]]:
    named = {letter.name: letter for letter in inputs.letters}
    for name, entries in groupby(inputs.dictionary.entries, key=letter_of):
        yield named[name], list(entries)


def _dictionary_index(inputs: DictionaryInputs, by_letter: dict[str, list[Entry]]) -> Document:
    opening, site, base = inputs.opening, inputs.facts, inputs.addresses.dictionary()
    description = opening.description if opening else "Every word, from A to Z."
    facts = _dictionary_facts(inputs, "The dictionary", description, base, kind="dictionary")
    facts = replace(facts, sharing=inputs.sharing)
    limit = _longest_line(inputs.dictionary.entries)
    groups = tuple(
        LetterGroup(letter, tuple(_index_entry(inputs, entry, limit) for entry in by_letter[letter.name]))
        for letter in inputs.letters
        if letter.url
    )
    data = (Link("JSON", f"{base}index.json"), Link("its schema", f"{base}schema.json"))
    linked = describe_dictionary(dictionary_name(site), facts.description, site.origin + base, site.language)
    view = DictionaryView(
        "The dictionary",
        opening,
        inputs.letters,
        groups,
        entry_count=len(inputs.dictionary.entries),
        authors=inputs.addresses.authors() if authors_of_verse(inputs.dictionary) else "",
        random=_random(inputs),
        data=data,
        editions=inputs.addresses.editions() if inputs.has_editions else "",
        linked_data=linked if site.origin else Markup(),
    )
    return inputs.frames.shown(inputs.addresses.save_as(base), "dictionary.html", facts, view)


def _longest_line(entries: Iterable[Entry]) -> int:
    """Characters of the longest definition that the index has room for."""
    total, longest = 0, 0
    for length, count in sorted(Counter(len(entry.line) for entry in entries).items()):
        total += length * count
        if total > ALL_LINES:
            break
        longest = length
    return longest


def _index_entry(inputs: DictionaryInputs, entry: Entry, limit: int) -> IndexEntry:
    card, said = inputs.card(entry), entry.line
    return IndexEntry(
        set_plain_marks(card.title), card.url, set_plain_marks(said) if len(said) <= limit else ""
    )


def dictionary_name(facts: SiteFacts) -> str:
    """What programs are told that it is called."""
    return f"The dictionary of {facts.name}"


def _random(inputs: DictionaryInputs) -> str:
    return f"{inputs.addresses.dictionary()}#random"


def _authors(inputs: DictionaryInputs) -> Iterator[Document]:
    """The index of those who signed a verse, if there are any."""
    authors = tuple(
        VerseAuthor(author.name, inputs.cards(author.entries))
        for author in authors_of_verse(inputs.dictionary)
    )
    if authors:
        url, title = inputs.addresses.authors(), "Authors of verse"
        description = "Who is quoted in the dictionary, and under which words."
        facts = _dictionary_facts(inputs, title, description, url, kind="authors")
        view = AuthorsView(title, inputs.letters, authors)
        yield inputs.frames.shown(inputs.addresses.save_as(url), "authors.html", facts, view)


def _dictionary_facts(
    inputs: DictionaryInputs, title: str, description: str, url: str, kind: str
) -> PageFacts:
    slug = url.removesuffix("/").rpartition("/")[2] if kind == "entry" else ""
    addresses, name = inputs.addresses, inputs.facts.name
    has_feed = slug in inputs.threads and slug in inputs.dates
    thread = (addresses.thread_feed(title, url),) if has_feed else ()
    words = (addresses.dictionary_feed(name), addresses.word_feed(name))
    feeds = (*site_feeds(inputs.facts, addresses), *words, *thread)
    return PageFacts(title, description, url, addresses.dictionary(), kind, feeds)


def _letter(
    inputs: DictionaryInputs,
    letter: Letter,
    entries: list[Entry],
    newer: Letter | None,
    older: Letter | None,
) -> Document:
    title = f"{letter.name} in the dictionary"
    description = f"From {entries[0].title} to {entries[-1].title}."
    facts = _dictionary_facts(inputs, title, description, letter.url, kind="letter")
    shown = tuple(LetterEntry(inputs.addresses.entry(e.slug), inputs.definitions[e.slug]) for e in entries)
    view = LetterView(letter, inputs.letters, entries[0].title, entries[-1].title, shown, newer, older)
    return inputs.frames.shown(inputs.addresses.save_as(letter.url), "letter.html", facts, view)


@dataclass(frozen=True, slots=True)
class Usage:
    """Where articles use an entry."""

    mentions: tuple[Mention, ...]
    """In the newest of them."""

    count: int
    """How many there are in all."""


@dataclass(frozen=True, slots=True)
class EntriesInputs:
    """All that the pages of some entries are made from."""

    dictionary: DictionaryInputs

    start: int
    """Which entry is the first."""

    used: tuple[Usage, ...]
    """One for each."""


def _usage(site: Site, places: Sequence[tuple[str, int]]) -> Usage:
    mentions = (
        Mention(Card.of(site.by_path[path]), site.linked[path].sentence(number))
        for path, number in places[:MAX_MENTIONS]
    )
    return Usage(tuple(mentions), len(places))


def _entries(block: EntriesInputs) -> Iterator[Document]:
    inputs = block.dictionary
    for index, usage in enumerate(block.used, start=block.start):
        entry = inputs.dictionary.entries[index]
        yield _entry(inputs, index, usage)
        if thread := inputs.threads.get(entry.slug):
            url = inputs.addresses.entry(entry.slug)
            yield thread_document(thread, url, inputs.facts.origin, inputs.addresses)
        yield from entry_files(inputs.lexicon, entry)


def _entry(inputs: DictionaryInputs, index: int, usage: Usage) -> Document:
    entries, lexicon = inputs.dictionary.entries, inputs.lexicon
    entry, url = entries[index], inputs.addresses.entry(entries[index].slug)
    previous = entries[index - 1] if index else None
    following = entries[index + 1] if index + 1 < len(entries) else None
    commentary = inputs.commentaries.get(entry.slug)
    view = EntryView(
        headword=entry.headword,
        title=entry.title,
        published_at=inputs.dates.get(entry.slug),
        definition=lexicon.definitions[entry.slug],
        commentary=lexicon.previews.within(commentary) if commentary else GlossedText(()),
        home=inputs.homes.get(entry.slug),
        letters=inputs.deferred_letters,
        previous=inputs.card(previous) if previous else None,
        next=inputs.card(following) if following else None,
        homographs=inputs.cards(inputs.dictionary.homographs(entry)),
        see_also=inputs.cards(inputs.dictionary.refers_to(entry)),
        referred_from=inputs.cards(inputs.dictionary.referred_from(entry)),
        mentioned_in=usage.mentions,
        mention_count=usage.count,
        citation=_citation(inputs, entry),
        random=_random(inputs),
        thread=_entry_thread(inputs, entry),
        linked_data=_linked_entry(inputs, entry),
    )
    facts = _dictionary_facts(inputs, entry.title, entry.gloss, url, kind="entry")
    facts = replace(facts, sharing=share_entry(lexicon, entry.slug))
    return inputs.frames.shown(inputs.addresses.save_as(url), "entry.html", facts, view)


@dataclass(frozen=True, slots=True)
class EntryThreadInputs:
    """All that the thread of an entry is made from."""

    form: Form | None
    dates: Dates
    thread: KeptThread | None
    key: str
    href: str
    policy: Policy


def _entry_thread(inputs: DictionaryInputs, entry: Entry) -> Deferred[ThreadView | None] | None:
    thread, policy = inputs.threads.get(entry.slug), Policy(State(entry.policy.comments or "open"))
    # An empty thread is a line on three hundred pages that says nothing, where nobody can write.
    if thread is None and (inputs.form is None or policy.state is not State.OPEN):
        return None
    form = inputs.form
    if form and entry.slug in inputs.form_defines:
        form = replace(form, opening=Markup())  # its definition is what this page is about
    href = inputs.addresses.entry(entry.slug)
    key = f"dictionary/{entry.slug}"
    return Deferred(_entry_thread_view, EntryThreadInputs(form, inputs.calendar, thread, key, href, policy))


def _entry_thread_view(inputs: EntryThreadInputs) -> ThreadView | None:
    return thread_view(inputs.form, inputs.dates, inputs.thread, inputs.key, inputs.href, inputs.policy)


def _citation(inputs: DictionaryInputs, entry: Entry) -> str:
    """“Bandwidth, n.” The dictionary of The Exit Interview, 2 March 2026. https://…"""
    head = ", ".join((entry.title, *entry.parts_of_speech[:1]))
    published = inputs.dates.get(entry.slug)
    dated = f", {inputs.calendar.day(published)}" if published else ""
    address = inputs.facts.origin + inputs.addresses.entry(entry.slug)
    return f"“{head}{'' if head.endswith('.') else '.'}” {dictionary_name(inputs.facts)}{dated}. {address}"


def _linked_entry(inputs: DictionaryInputs, entry: Entry) -> Markup:
    facts, addresses = inputs.facts, inputs.addresses
    if not facts.origin:
        return Markup()
    name, image = dictionary_name(facts), entry_image(inputs.lexicon, entry.slug)
    trail = (
        Link(facts.name, addresses.front()),
        Link(name, addresses.dictionary()),
        Link(entry.title, addresses.entry(entry.slug)),
    )
    return describe_entry(entry.headword, entry.gloss, facts.origin, name, image, trail)
