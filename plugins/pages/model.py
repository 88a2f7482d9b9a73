"""What each page shows: views. No I/O and no Pelican here.

A template is given three names and nothing else: `site` (SiteFacts), `page` (PageFacts) and `view` (one of
the views below). Every address is ready for an href: root-relative, with the site's path prefix.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from plugins.comments.model import ThreadView
from plugins.incremental.deferred import Deferred
from plugins.site.addresses import FeedLink
from plugins.site.records import Article, Card, EntryCard, Link, Place, Relation, Sharing


@dataclass(frozen=True, slots=True)
class FeedOffer:
    """A feed as the page Subscribe offers it."""

    name: str

    words: str
    """What it is, for one who has never seen a feed; empty where the name says it."""

    forms: tuple[FeedLink, ...]
    """The same feed, once in each form."""

    readers: tuple[Link, ...]
    """One click: addresses that subscribe in common readers."""


@dataclass(frozen=True, slots=True)
class FeedGroup:
    """Feeds of one kind."""

    name: str
    offers: tuple[FeedOffer, ...]


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What every page says of itself."""

    title: str
    """Plain text, for <title>; without the site's name."""

    description: str
    url: str

    section: str
    """The url of the navigation's link that this page is under, or empty."""

    kind: str
    """front, list, article, comments, category, tag, author, archive, year, search, dictionary, letter, entry, authors,
    page, desk, moved or not-found."""

    feeds: tuple[FeedLink, ...]
    """For discovery. The site's own comes first: many readers take the first that they find."""

    is_indexable: bool = True

    sharing: Sharing | Deferred[Sharing] | None = None
    """None where the page is shared as the site is."""


@dataclass(frozen=True, slots=True)
class Opening:
    """The definition with which a kind of page opens, and a word of commentary."""

    heading: Markup
    description: str
    body: Markup


@dataclass(frozen=True, slots=True)
class Pagination:
    """Where one page of a long list stands. Pages are numbered from the oldest, so they never change."""

    number: int | None
    """None on the newest page, which is the list's own address."""

    newer: str
    """Address, or empty."""

    older: str


@dataclass(frozen=True, slots=True)
class Preview:
    """A word as it is shown beside a text that uses it."""

    id: str
    """Of its element: "word-networking"."""

    headword: str
    """As printed, with the number of a homograph."""

    language: str
    """Of the head, where it is not the site's; else empty."""

    parts_of_speech: str
    """ "n.", "adj. and n.", or empty."""

    url: str
    gloss: Markup
    """The first sense or sentence, without links."""

    note: str = ""
    """Its mark on this page, for print: "a"."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text, from one gloss to the next."""

    gloss: Preview | None
    """Stands in the margin of the paragraph with which `html` begins."""

    html: Markup


@dataclass(frozen=True, slots=True)
class GlossedText:
    """A body with the words of the dictionary that it uses."""

    passages: tuple[Passage, ...]

    previews: tuple[Preview, ...] = ()
    """In the order in which the text comes to them, each once."""

    contents: tuple[Link, ...] = ()
    """Its sections, where there are so many that a reader wants a list of them; else empty."""


@dataclass(frozen=True, slots=True)
class FrontView:
    lead: Card

    lead_definition: Markup
    """Where the newest article opens with a definition; else empty."""

    lead_start: Markup
    """Its first paragraph."""

    plain: Markup
    """What the publication is, in one line."""

    doors: Markup
    """Ways in by situation: what the opening of the front page says after its definition; or empty."""

    cards: tuple[Card, ...]
    argued: tuple[Card, ...]
    """The threads with the newest comments."""

    new_words: tuple[EntryCard, ...]

    word: Markup | Deferred[Markup]
    """Today's word, whole, as a definition; empty while the dictionary is empty."""

    word_url: str

    days: str
    """Address of the words of the days, from which a script takes the reader's own; empty if there are none."""

    pagination: Pagination

    linked_data: Markup
    """JSON-LD; empty in a preview."""


@dataclass(frozen=True, slots=True)
class SeriesCard:
    """What a list shows of a series."""

    name: str
    first: Card
    count: int


@dataclass(frozen=True, slots=True)
class Landing:
    """What the own page of a category, a tag or an author says besides its newest articles."""

    count: int
    """Articles in all."""

    since: int
    """Year of the oldest."""

    tags: tuple[Shelf, ...]
    """That most of its articles have, the most used first."""

    words: tuple[EntryCard, ...] = ()
    """Of a category, as the rest: the words that its articles use most, in the order of the dictionary."""

    series: tuple[SeriesCard, ...] = ()

    argued: tuple[Card, ...] = ()
    """Those of the older articles that have most comments."""


@dataclass(frozen=True, slots=True)
class ListView:
    """One page of a list of articles: the stream, a category, a tag or an author."""

    heading: str
    opening: Opening | None
    cards: tuple[Card, ...]
    pagination: Pagination
    landing: Landing | None = None


@dataclass(frozen=True, slots=True)
class NumberedPart:
    """A part of a series."""

    number: int
    """As its author wrote it."""

    card: Card


@dataclass(frozen=True, slots=True)
class SeriesView:
    name: str

    parts: tuple[NumberedPart, ...]
    """By number: all of them; of a long series the first, and those near to this article."""

    count: int
    """How many there are; 0 for a long series, in which every page would have to be written again for a new part."""

    current: int
    """Number of this article's part."""

    before: Card | None
    after: Card | None


@dataclass(frozen=True, slots=True)
class ArticleView:
    article: Article
    body: GlossedText | Deferred[GlossedText]
    series: SeriesView | None
    newer: Card | None
    older: Card | None
    related: tuple[Relation, ...] | Deferred[tuple[Relation, ...]]

    thread: ThreadView | Deferred[ThreadView | None] | None
    """None where comments are off."""

    entries: tuple[EntryCard, ...]
    """Words that this article defines."""

    linked_data: Markup
    """JSON-LD; empty in a preview."""


@dataclass(frozen=True, slots=True)
class ThreadPageView:
    """One page of a thread that has outgrown its article."""

    heading: Markup
    url: str
    """Of the article or entry."""

    part: str
    """ "251 to 500", or "all"."""

    thread: ThreadView


@dataclass(frozen=True, slots=True)
class Year:
    year: int
    url: str
    count: int


@dataclass(frozen=True, slots=True)
class ArchiveView:
    heading: str
    opening: Opening | None
    years: tuple[Year, ...]
    categories: tuple[Shelf, ...]
    tags: tuple[Shelf, ...]
    authors: tuple[Shelf, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    name: str
    """One capital letter, or "#"."""

    url: str
    """Empty where no entry begins with it."""

    count: int


@dataclass(frozen=True, slots=True)
class SearchView:
    """The page Search: what searches, and what is there for readers without scripts."""

    heading: str
    opening: Opening | None

    index: str
    """Address of what says which indexes there are; nothing answers there in a preview without one."""

    letters: tuple[Letter, ...]
    """Of the dictionary; empty while that is."""

    years: tuple[Year, ...]


@dataclass(frozen=True, slots=True)
class Shelf:
    """A place and how many articles are filed there."""

    place: Place
    count: int


@dataclass(frozen=True, slots=True)
class Month:
    name: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class YearView:
    heading: str
    months: tuple[Month, ...]
    newer: Year | None
    older: Year | None


@dataclass(frozen=True, slots=True)
class Script:
    """What a reader may say or send, as the pages Scripts and Letters show it."""

    label: Markup
    """What it is for."""

    url: str
    """Where it stands."""

    manner: str
    """How it is meant: "aloud" or "in writing"."""

    source: str
    """Title of the article or page that it is from."""

    body: Markup


@dataclass(frozen=True, slots=True)
class ScriptGroup:
    """Those of one category, or of one page."""

    name: str
    scripts: tuple[Script, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    heading: Markup
    body: GlossedText | Deferred[GlossedText]

    feeds: tuple[FeedGroup, ...]
    """On the page Subscribe: every feed; elsewhere empty."""

    scripts: tuple[ScriptGroup, ...] | Deferred[tuple[ScriptGroup, ...]] = ()
    """On the pages Scripts and Letters: every script; elsewhere empty."""

    checked: str = ""
    language: str = ""
    """Of the page, both."""


@dataclass(frozen=True, slots=True)
class FrameView:
    """An empty page, which the comment desk fills."""

    title: Markup
    """What is written in place of its heading. So is the next."""

    main: Markup


@dataclass(frozen=True, slots=True)
class MovedView:
    """What stands at an address that something had before."""

    url: str
    """Where that is now."""
