"""What others may read of a thread: its comments.json, and the JSON-LD of its page. Public fields only.

Both are made from a view. In comments.json addresses are as in the view: absolute where `render_thread` was
given such.
Schema: docs/comments.schema.json.
"""

from __future__ import annotations

from typing import Any

from plugins.comments.length import permalink
from plugins.comments.model import CommentView, ThreadView

SCHEMA_VERSION = 1


def public_thread(view: ThreadView) -> dict[str, Any]:
    """The thread's comments.json. A deleted comment has its number, its links and nothing else."""
    return {
        "version": SCHEMA_VERSION,
        "thread": view.key,
        "url": view.href,
        "count": view.count,
        "comments": [_public_comment(comment) for comment in view.shown],
    }


def linked_data(view: ThreadView, origin: str = "") -> dict[str, Any]:
    """What schema.org has for the article of the thread: how many comments, and those on this page.

    What they say stands in the page already, and would weigh as much again.
    """
    page = origin + view.href.removesuffix("#comments")
    comments = [_linked_comment(comment, page) for comment in view.shown if not comment.is_deleted]
    return {"commentCount": view.count, "comment": comments}


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


def _linked_comment(comment: CommentView, page: str) -> dict[str, Any]:
    person = {"@type": "Person", "name": comment.author}
    linked: dict[str, Any] = {
        "@type": "Comment",
        "@id": permalink(page, comment.number),
        "datePublished": comment.posted.iso,
        "author": person | ({"url": comment.website} if comment.website else {}),
    }
    if comment.modified:
        linked["dateModified"] = comment.modified.iso
    if comment.in_reply_to:
        linked["parentItem"] = {"@type": "Comment", "@id": permalink(page, comment.in_reply_to.number)}
    return linked
