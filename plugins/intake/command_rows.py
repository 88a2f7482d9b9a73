"""`list`, `show`, `stats`, `close`: what is at the desk, for the terminal and for programs that watch it."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

from sqlalchemy import Connection, Engine, func, select

from plugins.comments.moment import write_moment
from plugins.intake import numbers, queue, verdict
from plugins.intake.database import open_current, reading, schema_of, writing
from plugins.intake.develop import settings_of
from plugins.intake.live import Live, now
from plugins.intake.model import DeskError, Entry, State, moment_of
from plugins.intake.settings import Settings
from plugins.intake.tables import audit, entries, outbox

WIDTH = 100
OLD_SECONDS = 24 * 3600
"""Mail that waits longer is a finding."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    command = parser.prog.split()[-1]
    if command == "list":
        parser.add_argument("--state", choices=[str(state) for state in State], default=State.NEW)
        parser.add_argument("--most", type=int, default=50, help="rows at a time")
        parser.add_argument("--after", type=int, default=0, metavar="ROW", help="only rows that came later")
    elif command == "show":
        parser.add_argument("row", type=int)
    elif command == "close":
        parser.add_argument(
            "thread", help="its key: the slug of an article, or dictionary/ and that of a word"
        )
        parser.add_argument("--open", action="store_true", help="it takes comments again")


def run(options: argparse.Namespace) -> str:
    settings = settings_of(options.settings)
    engine = open_current(settings)
    doing: dict[str, Callable[[argparse.Namespace, Settings, Engine], str]] = {
        "list": _list,
        "show": _show,
        "stats": _stats,
        "close": _close,
    }
    try:
        return doing[options.command](options, settings, engine)
    finally:
        engine.dispose()


def _list(options: argparse.Namespace, _settings: Settings, engine: Engine) -> str:
    with reading(engine) as connection:
        is_asked = (entries.c.state == options.state) & (entries.c.id > options.after)
        query = select(entries).where(is_asked).order_by(entries.c.id).limit(max(1, options.most))
        found = [Entry.of(row) for row in connection.execute(query)]
        count = connection.execute(select(func.count()).select_from(entries).where(is_asked)).scalar_one()
    if not found:
        return f"Nothing {'more ' if options.after else ''}is {options.state}"
    more = count - len(found)
    return "\n".join([*map(_line, found), *([f"{more:,} more: --after {found[-1].id}"] if more else [])])


def _line(entry: Entry) -> str:
    words = " ".join(entry.body.split())
    number = f" number {entry.number}" if entry.number else ""
    at = write_moment(moment_of(entry.received_at))
    line = f"{entry.id}  {at}  {entry.thread_key}{number}  {entry.author}: {words}"
    return line if len(line) <= WIDTH else f"{line[: WIDTH - 1]}…"


def _show(options: argparse.Namespace, _settings: Settings, engine: Engine) -> str:
    with reading(engine) as connection:
        entry = queue.find_row(connection, options.row)
        if entry is None:
            raise DeskError(f"there is no row {options.row}")
        return "\n".join(_told(connection, entry))


def _told(connection: Connection, entry: Entry) -> Iterator[str]:
    yield f"Row {entry.id}, {entry.kind}, {entry.state}, {write_moment(moment_of(entry.received_at))}"
    yield f"Thread: {entry.thread_key} ({entry.thread_id})"
    yield f"Author: {entry.author}"
    for name, value in (
        ("Website", entry.website),
        ("Reply to", entry.replyto),
        ("Source", entry.source),
        ("Number", entry.number),
        ("Comment", entry.comment_id),
        ("Changes row", entry.revises),
    ):
        if value:
            yield f"{name}: {value}"
    for point in verdict.unpack(entry.verdict):
        yield f"  {point.points:+d} {point.reason}"
    for row in connection.execute(select(audit).where(audit.c.entry == entry.id).order_by(audit.c.id)):
        yield f"  {write_moment(moment_of(row.at))} {row.who}: {row.what} {row.note}".rstrip()
    yield f"\n{entry.body}"


def _stats(_options: argparse.Namespace, settings: Settings, engine: Engine) -> str:
    at = int(now().timestamp())
    threads = Live(settings.path(settings.desk.site)).threads()
    with reading(engine) as connection:
        counts = queue.counts(connection)
        oldest = connection.execute(
            select(func.min(entries.c.received_at)).where(entries.c.state == State.NEW)
        ).scalar()
        missing = list(queue.unwritten(connection))
        stranded = [entry.id for entry in missing if threads.find(entry.thread_key, entry.thread_id) is None]
        lost = [
            entry.id
            for entry in queue.waiting(connection, most=10_000)
            if threads.find(entry.thread_key, entry.thread_id) is None
        ]
        late = connection.execute(
            select(func.count()).where(outbox.c.sent_at.is_(None), outbox.c.created_at < at - OLD_SECONDS)
        ).scalar_one()
        lines = [f"schema {schema_of(connection)}", f"threads {len(threads.by_key)}"]
    lines += [f"{state} {counts.get(state, 0)}" for state in State]
    lines.append(f"approved without a file {len(missing)}")
    if oldest is not None:
        lines.append(f"the oldest waits {max(0, at - oldest) // 3600} hours")
    if not threads.by_key:
        lines.append("no threads.json: publish with COMMENT_DESK, or correct desk.site")
    if lost:
        lines.append(f"for pages that are not published: rows {', '.join(map(str, lost[:20]))}")
    if stranded:
        said = ", ".join(map(str, stranded[:20]))
        lines.append(f"approved for pages that are gone {len(stranded)}: rows {said}")
    if late:
        lines.append(f"mail that waits for more than a day: {late}")
    return "\n".join(lines)


def _close(options: argparse.Namespace, settings: Settings, engine: Engine) -> str:
    thread = Live(settings.path(settings.desk.site)).threads().by_key.get(options.thread.strip("/"))
    if thread is None:
        raise DeskError(
            f'there is no thread "{options.thread}"; write the slug of an article, or dictionary/ and a word'
        )
    at = int(now().timestamp())
    with writing(engine) as connection:
        numbers.close(connection, thread, None if options.open else at)
        queue.note(connection, "terminal", "open" if options.open else "close", None, at, thread.key)
    if options.open:
        return f"{thread.key} takes comments again, if its page says so"
    return (
        f'{thread.key} takes no more comments; write "Comments: closed" into its file, so that readers see it'
    )
