"""What a comment and a thread are, and what a page shows of them. No I/O and no Pelican here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

from markupsafe import Markup

from plugins.source import Source

AUTHOR_LIMIT = 80
"""Longest name of a commenter, in characters."""

BODY_LIMIT = 20_000
"""Longest body, in characters: the worst of them renders in less than 100 ms."""

IMPORTED_BODY_LIMIT = 65_535
"""Of a comment that was published elsewhere: WordPress takes no longer one. Above BODY_LIMIT it is shown plain."""


class Role(StrEnum):
    """Who speaks. Set at approval, never by a form."""

    AUTHOR = "author"
    READER = "reader"


class Kind(StrEnum):
    """How a comment came: written in the form, or sent by another site."""

    COMMENT = "comment"
    PINGBACK = "pingback"
    TRACKBACK = "trackback"
    WEBMENTION = "webmention"


class Status(StrEnum):
    """A deleted comment stays as a tombstone: nobody gets its number, its replies keep their parent."""

    PUBLISHED = "published"
    DELETED = "deleted"


class Notation(StrEnum):
    """What a body is written in: the header `Markup`."""

    MARKDOWN = "markdown"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Comment:
    """One comment file."""

    number: int
    """1-based, given at approval, never reused."""

    id: str
    """Stable and unique in the whole site; feeds and imports use it."""

    posted_at: datetime
    """Aware, UTC, whole seconds."""

    author: str
    """As printed; empty only in a tombstone."""

    body: str
    """Lines ended by "\\n", no blank lines before, no blanks after; empty only in tombstones and pings."""

    source: Source

    website: str | None = None
    role: Role = Role.READER
    kind: Kind = Kind.COMMENT
    replyto: int | None = None
    """A lower number of the same thread."""

    source_url: str | None = None
    """Where a ping came from: always for pings, never for comments."""

    status: Status = Status.PUBLISHED
    modified_at: datetime | None = None
    imported_from: str | None = None
    """Where an import found it: "wordpress:8812"."""

    notation: Notation = Notation.MARKDOWN

    date_line: int = field(default=1, compare=False)
    """Where its file says when it was posted."""

    @property
    def is_deleted(self) -> bool:
        return self.status is Status.DELETED

    @property
    def is_by_author(self) -> bool:
        return self.role is Role.AUTHOR

    @property
    def shown_author(self) -> str:
        """What a page may say, with the apostrophe of print: the name goes with the comment."""
        return "" if self.is_deleted else self.author.replace("'", "’")

    @property
    def is_ping(self) -> bool:
        return self.kind is not Kind.COMMENT


@dataclass(frozen=True, slots=True)
class Thread:
    """All comments of one article or entry."""

    key: str
    """The folder under content/comments/: an article's slug, or "dictionary/" and an entry's slug."""

    comments: tuple[Comment, ...] = ()
    """By number, ascending; gaps are allowed."""

    bodies: Mapping[int, tuple[str, str]] = field(default_factory=dict, compare=False, repr=False)
    """Number → the body as `render.with_bodies` made it, once, so that no page need do it again."""

    @property
    def count(self) -> int:
        """What a reader is told: tombstones do not count."""
        return sum(not comment.is_deleted for comment in self.comments)

    @property
    def updated_at(self) -> datetime | None:
        """When the newest thing in it happened; None when nothing did."""
        return max((comment.modified_at or comment.posted_at for comment in self.comments), default=None)

    @property
    def stubs(self) -> tuple[Stub, ...]:
        """All comments, by number, without what they say."""
        return tuple(Stub(one.number, one.id, one.posted_at, one.is_deleted) for one in self.comments)


@dataclass(frozen=True, slots=True)
class Stub:
    """That a comment is there."""

    number: int
    id: str
    posted_at: datetime
    is_deleted: bool


@dataclass(frozen=True, slots=True)
class KeptThread:
    """Stands for a Thread whose comments are loaded only when somebody reads them."""

    key: str

    digest: bytes
    """Stands for all that is in it."""

    count: int
    updated_at: datetime | None

    load_stubs: Callable[[], list[tuple[int, str, float, bool]]] = field(compare=False, repr=False)
    """Number, id, time in seconds of the epoch, and whether it was deleted, of each comment."""

    load: Callable[[], Thread] = field(compare=False, repr=False)

    @property
    def stubs(self) -> tuple[Stub, ...]:
        """As a Thread has them."""
        return tuple(
            Stub(number, identity, datetime.fromtimestamp(seconds, UTC), is_deleted)
            for number, identity, seconds, is_deleted in self.load_stubs()
        )

    @property
    def comments(self) -> tuple[Comment, ...]:
        return self.load().comments


class State(StrEnum):
    """Whether an article takes comments: its `Comments:` line."""

    OPEN = "open"
    CLOSED = "closed"
    OFF = "off"
    """No thread is shown at all."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What holds for a thread, from its article, its age and the site."""

    state: State = State.OPEN
    closes_at: datetime | None = None
    """Open: when it will close. Closed: when it did. None: never, or nobody knows."""

    def at(self, now: datetime) -> Policy:
        """As it is at `now`: what closes at a moment is closed from then on."""
        if self.state is State.OPEN and self.closes_at is not None and self.closes_at <= now:
            return replace(self, state=State.CLOSED)
        return self


@dataclass(frozen=True, slots=True)
class Form:
    """Where the form of a thread is sent: the intake's address."""

    action: str
    """Takes a POST of thread, author, website, replyto, body, and step: preview or send; empty where `mail` does."""

    opening: Markup = field(default_factory=Markup)
    """The definition and the words that it opens with, from content/openings/; or empty."""

    author_limit: int = AUTHOR_LIMIT
    body_limit: int = BODY_LIMIT

    mail: str = ""
    """Address that takes comments where nothing answers a form."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as a page shows it."""

    iso: str
    """For machines: "2026-11-14T16:41:00Z", or "2026-11-14" for a day."""

    text: str
    """For readers, in UTC: "14 Nov. 2026, 16.41 UTC", or "14 Nov. 2026"."""

    @property
    def minute(self) -> str:
        """For machines, as exact as what readers see."""
        return f"{self.iso[:16]}Z"


@dataclass(frozen=True, slots=True)
class Reference:
    """A link from one comment to another."""

    number: int
    author: str
    """Empty when that comment was deleted."""

    href: str
    """From the page that shows it: "#comment-3" for what stands on the same."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one page shows of a thread."""

    suffix: str
    """What the page's address has after the article's: "", "comments/2/", "comments/all/"."""

    title: str
    """ "251 to 500", "all"; empty on the article's own page."""

    numbers: frozenset[int]


@dataclass(frozen=True, slots=True)
class ThreadPage:
    """A link to a part of a long thread."""

    title: str
    href: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Signpost:
    """Stands on the article's page for a comment that is on another."""

    number: int
    href: str

    anchors: tuple[str, ...]
    """The ids under which links to this page look for it; one or two."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Comments that are left out in this place, because they stand on other pages."""

    first: int
    last: int
    count: int
    pages: tuple[ThreadPage, ...]
    """Where they stand."""

    stubs: tuple[Signpost, ...]
    """Of those with a permalink on this page, theirs or one from where they came from: where each is now."""


@dataclass(frozen=True, slots=True)
class CommentView:
    """What a page shows of one comment. Of a deleted one only its number and its links are left."""

    number: int
    id: str
    anchor: str
    """The id of the element: "comment-3"."""

    href: str
    """The permalink, root-relative."""

    link: str
    """The same, as short as this page can say it: "#comment-3"."""

    label: str
    """The name that assistive technology reads: "Comment 3 by The Editor, author"."""

    author: str
    website: str | None
    """http or https; for a ping the page that it came from."""

    is_author: bool
    kind: Kind
    posted: Moment
    modified: Moment | None
    body: Markup
    in_reply_to: Reference | None
    replies: tuple[Reference, ...]
    """Those that answer this one directly, by number, wherever they stand."""

    depth: int
    """0, or 1 for all that stand under another comment."""

    is_deleted: bool
    children: tuple[CommentView, ...] = ()
    """All that descend from this one, flat, by number; only at depth 0."""

    gap: Gap | None = None
    """What is left out before this one; only at depth 0, in a long thread."""

    old_anchor: str = ""
    """The id that it had where it was imported from, "comment-8812"; empty where there is none to keep."""

    @property
    def is_ping(self) -> bool:
        return self.kind is not Kind.COMMENT


@dataclass(frozen=True, slots=True)
class ThreadView:
    """What a page shows of a thread: the one argument of the macro `thread`."""

    key: str
    """The thread's, as in `Thread`."""

    heading: str
    """ "3 comments", "1 comment", "No comments yet"."""

    count: int
    href: str
    """Where the thread starts: "/2026/the-coffee/#comments"."""

    comments: tuple[CommentView, ...]
    """Those at depth 0, by number; the others are their children."""

    is_shown: bool
    """False where the policy is "off", and where nobody has written and nobody can: the macro then writes nothing."""

    notice: str
    """One sentence on whether one may write here; empty when the form says it all, and where there is no desk."""

    notice_at: Moment | None
    """The date that the notice ends with, if it has one."""

    form: Form | None
    """None too on the page with all comments, which is for reading."""

    write_href: str = ""
    """Where the form is, on this page or the article's; empty when nothing takes comments."""

    reply_href: str = ""
    """Where the desk asks for an answer, up to the number of what is answered; empty where none is taken."""

    gap: Gap | None = None
    """What is left out after the last comment."""

    pages: tuple[ThreadPage, ...] = ()
    """The pages of a long thread."""

    @property
    def has_long_numbers(self) -> bool:
        """Whether the page shows numbers of three digits or more, for which the margin must be wider."""
        return any(comment.number > 99 for comment in self.shown)

    @property
    def shown(self) -> tuple[CommentView, ...]:
        """All that the page shows, by number."""
        held = (comment for top in self.comments for comment in (top, *top.children))
        return tuple(sorted(held, key=lambda comment: comment.number))
