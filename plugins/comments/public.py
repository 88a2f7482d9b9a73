"""What others may read of a thread: its comments.json, and the JSON-LD of its page. Public fields only.

Both are made from a view. Addresses are as in the view: absolute where `render_thread` was given such.
Schema: docs/comments.schema.json.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from plugins.comments.model import CommentView, ThreadView

SCHEMA_VERSION = 1


def public_thread(view: ThreadView) -> dict[str, Any]:
    """The thread's comments.json. A deleted comment has its number, its links and nothing else."""
    return {
        "version": SCHEMA_VERSION,
        "thread": view.key,
        "url": view.href,
        "count": view.count,
        "comments": [_public_comment(comment) for comment in list_comments(view)],
    }


def linked_data(view: ThreadView) -> dict[str, Any]:
    """What schema.org has for the article of the thread: how many comments, and those on this page."""
    comments = [_linked_comment(comment) for comment in list_comments(view) if not comment.is_deleted]
    return {"commentCount": view.count, "comment": comments}


def list_comments(view: ThreadView) -> Iterator[CommentView]:
    """All that a page shows, by number."""
    held = (comment for top in view.comments for comment in (top, *top.children))
    yield from sorted(held, key=lambda comment: comment.number)


def _public_comment(comment: CommentView) -> dict[str, Any]:
    public = {
        "number": comment.number,
        "id": comment.id,
        "url": comment.href,
        "status": "deleted" if comment.is_deleted else "published",
        "in_reply_to": comment.in_reply_to.number if comment.in_reply_to else None,
        "replies": [reply.number for reply in comment.replies],
    }
    if comment.is_deleted:
        return public
    return public | {
        "kind": str(comment.kind),
        "author": {"name": comment.author, "url": comment.website, "is_author": comment.is_author},
        "posted_at": comment.posted.iso,
        "modified_at": comment.modified.iso if comment.modified else None,
        "content_html": str(comment.body),
    }


def _linked_comment(comment: CommentView) -> dict[str, Any]:
    person = {"@type": "Person", "name": comment.author}
    linked: dict[str, Any] = {
        "@type": "Comment",
        "@id": comment.href,
        "url": comment.href,
        "position": comment.number,
        "datePublished": comment.posted.iso,
        "author": person | ({"url": comment.website} if comment.website else {}),
        "text": " ".join(comment.body.striptags().split()),
    }
    if comment.modified:
        linked["dateModified"] = comment.modified.iso
    if comment.in_reply_to:
        linked["parentItem"] = {"@type": "Comment", "@id": comment.in_reply_to.href}
    return linked
