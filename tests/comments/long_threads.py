"""Threads of any length, made up from a seed and from what is said in the threads of content/."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

from plugins.comments.model import Comment, Kind, Role, Status, Thread
from plugins.comments.parse import parse_threads
from plugins.comments.write import file_name, write_comment
from plugins.source import Source

CONTENT = Path(__file__).parents[2] / "content"
START = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)


def make_thread(key: str, count: int, seed: int = 1) -> Thread:
    """A thread of `count` comments with replies, answers by the author, pings and tombstones among them."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    said = _said()
    names = sorted({comment.author for comment in said if comment.author and not comment.is_ping})
    comments: list[Comment] = []
    for number in range(1, count + 1):
        answered = comments[-chance.randint(1, min(12, len(comments)))] if comments and number % 3 else None
        is_by_author = number % 17 == 0
        author = "The Editor" if is_by_author else chance.choice(names)
        body = chance.choice(said).body
        if answered and not answered.is_deleted and number % 5 == 0:
            body = f"@{answered.author}: {body}"
        comments.append(
            Comment(
                number=number,
                id=f"{key}-{number}",
                posted_at=START + timedelta(minutes=37 * number),
                author=author,
                body=body,
                source=Source(key),
                website="https://reader.example/" if number % 11 == 0 else None,
                role=Role.AUTHOR if is_by_author else Role.READER,
                kind=Kind.PINGBACK if number % 53 == 0 else Kind.COMMENT,
                replyto=answered.number if answered else None,
                source_url="https://elsewhere.example/post/" if number % 53 == 0 else None,
                status=Status.DELETED if number % 71 == 0 else Status.PUBLISHED,
                modified_at=START + timedelta(minutes=37 * number + 5) if number % 29 == 0 else None,
            )
        )
    return Thread(key, tuple(comments))


def write_thread(content: Path, thread: Thread) -> None:
    """Its files, under content/comments/."""
    folder = content / "comments" / thread.key
    folder.mkdir(parents=True)
    for comment in thread.comments:
        (folder / file_name(comment)).write_text(write_comment(comment), encoding="utf-8")


def _said() -> list[Comment]:
    """Comments of content/ that speak to nobody by name."""
    files = {
        path.relative_to(CONTENT.parent).as_posix(): path.read_bytes()
        for path in sorted((CONTENT / "comments").rglob("*.md"))
    }
    threads, _ = parse_threads(files)
    comments = (comment for thread in threads.values() for comment in thread.comments)
    return [comment for comment in comments if comment.body and not comment.body.startswith("@")]
