"""From a thread to what a page shows of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from plugins.comments.body import render_body
from plugins.comments.mention import Mentions
from plugins.comments.model import (
    Comment,
    CommentView,
    Form,
    Moment,
    Reference,
    Thread,
    ThreadView,
)
from plugins.comments.moment import moment

BLOCK = 250
"""Comments on a page. Fixed for ever: permalinks are counted with it."""


def permalink(href: str, number: int) -> str:
    """Where a comment stands for good: by its number alone, so that a growing thread moves nothing.

    Args:
        href: the page of the article: "/2026/the-coffee/".
    """
    if number <= BLOCK:
        return f"{href}#comment-{number}"
    return f"{href}comments/{(number - 1) // BLOCK + 1}/#comment-{number}"


def view_thread(
    thread: Thread,
    href: str,
    *,
    is_open: bool = True,
    closes_at: datetime | None = None,
    form: Form | None = None,
    shown: Collection[int] | None = None,
) -> ThreadView:
    """Prepare a thread, or a part of it, for the macro `thread`.

    Args:
        href: the page of the article, root-relative: "/2026/the-coffee/".
        is_open: whether the article takes comments (where it has `Comments: off` there is no view).
        closes_at: when an open thread will close, or a closed one did; None when never, or when nobody knows.
        form: where comments are sent; None when nothing takes them.
        shown: the numbers of those comments that this page shows; None for all.
    """
    notice, notice_at = _notice(is_open, closes_at, form)
    return ThreadView(
        heading=heading(thread.count),
        count=thread.count,
        href=f"{href}#comments",
        comments=_nested(thread, _Links.of(thread, href), shown),
        notice=notice,
        notice_at=notice_at,
        form=form if is_open else None,
    )


def heading(count: int) -> str:
    """The title of a thread, and the words of a link to it."""
    if not count:
        return "No comments yet"
    return f"{count:,} comment{'s' if count > 1 else ''}"


@dataclass(frozen=True, slots=True)
class _Links:
    """Who answers whom in one thread, and the words of `@Name:`."""

    href: str
    comments: dict[int, Comment]
    replies: dict[int, list[int]] = field(default_factory=dict)
    mentions: dict[int, tuple[str, int]] = field(default_factory=dict)
    """Number → how it calls whom it speaks to, and the number of that comment."""

    @classmethod
    def of(cls, thread: Thread, href: str) -> _Links:
        links = cls(href, {comment.number: comment for comment in thread.comments})
        earlier = Mentions()
        for comment in thread.comments:
            if comment.replyto is not None:
                links.replies.setdefault(comment.replyto, []).append(comment.number)
            found = earlier.find(comment)
            if found:
                links.mentions[comment.number] = found
            earlier.add(comment)
        return links

    def to(self, number: int) -> Reference:
        return Reference(number, self.comments[number].shown_author, permalink(self.href, number))

    def view(self, comment: Comment, depth: int, children: tuple[CommentView, ...] = ()) -> CommentView:
        number = comment.number
        is_shown = not comment.is_deleted
        return CommentView(
            number=number,
            id=comment.id,
            anchor=f"comment-{number}",
            href=permalink(self.href, number),
            label=_label(comment),
            author=comment.shown_author,
            website=(comment.source_url or comment.website) if is_shown else None,
            is_author=comment.is_by_author and is_shown,
            kind=comment.kind,
            posted=moment(comment.posted_at),
            modified=moment(comment.modified_at) if comment.modified_at and is_shown else None,
            body=self._body(comment) if is_shown else Markup(),
            in_reply_to=self.to(comment.replyto) if comment.replyto else None,
            replies=tuple(map(self.to, self.replies.get(number, ()))),
            depth=depth,
            is_deleted=comment.is_deleted,
            children=children,
        )

    def _body(self, comment: Comment) -> Markup:
        found = self.mentions.get(comment.number)
        if found is None:
            return render_body(comment.body, comment.notation)
        name, number = found
        return render_body(comment.body, comment.notation, mention=(name, permalink(self.href, number)))


def _nested(thread: Thread, links: _Links, shown: Collection[int] | None) -> tuple[CommentView, ...]:
    """Put every comment under the topmost of its ancestors that is shown, flat and by number."""
    roots: dict[int, int] = {}
    under: dict[int, list[CommentView]] = {}
    tops = []
    for comment in thread.comments:
        number = comment.number
        is_shown = shown is None or number in shown
        root = roots.get(comment.replyto or 0)
        if root is not None:
            roots[number] = root
        elif is_shown:
            roots[number] = number
            tops.append(comment)
        if root is not None and is_shown:
            under.setdefault(root, []).append(links.view(comment, depth=1))
    return tuple(links.view(comment, 0, tuple(under.get(comment.number, ()))) for comment in tops)


def _label(comment: Comment) -> str:
    if comment.is_deleted:
        return f"Comment {comment.number}, deleted"
    if comment.is_ping:
        return f"{comment.kind.capitalize()} {comment.number} from {comment.author}"
    return f"Comment {comment.number} by {comment.author}{', author' if comment.is_by_author else ''}"


def _notice(is_open: bool, closes_at: datetime | None, form: Form | None) -> tuple[str, Moment | None]:
    at = moment(closes_at) if closes_at else None
    if not is_open:
        return ("Comments closed on", at) if at else ("Comments are closed.", None)
    if form is None:
        return "Comments are not taken at present.", None
    return ("Comments close on", at) if at else ("", None)
