"""What was written, as every build needs it: articles, pages, and what is said of them. No I/O and no Pelican here.

Every address is ready for an href: root-relative, with the site's path prefix.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Literal

from markupsafe import Markup

from plugins.comments.model import Policy, State
from plugins.incremental.deferred import Deferred

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
    """Empty where no listed article is filed: there is no page then."""


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
class Share:
    """That a draft is shown before it is out."""

    token: str
    """Part of its address, which nobody guesses."""

    until: datetime


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
    """Permanent (RFC 4151 tag URI): given once, survives a new slug, date, title or host."""

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

    also: tuple[str, ...] = ()
    """Words and questions that the search leads to it from: docs/front-matter.md."""

    checked: str = ""
    """The month in which its law and figures were looked up, "2026-11"; empty where the author wrote none."""

    has_scripts: bool = False
    """Whether something in it is marked as a script (docs/scripts.md)."""

    share: Share | None = None
    """Of a draft."""

    digest: bytes = field(default=b"", compare=False, repr=False)
    """Stands for all of the above; empty until it was taken. So is the next."""

    card_digest: bytes = field(default=b"", compare=False, repr=False)
    """Stands for the article's Card."""

    related_digest: bytes = field(default=b"", compare=False, repr=False)
    """Stands for its RelatedInputs."""

    @property
    def shows_comments(self) -> bool:
        """Whether its page has a thread."""
        return self.comments.state is not State.OFF

    @property
    def places(self) -> tuple[Place, ...]:
        """Where it is filed."""
        return (self.category, *self.tags, *self.authors)

    @property
    def minutes(self) -> int:
        """Reading time at 220 words a minute, at least 1."""
        return max(1, round(self.word_count / 220))


@dataclass(frozen=True, slots=True)
class RelatedInputs:
    """All that decides which articles are related to one, besides the words that they link."""

    url: str
    published_at: datetime
    category: Place
    title: str
    summary: str
    tags: tuple[Place, ...]
    series: SeriesPart | None
    entry_slugs: tuple[str, ...]

    @classmethod
    def of(cls, article: Article) -> RelatedInputs:
        """Those of an article."""
        return cls(*(getattr(article, one.name) for one in fields(cls)))


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

    checked: str = ""
    has_scripts: bool = False
    """As of an article, both."""

    language: str = ""
    """Code of the text's own."""

    also: tuple[str, ...] = ()
    """As of an article; of an opening, for the list that it opens."""


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

    contact: str = ""
    """The publication's e-mail address; empty where it has none."""

    threads_note: str = ""
    """One sentence that stands above each thread; or empty."""

    comment_policy: str = ""
    """Address of the page with the rules of the threads."""

    takes_comments: bool = True
    """Whether there is a comment desk, or an address in place of one."""

    webmention: str = ""
    """Where other sites tell of pages that mention ours; empty where they cannot."""

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
class Relation:
    """An older article, and what it has in common with this one: at least one thing of one kind."""

    card: Card

    heads: tuple[str, ...]
    """Of entries that both lead to, as printed."""

    tags: tuple[str, ...]
    terms: tuple[str, ...]
    """Words of both titles or summaries, in small letters."""
