"""From a thread to what a page shows of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import quote

from markupsafe import Markup

from plugins.comments.body import join_body, render_halves
from plugins.comments.length import ALL, find_gap, list_pages, list_parts, old_anchors, permalink
from plugins.comments.mention import Mentions
from plugins.comments.model import (
    Comment,
    CommentView,
    Form,
    Gap,
    Moment,
    Part,
    Policy,
    Reference,
    State,
    Thread,
    ThreadView,
)
from plugins.comments.moment import day, moment
from plugins.dates import ENGLISH, Dates

OPEN = Policy()


def render_thread(
    thread: Thread,
    href: str,
    *,
    policy: Policy = OPEN,
    form: Form | None = None,
    part: Part | None = None,
    dates: Dates = ENGLISH,
) -> ThreadView:
    """Prepare a thread, or a part of it, for the macro `thread`.

    Args:
        href: the page of the article, root-relative: "/2026/the-coffee/".
        form: where comments are sent; None when nothing takes them.
        part: which of `length.list_parts(thread)` the page shows; None for the article's own.
        dates: the words of the publication's dates.
    """
    part = part or list_parts(thread)[0]
    notice, notice_at = _notice(policy, form, dates)
    desk, form = form, form if policy.state is State.OPEN else None
    has_form = part.suffix != ALL
    comments, gap = _nested(thread, _Links.of(thread, href, part, dates))
    return ThreadView(
        key=thread.key,
        heading=heading(thread.count),
        count=thread.count,
        href=f"{href}#comments",
        comments=comments,
        is_shown=policy.state is not State.OFF and bool(thread.comments or desk or policy.closes_at),
        notice=notice,
        notice_at=notice_at,
        form=form if has_form else None,
        write_href=("" if has_form else href) + "#write" if form else "",
        reply_href=f"{form.action.rstrip('/')}/to/{quote(thread.key)}?replyto="
        if form and form.action
        else "",
        gap=gap,
        pages=list_pages(thread, href, part),
    )


def with_bodies(thread: Thread, set_type: Callable[[str], str] = str) -> Thread:
    """`thread` with its bodies made: the dear part of `render_thread`, for whoever keeps threads.

    Args:
        set_type: the typography of the pages, from safe HTML to safe HTML.
    """
    names = {number: name for number, (name, _) in _mentions(thread).items()}
    bodies = {
        one.number: (set_type(before), set_type(after))
        for one in thread.comments
        if not one.is_deleted
        for before, after in (render_halves(one.body, one.notation, names.get(one.number, "")),)
    }
    return replace(thread, bodies=bodies)


def _mentions(thread: Thread) -> dict[int, tuple[str, int]]:
    """Number → how that comment calls whom it speaks to, and the number of what it answers by that."""
    earlier, found = Mentions(), {}
    for comment in thread.comments:
        if spoken_to := earlier.find(comment):
            found[comment.number] = spoken_to
        earlier.add(comment)
    return found


def heading(count: int) -> str:
    """The title of a thread, and the words of a link to it."""
    if not count:
        return "No comments yet"
    return f"{count:,} comment{'s' if count > 1 else ''}"


@dataclass(frozen=True, slots=True)
class _Links:
    """Who answers whom in one thread, and the words of `@Name:`."""

    href: str
    part: Part
    thread: Thread
    comments: dict[int, Comment]
    mentions: dict[int, tuple[str, int]]
    """As `_mentions` finds them."""

    dates: Dates

    old_anchors: dict[int, str]
    """As `length.old_anchors` finds them."""

    replies: dict[int, list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, thread: Thread, href: str, part: Part, dates: Dates) -> _Links:
        comments = {comment.number: comment for comment in thread.comments}
        links = cls(href, part, thread, comments, _mentions(thread), dates, old_anchors(thread))
        for comment in thread.comments:
            if comment.replyto is not None:
                links.replies.setdefault(comment.replyto, []).append(comment.number)
        return links

    def to(self, number: int) -> Reference:
        is_here = number in self.part.numbers
        href = f"#comment-{number}" if is_here else permalink(self.href, number)
        return Reference(number, self.comments[number].shown_author, href)

    def shortened(self, href: str) -> str:
        """A permalink, from this page: without the page's own address."""
        page = f"{self.href}{self.part.suffix}"
        return href.removeprefix(page) if href.startswith(f"{page}#") else href

    def view(
        self, comment: Comment, depth: int, children: tuple[CommentView, ...] = (), gap: Gap | None = None
    ) -> CommentView:
        number = comment.number
        is_shown = not comment.is_deleted
        href = permalink(self.href, number)
        return CommentView(
            number=number,
            id=comment.id,
            anchor=f"comment-{number}",
            href=href,
            link=self.shortened(href),
            label=_label(comment),
            author=comment.shown_author,
            website=(comment.source_url or comment.website) if is_shown else None,
            is_author=comment.is_by_author and is_shown,
            kind=comment.kind,
            posted=moment(comment.posted_at, self.dates),
            modified=moment(comment.modified_at, self.dates) if comment.modified_at and is_shown else None,
            body=self._body(comment) if is_shown else Markup(),
            in_reply_to=self.to(comment.replyto) if comment.replyto else None,
            replies=tuple(map(self.to, self.replies.get(number, ()))),
            depth=depth,
            is_deleted=comment.is_deleted,
            children=children,
            gap=gap,
            old_anchor=self.old_anchors.get(number, ""),
        )

    def _body(self, comment: Comment) -> Markup:
        name, number = self.mentions.get(comment.number, ("", 0))
        made = self.thread.bodies.get(comment.number) or render_halves(comment.body, comment.notation, name)
        return join_body(made, (name.replace("'", "’"), permalink(self.href, number)) if name else None)


def _nested(thread: Thread, links: _Links) -> tuple[tuple[CommentView, ...], Gap | None]:
    """Put every comment under the topmost of its ancestors that is shown, flat and by number.

    Returns:
        Those at the top, each with the gap before it; and the gap after the last.
    """
    roots: dict[int, int] = {}
    under: dict[int, list[CommentView]] = {}
    gaps: dict[int, Gap | None] = {}
    left_out: list[int] = []
    for comment in thread.comments:
        number = comment.number
        is_shown = number in links.part.numbers
        root = roots.get(comment.replyto or 0)
        if root is not None:
            roots[number] = root
            if is_shown:
                under.setdefault(root, []).append(links.view(comment, depth=1))
        elif is_shown:
            roots[number] = number
            gaps[number] = find_gap(left_out, links.href, links.old_anchors)
            left_out = []
        # The other pages hold a run of numbers and say which; only the article's own leaves gaps.
        if not is_shown and not links.part.suffix:
            left_out.append(number)
    tops = (
        links.view(links.comments[number], 0, tuple(under.get(number, ())), gap)
        for number, gap in gaps.items()
    )
    return tuple(tops), find_gap(left_out, links.href, links.old_anchors)


def _label(comment: Comment) -> str:
    if comment.is_deleted:
        return f"Comment {comment.number}, deleted"
    if comment.is_ping:
        return f"{comment.kind.capitalize()} {comment.number} from {comment.author}"
    return f"Comment {comment.number} by {comment.author}{', author' if comment.is_by_author else ''}"


def _notice(policy: Policy, form: Form | None, dates: Dates) -> tuple[str, Moment | None]:
    """Where no thread takes comments none says so of itself: the page with the rules does."""
    at = day(policy.closes_at, dates) if policy.closes_at else None
    if policy.state is not State.OPEN and at:
        return "Comments closed on", at
    if form is None:
        return "", None
    if policy.state is not State.OPEN:
        return "Comments are closed.", None
    return ("Comments close on", at) if at else ("", None)
