"""Who is told what: moderators, what waits; readers, that somebody answered, once the release shows it."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import Connection, func, or_, select, update

from plugins.comments.length import permalink
from plugins.intake import outbox
from plugins.intake.database import reading, writing
from plugins.intake.desk import Desk
from plugins.intake.mail import Sender, Waiting, answer_message, waiting_message
from plugins.intake.model import Entry, State, moment_of
from plugins.intake.subscriptions import token_of
from plugins.intake.tables import entries, subscriptions
from plugins.intake.tables import outbox as messages

MOST: Final = 500
"""Rows of the queue that are looked at for one message."""


def sender_of(desk: Desk) -> Sender:
    """Whose messages these are: the publication is called by its host."""
    host = urlsplit(desk.live.threads().site).hostname or urlsplit(desk.settings.desk.url).hostname
    return Sender(host or "the comment desk", desk.settings.mail.sender)


def tell_moderators(desk: Desk, now: int) -> bool:
    """One message about all that came since the last one, if that is long enough ago."""
    mail = desk.settings.mail
    if not mail.host or not mail.moderators:
        return False
    with writing(desk.engine) as connection:
        last, row, moment = _told(connection)
        if last is not None and last <= now < last + 60 * mail.pause_minutes:
            return False
        found = _new_since(connection, row, moment)
        if not found:
            return False
        highest = max(row, *(entry.id for entry in found))
        latest = max(moment, *(entry.fetched_at or 0 for entry in found))
        waiting = [_waiting(desk, entry) for entry in found]
        text = waiting_message(sender_of(desk), waiting, moment_of(now))
        return outbox.put(connection, "moderator", text, f"moderator:{highest}:{latest}", now)


def _told(connection: Connection) -> tuple[int | None, int, int]:
    """When they were told last, up to which row, and up to when of mentions that were looked at."""
    query = select(messages).where(messages.c.kind == "moderator").order_by(messages.c.id.desc()).limit(1)
    last = connection.execute(query).first()
    if last is None:
        return None, 0, 0
    _, row, moment = last.about.split(":")
    return last.created_at, int(row), int(moment)


def _new_since(connection: Connection, row: int, moment: int) -> list[Entry]:
    """A mention counts from when its page was looked at: it may be older than what came meanwhile."""
    is_new = or_(
        entries.c.fetched_at.is_(None) & (entries.c.id > row), func.coalesce(entries.c.fetched_at, 0) > moment
    )
    query = select(entries).where(entries.c.state == State.NEW, is_new).order_by(entries.c.id).limit(MOST)
    return [Entry.of(one) for one in connection.execute(query)]


def _waiting(desk: Desk, entry: Entry) -> Waiting:
    thread = desk.live.threads().find(entry.thread_key, entry.thread_id)
    title = thread.title if thread else entry.thread_key
    url = f"{desk.settings.origin}{desk.url(f'desk/{entry.id}')}"
    kind = "a change" if entry.revises is not None else entry.kind
    return Waiting(entry.author, title, kind, entry.body, url)


def tell_readers(desk: Desk, now: int) -> int:
    """Messages about answers that readers can see since the last publish; how many there are."""
    if not desk.settings.mail.host:
        return 0
    query = (
        select(subscriptions, entries.c.number, entries.c.thread_key, entries.c.thread_id)
        .join(entries, entries.c.comment_id == subscriptions.c.comment_id)
        .where(
            subscriptions.c.confirmed_at.is_not(None),
            subscriptions.c.stopped_at.is_(None),
            entries.c.number.is_not(None),
            entries.c.deleted_at.is_(None),
        )
    )
    with reading(desk.engine) as connection:
        rows = connection.execute(query.order_by(subscriptions.c.id)).all()
    threads, count = desk.live.threads(), 0
    for row in rows:
        thread = threads.find(row.thread_key, row.thread_id)
        if thread is None or thread.highest <= row.told_number:
            continue
        answers = [
            said
            for number, said in sorted(desk.live.said(thread).items())
            if number > row.told_number and said.replyto == row.number
        ]
        origin = "{0.scheme}://{0.netloc}".format(urlsplit(threads.site or desk.settings.desk.url))
        stop = (
            f"{desk.settings.origin}{desk.url(f'mail/{token_of(desk.secret, row.person, row.comment_id)}')}"
        )
        with writing(desk.engine) as connection:
            for said in answers:
                urls = f"{origin}{permalink(thread.url, said.number)}", stop
                text = answer_message(
                    sender_of(desk), thread.title, said.author, said.html.striptags(), urls, moment_of(now)
                )
                about = f"answer:{row.id}:{said.number}"
                count += outbox.put(connection, "answer", text, about, now, row.person)
            told = update(subscriptions).where(subscriptions.c.id == row.id)
            connection.execute(told.values(told_number=thread.highest))
    return count
