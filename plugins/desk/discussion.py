"""What authors make of comments: a reply, an article or a word that begins with one."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from plugins.checks.model import Document, Sources
from plugins.comments.characters import faults_in_body
from plugins.comments.model import BODY_LIMIT, Comment, Kind, Role, Thread
from plugins.comments.parse import parse_thread
from plugins.comments.write import file_name, write_comment
from plugins.desk.model import DeskError
from plugins.desk.write import write_new
from plugins.source import Source

REFERENCE = re.compile(r"comment:(?P<thread>[^\s#]+)/(?P<number>[1-9]\d{0,6})")
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
MEANT = re.compile(r"[\\`*_{}\[\]#!|]")
"""Signs that would mean something in an article."""

TAGS = re.compile(r"<[^>]*>")


def read_thread(sources: Sources, key: str) -> Thread:
    """One thread, by its key: the slug of an article, or "dictionary/" and that of a word.

    Raises:
        DeskError: there is no such article or word.
    """
    known = {article.slug for article in sources.articles}
    known |= {f"dictionary/{entry.slug}" for entry in sources.all_entries}
    if key not in known:
        raise DeskError(f'there is no article "{key}"; write its slug, or "dictionary/" and that of a word')
    folder = Path(sources.folder, "comments", key)
    files: Mapping[str, bytes] = {
        path.as_posix(): path.read_bytes() for path in sorted(folder.glob("*.md")) if path.is_file()
    }
    thread, wrong = parse_thread(key, files, sources.zone)
    if wrong:
        raise DeskError("\n".join(map(str, wrong)))
    return thread


def comment_of(thread: Thread, number: int) -> Comment:
    """DeskError where there is none of that number, or it was taken down."""
    found = next((one for one in thread.comments if one.number == number), None)
    if found is None or found.is_deleted:
        numbers = [str(one.number) for one in thread.comments if not one.is_deleted]
        there = f"there are {', '.join(numbers[-5:])}" if numbers else "it has no comments"
        raise DeskError(f"{thread.key} has no comment {number}; {there}")
    return found


def write_reply(sources: Sources, key: str, to: str, text: str, author: str) -> Path:
    """Write the author's reply to a comment, with the next number. Returns its path.

    Raises:
        DeskError: nothing to answer, nothing to say, or too much.
    """
    if not key or not to.isdecimal() or not text.strip():
        raise DeskError('write make reply THREAD=slug-of-the-article TO=12 TEXT="What you answer."')
    thread = read_thread(sources, key)
    answered = comment_of(thread, int(to))
    body = text.strip()
    if faults := faults_in_body(body):
        raise DeskError("\n".join(f"TEXT:{below + 1}: {fault}" for below, fault in faults))
    if answered.author and not body.startswith("@"):
        body = f"@{answered.author}: {body}"
    if len(body) > BODY_LIMIT:
        raise DeskError(f"a reply of {len(body):,} characters; write at most {BODY_LIMIT:,}")
    now = max(sources.now, *(one.posted_at for one in thread.comments))
    reply = Comment(
        number=thread.comments[-1].number + 1,
        id=_new_id(now),
        posted_at=now,
        author=_author(sources, key) or author,
        body=body,
        source=Source(""),
        role=Role.AUTHOR,
        replyto=answered.number,
    )
    path = Path(sources.folder, "comments", key, file_name(reply))
    write_new(path, write_comment(reply))
    return path


def _author(sources: Sources, key: str) -> str:
    """The first author of the article."""
    for article in sources.articles:
        if article.slug == key:
            names = article.header.names("authors", "author")
            return names[0] if names else ""
    return ""


def _new_id(now: datetime) -> str:
    """Sorts by time, and no two are alike: the form of a ULID, shorter by some chance."""
    milliseconds = int(now.astimezone(UTC).timestamp() * 1000)
    stamp = "".join(CROCKFORD[milliseconds >> shift & 31] for shift in range(45, -1, -5))
    return stamp + "".join(secrets.choice(CROCKFORD) for _ in range(6))


def quotation(sources: Sources, reference: str) -> str:
    """A comment as Markdown for an article: its words, the name as it was signed, and its number.

    Args:
        reference: "comment:the-counteroffer/12".

    Raises:
        DeskError: it names no comment that is shown.
    """
    found = REFERENCE.fullmatch(reference)
    if not found:
        raise DeskError(f'"{reference}" names no comment; write FROM=comment:slug-of-the-article/12')
    key = found["thread"]
    comment = comment_of(read_thread(sources, key), int(found["number"]))
    lines = _as_text(comment).split("\n")
    quoted = "\n".join(f"> {line}".rstrip() for line in lines)
    link = f"[comment {comment.number}]({_address(sources, key)}#comment-{comment.number})"
    name = _meant_as_said(comment.author) or "A ping"
    return f"{quoted}\n>\n> — {name}, {link}\n"


def _as_text(comment: Comment) -> str:
    """Its words; nothing of them is HTML or Markdown any more."""
    body = TAGS.sub("", comment.body) if comment.notation == "html" else comment.body
    if not body and comment.kind is not Kind.COMMENT:
        return comment.source_url or ""
    return _meant_as_said(body)


def _meant_as_said(text: str) -> str:
    escaped = MEANT.sub(r"\\\g<0>", text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))
    return re.sub(r"^( *\d*)([-+.])(?= )", r"\1\\\2", escaped, flags=re.MULTILINE)


def _address(sources: Sources, key: str) -> str:
    if key.startswith("dictionary/"):
        return f"/{key}/"
    article: Document = next(one for one in sources.articles if one.slug == key)
    return f"{{filename}}/{article.place}"
