"""`rebuild`: a database that was lost, from content/ and threads.json. Numbers go on; what is a file is not queued."""

from __future__ import annotations

import argparse
from pathlib import Path

from sqlalchemy import Connection, insert, select

from plugins.comments.model import Comment
from plugins.comments.parse import parse_threads
from plugins.intake import numbers, queue
from plugins.intake.database import open_current, writing
from plugins.intake.develop import settings_of
from plugins.intake.live import Live, Thread, now
from plugins.intake.model import State
from plugins.intake.questions import Words
from plugins.intake.tables import entries, threads


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--content", type=Path, default=Path("content"))


def run(options: argparse.Namespace) -> str:
    settings = settings_of(options.settings)
    folder = options.content / "comments"
    files = {path.as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.md"))}
    found, wrong = parse_threads(files, folder.as_posix())
    live = Live(settings.path(settings.desk.site)).threads()
    engine = open_current(settings)
    added = 0
    with writing(engine) as connection:
        for thread in live.by_key.values():
            held = found[thread.key].comments if thread.key in found else ()
            highest = max((one.number for one in held), default=0)
            known = connection.execute(select(threads.c.id).where(threads.c.id == thread.id)).first()
            numbers.keep_number(
                connection, thread.id, max(highest, thread.highest), is_known=known is not None
            )
            added += sum(_add(connection, thread, one) for one in held)
    engine.dispose()
    rest = sorted(found.keys() - live.by_key.keys())
    said = [f"{added} comments are known again, in {len(live.by_key)} threads"]
    said += [f"{key}: no such thread in the release; publish it, then rebuild again" for key in rest]
    return "\n".join([*said, *map(str, wrong)])


def _add(connection: Connection, thread: Thread, comment: Comment) -> bool:
    """Whether it was not known. The private address that its writer has works again, if the secret is the same."""
    known = connection.execute(select(entries.c.id).where(entries.c.comment_id == comment.id)).first()
    if known:
        return False
    at = int(comment.posted_at.timestamp())
    words = Words(comment.author, comment.website, comment.replyto, comment.body)
    values = {
        "kind": str(comment.kind),
        "thread_key": thread.key,
        "thread_id": thread.id,
        "replyto": comment.replyto,
        "author": comment.author,
        "website": comment.website,
        "role": str(comment.role),
        "body": comment.body,
        "source": comment.source_url,
        "received_at": at,
        "state": State.APPROVED,
        "number": comment.number,
        "comment_id": comment.id,
        "approved_at": at,
        "written_at": int(now().timestamp()),
        "modified_at": int(comment.modified_at.timestamp()) if comment.modified_at else None,
        "deleted_at": at if comment.is_deleted else None,
        "text_hash": queue.hash_of(words),
    }
    connection.execute(insert(entries).values(values))
    return True
