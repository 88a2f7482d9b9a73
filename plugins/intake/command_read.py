"""`read FILE.mbox`: answers that came by e-mail join the queue, without the addresses that they came from."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, Engine, and_, or_, select

from plugins.intake import arriving, queue
from plugins.intake.database import open_current, writing
from plugins.intake.develop import settings_of
from plugins.intake.letters import Letter, read_letters
from plugins.intake.live import Live, Threads, folded, now
from plugins.intake.questions import Typed, Words, ask
from plugins.intake.settings import Limits
from plugins.intake.tables import entries
from plugins.source import AuthorError, AuthorErrors, Source

KIND: Final = "mail"
UNLIMITED: Final = Limits(network_per_hour=10**9, desk_per_hour=10**9, asks_again=10**9)
"""Whoever reads the file has it whole: nobody can be asked again, and nothing is lost for coming at once."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="messages, one after another (mbox)")


def run(options: argparse.Namespace) -> str:
    settings = settings_of(options.settings, begins=True)
    if not options.file.is_file():
        message = "there is no such file; name one that a mail program exported"
        raise AuthorErrors([AuthorError(Source(str(options.file)), message)])
    engine = open_current(settings)
    try:
        return "\n".join(_said(options.file, engine, Live(settings.path(settings.desk.site)).threads()))
    finally:
        engine.dispose()


def _said(path: Path, engine: Engine, threads: Threads) -> Iterator[str]:
    """What could not be queued, a line each; then how many were."""
    queued, known, automatic = 0, 0, 0
    for letter in read_letters(path):
        if letter.is_automatic:
            automatic += 1
            continue
        fault = _fault(letter, threads)
        if fault:
            yield f"{letter.source}: {fault}"
            continue
        is_new = _queue(engine, letter, threads)
        queued, known = queued + is_new, known + (not is_new)
    yield f"Queued {queued:,}; {known:,} were there already; {automatic:,} were written by no person"


def _words(letter: Letter) -> Words | str:
    """What it says, or what is wrong with it."""
    answers = ask(Typed(author=letter.author, replyto=letter.replyto, body=letter.body))
    return answers.words or "; ".join(f"{fault.field}: {fault.message}" for fault in answers.faults)


def _fault(letter: Letter, threads: Threads) -> str:
    """Why it cannot be queued, and what to do; empty where it can."""
    if letter.fault:
        return letter.fault
    if not letter.thread:
        return "no thread in the subject; write it there, as [the-slug], and read the file again"
    if letter.thread not in threads.by_key:
        return f'no thread "{letter.thread}"; write the slug of an article or a word that is published'
    words = _words(letter)
    return words if isinstance(words, str) else ""


def _queue(engine: Engine, letter: Letter, threads: Threads) -> bool:
    """Into the queue, unless the same words are there: a file may be read again."""
    thread, words = threads.by_key[letter.thread], _words(letter)
    assert isinstance(words, Words)  # noqa: S101 - its faults were asked for
    if words.replyto is not None and words.replyto > thread.highest:
        words = replace(words, replyto=None)
    at = now()
    posted = (
        letter.posted_at
        if letter.posted_at and letter.posted_at.year >= 1990 and letter.posted_at <= at
        else at
    )
    arrival = queue.Arrival(
        thread,
        words,
        "",
        kind=KIND,
        posted_at=int(posted.timestamp()),
        is_as_author=folded(words.author) in threads.authors,
    )
    with writing(engine) as connection:
        if _is_known(connection, arrival):
            return False
        arriving.receive(connection, arrival, UNLIMITED, int(at.timestamp()))
    return True


def _is_known(connection: Connection, arrival: queue.Arrival) -> bool:
    """By its words; or, where a moderator has corrected them, by its moment and its writer."""
    query = select(entries.c.id).where(
        entries.c.kind == KIND,
        entries.c.thread_id == arrival.thread.id,
        or_(
            entries.c.text_hash == arrival.text_hash,
            and_(entries.c.posted_at == arrival.posted_at, entries.c.author == arrival.words.author),
        ),
    )
    return connection.execute(query.limit(1)).first() is not None
