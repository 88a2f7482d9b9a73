"""python -m plugins.feeds mint | renamed OLD NEW | ping"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from plugins.feeds.ledger import Ledger, parse_ledger, write_ledger
from plugins.feeds.websub import PingError, changed_topics, ping
from plugins.pages.read import read_header
from plugins.source import AuthorError, AuthorErrors, Source


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        {"mint": _mint, "renamed": _renamed, "ping": _ping}[options.command](options)
    except (AuthorError, AuthorErrors, PingError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _mint(options: argparse.Namespace) -> None:
    from plugins.feeds.items import added_words, named_things  # only now: ping does without the rooms
    from plugins.feeds.plugin import make_publisher, read_site

    ledger = _read(options.ledger)
    site, settings = read_site(options.settings, options.content)
    publisher = make_publisher(site, settings, ledger)
    things = list(named_things(site, publisher))
    added, known = added_words(site, ledger, options.today), {row.id for row in ledger.rows.values()}
    found = {
        key: row if row.id in known else replace(row, added=added.get(key))
        for key, row in publisher.ids.items()
        if not _has_own_id(options.content / key)
    }
    minted = ledger.minted(found, things)
    _report(ledger, minted)
    if minted.rows != ledger.rows:
        _write(options.ledger, minted)


def _has_own_id(path: Path) -> bool:
    """Whether the article at `path` says its id itself; other keys are no paths."""
    return path.is_file() and "id" in map(str.lower, read_header(path.read_text("utf-8")))


def _report(before: Ledger, after: Ledger) -> None:
    keys = {row.id: key for key, row in before.rows.items()}
    new = [key for key, row in sorted(after.rows.items()) if row.id not in keys]
    for key, row in sorted(after.rows.items()):
        if keys.get(row.id, key) != key:
            print(f"{keys[row.id]} is now {key}: it keeps its id")
    for key in new[:20]:
        print(f"{key}: {after.rows[key].id}")
    if len(new) > 20:
        print(f"and {len(new) - 20} more")
    if not new:
        print("Nothing to mint: everything has its id")


def _renamed(options: argparse.Namespace) -> None:
    ledger = _read(options.ledger)
    if options.old not in ledger.rows:
        source = Source(options.ledger.as_posix())
        raise AuthorError(source, f"nothing is called {options.old}; write the key of a row of this file")
    _write(options.ledger, ledger.renamed(options.old, options.new))
    print(f"{options.old} is now {options.new}: it keeps its id")


def _ping(options: argparse.Namespace) -> None:
    if not options.site.is_dir():
        raise PingError(
            f"{options.site} is no folder; publish first, or name the one of the site with --site"
        )
    topics = list(changed_topics(options.site, options.before))
    if not topics:
        print("No feed that names a hub has changed")
        return
    ping(topics)
    print(f"Told {', '.join(sorted({topic.hub_url for topic in topics}))} of {len(topics)} feeds")


def _read(path: Path) -> Ledger:
    return parse_ledger(path.read_text("utf-8"), Source(path.as_posix())) if path.exists() else Ledger()


def _write(path: Path, ledger: Ledger) -> None:
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    half.write_text(write_ledger(ledger), "utf-8")
    half.replace(path)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m plugins.feeds", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    mint = commands.add_parser("mint", help="give an id to all that has none yet")
    mint.add_argument("--content", type=Path, default=Path("content"))
    mint.add_argument("--settings", type=Path, default=Path("publishconf.py"))
    today = datetime.now(UTC).date()
    mint.add_argument("--today", type=date.fromisoformat, default=today, help="when new words are dated")

    renamed = commands.add_parser("renamed", help="say that a thing has another name and is the same")
    renamed.add_argument("old", help="its key in ids.json")
    renamed.add_argument("new")
    for command in (mint, renamed):
        command.add_argument("--ledger", type=Path, default=Path("content/ids.json"))

    hub = commands.add_parser("ping", help="tell the hub which feeds have changed; touches the network")
    hub.add_argument("--site", type=Path, default=Path("public/current"), help="folder of the published site")
    hub.add_argument("--before", type=Path, help="folder of the release before: only what differs is told")
    return parser


if __name__ == "__main__":
    sys.exit(main())
