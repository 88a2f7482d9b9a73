"""What was written (records) and what each page shows (views). No I/O and no Pelican here.

A template is given three names and nothing else: `site` (SiteFacts), `page` (PageFacts) and `view` (one of
the views below). Every address is ready for an href: root-relative, with the site's path prefix.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import datetime
from operator import is_not
from typing import Any, Generic, Literal, TypeVar

from markupsafe import Markup

from plugins.comments.model import Policy, State, ThreadView

T = TypeVar("T")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Deferred(Generic[T]):
    """A costly part of a view, made only for pages that are rendered. Templates never see one: `force` comes first."""

    digest: bytes
    """Stands for the value: the same digest, the same value."""

    make: Callable[[], T] = field(compare=False, repr=False)


PLAIN = frozenset((str, Markup, int, bool, bytes, datetime, type(None)))
"""Types of most of what is in a view, with nothing deferred in it."""


def force(value: V) -> V:
    """`value`, a view or a part of one, with all that is deferred in it made."""
    if type(value) in PLAIN:
        return value
    made: Any = value
    if isinstance(value, Deferred):
        made = value.make()
    elif isinstance(value, tuple):
        parts = tuple(map(force, value))
        made = parts if any(map(is_not, parts, value)) else value
    elif is_dataclass(value) and type(value).__module__ == __name__:
        changed = {
            f.name: new for f in fields(value) if (new := force(old := getattr(value, f.name))) is not old
        }
        made = replace(value, **changed) if changed else value  # type: ignore[type-var]
    return made  # type: ignore[no-any-return]


Status = Literal["published", "draft", "hidden"]
"""hidden: reachable by its address, in no list and no feed."""


@dataclass(frozen=True, slots=True)
class Link:
    """A named address."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where articles are filed: a category, a tag or an author."""

    name: str
    slug: str
    url: str


@dataclass(frozen=True, slots=True)
class SeriesPart:
    """Which part of which series an article is."""

    name: str

    number: int
    """1-based."""


@dataclass(frozen=True, slots=True)
class Alias:
    """An address that something had before, as its author wrote it."""

    address: str
    """From the site's front page: "/2019/old-name/"."""

    line: int = field(default=1, compare=False)
    """Of the file."""


@dataclass(frozen=True, slots=True)
class Article:
    """One article as its author wrote it, without its body."""

    source_path: str
    """Relative to content/, with "/"."""

    slug: str
    url: str

    save_as: str
    """Relative to the output folder."""

    id: str
    """Permanent (RFC 4151 tag URI): minted once, survives a new slug, date, title or host."""

    status: Status

    title: str
    """Plain text."""

    heading: Markup
    """The title with its typography."""

    published_at: datetime
    modified_at: datetime | None
    category: Place
    tags: tuple[Place, ...]

    authors: tuple[Place, ...]
    """One or more."""

    summary: str
    """Plain text; the start of the article where the author wrote none."""

    standfirst: Markup
    """The summary as the author wrote it, with its typography; empty where there is none."""

    filed_because: Markup
    """A sentence, or empty."""

    series: SeriesPart | None
    language: str

    comments: Policy

    word_count: int

    entry_slugs: tuple[str, ...]
    """The entries of the dictionary that this article defines, in order."""

    aliases: tuple[Alias, ...] = ()

    digest: bytes = field(default=b"", compare=False, repr=False)
    """Stands for all of the above; empty until it was taken. So is the next."""

    card_digest: bytes = field(default=b"", compare=False, repr=False)
    """Stands for the article's Card."""

    @property
    def shows_comments(self) -> bool:
        """Whether its page has a thread."""
        return self.comments.state is not State.OFF

    @property
    def minutes(self) -> int:
        """Reading time at 220 words a minute, at least 1."""
        return max(1, round(self.word_count / 220))


@dataclass(frozen=True, slots=True)
class StaticPage:
    """A page outside the stream of articles, such as About; also the opening of a list page."""

    source_path: str
    slug: str
    url: str
    save_as: str
    status: Status

    title: str
    """Plain text."""

    heading: Markup
    summary: str
    entry_slugs: tuple[str, ...]

    aliases: tuple[Alias, ...] = ()
    """Of an opening: they lead to the page that opens with it."""

    changed_at: datetime | None = None
    """`Modified`, or else `Date`, where its author wrote one."""


@dataclass(frozen=True, slots=True)
class Card:
    """What a list shows of an article."""

    heading: Markup
    url: str
    published_at: datetime
    category: Place
    summary: str
    minutes: int
    comment_count: int = 0
    """0 also in lists that do not tell: a comment must not change every page that names its article."""

    digest: bytes = field(default=b"", compare=False, repr=False)
    """Stands for all of the above; empty until it was taken."""

    @classmethod
    def of(cls, article: Article) -> Card:
        """The card of an article, in a list that does not tell the number of comments."""
        return cls(
            heading=article.heading,
            url=article.url,
            published_at=article.published_at,
            category=article.category,
            summary=article.summary,
            minutes=article.minutes,
            digest=article.card_digest,
        )


@dataclass(frozen=True, slots=True)
class FeedLink:
    """A feed to subscribe to."""

    title: str
    url: str

    media_type: str
    """Such as application/atom+xml."""

    @property
    def form(self) -> str:
        """What readers call it."""
        return {"atom": "Atom", "rss": "RSS", "json": "JSON Feed", "opml": "OPML"}[
            self.url.rpartition(".")[2]
        ]

    @property
    def is_of_thread(self) -> bool:
        """Those of threads stand beside their pages, all others under /feeds/."""
        return "/feeds/" not in self.url


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
class SiteFacts:
    """What is the same on every page."""

    name: str

    origin: str
    """Scheme and host, such as https://exit-interview.example; empty in a preview."""

    root: str
    """Path prefix of every address: empty, or such as /magazine."""

    language: str
    description: str

    masthead: Markup
    """The publication's own definition, whole; the front page shows it, the others only its head."""

    navigation: tuple[Link, ...]
    """Categories, then the dictionary."""

    services: tuple[Link, ...]
    """Search, Subscribe: set apart from the categories."""

    footer: tuple[Link, ...]

    assets: Mapping[str, str]
    """Name under theme/static → address with a digest in its name."""

    sharing: Sharing | None = None
    """How pages are shared that have no card of their own; None in a preview."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """What is shown of a page where somebody links to it from elsewhere: docs/sharing.md."""

    kind: str
    """ "article" or "website", in the words of Open Graph."""

    image: str
    """Absolute address of the card."""

    image_width: int
    image_height: int
    """In pixels."""

    image_alt: str

    embed: str
    """Absolute address of its oEmbed, or empty."""


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
    page, moved or not-found."""

    feeds: tuple[FeedLink, ...]
    """For discovery: this page's own feed before the site's."""

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
class EntryCard:
    """What a list shows of an entry of the dictionary."""

    headword: str
    """As printed: capitals, or exact case."""

    title: str
    """For running text, with the number of a homograph: "Informational interview", "Minute²"."""

    url: str

    gloss: Markup | Deferred[Markup]
    """The first sense or sentence, without links."""

    digest: bytes = field(default=b"", compare=False, repr=False)
    """Stands for all of the above; empty until it was taken."""


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


@dataclass(frozen=True, slots=True)
class FrontView:
    lead: Card

    lead_definition: Markup
    """Where the newest article opens with a definition; else empty."""

    lead_start: Markup
    """Its first paragraph."""

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
class Relation:
    """An older article, and what it has in common with this one: at least one thing of one kind."""

    card: Card

    heads: tuple[str, ...]
    """Of entries that both lead to, as printed."""

    tags: tuple[str, ...]
    terms: tuple[str, ...]
    """Words of both titles or summaries, in small letters."""


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
class Letter:
    name: str
    """One capital letter, or "#"."""

    url: str
    """Empty where no entry begins with it."""

    count: int


@dataclass(frozen=True, slots=True)
class DictionaryView:
    heading: str
    opening: Opening | None
    letters: tuple[Letter, ...]
    groups: tuple[LetterGroup, ...]
    entry_count: int

    authors: str
    """Address of the index of authors of verse, or empty."""

    random: str
    """Address at which a script goes to any word."""

    data: tuple[Link, ...]
    """The dictionary for programs."""

    linked_data: Markup
    """JSON-LD; empty in a preview."""


@dataclass(frozen=True, slots=True)
class LetterGroup:
    letter: Letter
    entries: tuple[IndexEntry, ...]


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A line of the A-Z index."""

    title: str
    """As an EntryCard has it."""

    url: str

    first_line: str
    """As much of the first sense as a line holds, cut at a word."""


@dataclass(frozen=True, slots=True)
class VerseAuthor:
    name: str
    words: tuple[EntryCard, ...]


@dataclass(frozen=True, slots=True)
class AuthorsView:
    """Who signed the verse of the dictionary."""

    heading: str
    letters: tuple[Letter, ...]
    authors: tuple[VerseAuthor, ...]


@dataclass(frozen=True, slots=True)
class LetterView:
    letter: Letter
    letters: tuple[Letter, ...]

    first: str
    """Guide words."""

    last: str

    entries: tuple[LetterEntry, ...]
    newer: Letter | None
    older: Letter | None
    """The letters after and before."""


@dataclass(frozen=True, slots=True)
class LetterEntry:
    url: str
    definition: Markup | Deferred[Markup]


@dataclass(frozen=True, slots=True)
class Mention:
    """That an article names an entry."""

    card: Card
    sentence: str | Deferred[str]
    """Plain text around the first mention."""


@dataclass(frozen=True, slots=True)
class EntryView:
    headword: str
    title: str
    definition: Markup | Deferred[Markup]

    commentary: GlossedText | Deferred[GlossedText]
    """Without a passage where there is none."""

    home: Link | None
    """The article or page whose opening this definition is."""

    letters: tuple[Letter, ...] | Deferred[tuple[Letter, ...]]
    previous: EntryCard | None
    next: EntryCard | None
    homographs: tuple[EntryCard, ...]

    see_also: tuple[EntryCard, ...]
    """Entries that this one refers to."""

    referred_from: tuple[EntryCard, ...]
    """Entries that refer to this one."""

    mentioned_in: tuple[Mention, ...]
    """The newest articles that link to it."""

    mention_count: int
    """How many there are in all."""

    citation: str
    """How to cite it, in plain text, with its address."""

    random: str
    """Address at which a script goes to any word."""

    thread: ThreadView | Deferred[ThreadView | None] | None

    linked_data: Markup
    """JSON-LD; empty in a preview."""


@dataclass(frozen=True, slots=True)
class PageView:
    heading: Markup
    body: GlossedText | Deferred[GlossedText]

    feeds: tuple[FeedGroup, ...]
    """On the page Subscribe: every feed; elsewhere empty."""


@dataclass(frozen=True, slots=True)
class MovedView:
    """What stands at an address that something had before."""

    url: str
    """Where that is now."""


View = (
    FrontView
    | ListView
    | ArticleView
    | ThreadPageView
    | ArchiveView
    | SearchView
    | YearView
    | DictionaryView
    | LetterView
    | AuthorsView
    | EntryView
    | PageView
    | MovedView
)
