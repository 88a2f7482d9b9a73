"""What others may read of a thread: its comments.json, made from a view. Public fields only.

Addresses are as in the view: absolute where `render_thread` was given such.
Schema: docs/comments.schema.json.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from plugins.comments.model import Comment, CommentView, Thread, ThreadView

SCHEMA_VERSION = 1


def forget_deleted(thread: Thread) -> Thread:
    """`thread` without a word of its tombstones, whatever their files still say: nothing made of it can tell."""
    return replace(thread, comments=tuple(map(_forgotten, thread.comments)))


def _forgotten(comment: Comment) -> Comment:
    if not comment.is_deleted:
        return comment
    return replace(comment, author="", body="", website=None, source_url=None, imported_from=None)


def public_thread(view: ThreadView) -> dict[str, Any]:
    """The thread's comments.json. A deleted comment has its number, its links and nothing else."""
    return {
        "version": SCHEMA_VERSION,
        "thread": view.key,
        "url": view.href,
        "count": view.count,
        "comments": [_public_comment(comment) for comment in view.shown],
    }


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
