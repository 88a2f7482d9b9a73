"""`mention`: after a publish, other sites are told which of their pages we link to. Touches the network."""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from plugins.clock import clock
from plugins.intake.outgoing import Ledger, Release, Told, as_row, note, read_ledger, tell, to_tell
from plugins.machine import MachineError
from plugins.publish.directory import Directory
from plugins.publish.model import PublishError
from plugins.site.content import MENTIONS
from plugins.site.settings import read_settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--content", type=Path, default=Path("content"), help="where mentions.jsonl is")
    parser.add_argument("--public", type=Path, default=Path("public"), help="the folder of releases")
    parser.add_argument(
        "--publication", type=Path, default=Path("publishconf.py"), help="the publication's own settings"
    )
    parser.add_argument("--dry-run", action="store_true", help="say what would be told, and to whom")
    parser.add_argument(
        "--all", action="store_true", help="all links of the release, not those that are new in it"
    )
    parser.add_argument("--again", action="store_true", help="what was not delivered too")


def run(options: argparse.Namespace) -> str:
    origin = str(read_settings(options.publication).get("SITEURL") or "").rstrip("/")
    if not origin.startswith(("https://", "http://")):
        raise MachineError(
            f"{options.publication}: SITEURL is no web address; other sites are told nothing else"
        )
    path, now = options.content / MENTIONS, clock(os.environ)
    ledger, directory = read_ledger(path), Directory(options.public)
    live = directory.current_id()
    if not live:
        raise MachineError(f"Nothing is published in {options.public}; publish first")
    mentions = to_tell(
        origin,
        _release(directory, live),
        None if options.all else _before(directory, live, ledger),
        ledger,
        again=options.again,
    )
    if options.dry_run:
        return "\n".join(
            [*(f"{one.source} → {one.target}" for one in mentions), f"{len(mentions)} would be told"]
        )
    told = []
    for one in tell(mentions, ledger, now):
        note(path, as_row(one))
        told.append(one)
    if live != ledger.release:
        note(path, {"release": live})
    return "\n".join(_said(told))


def _before(directory: Directory, live: str, ledger: Ledger) -> Release | None:
    """The release that was looked through last, while it is kept; else the one before the live one."""
    if ledger.release in directory.sealed():
        return _release(directory, ledger.release)
    earlier = [one for one in directory.published() if one != live]
    return _release(directory, earlier[-1]) if earlier else None


def _release(directory: Directory, release: str) -> Release:
    try:
        return Release(directory.tree(release), directory.manifest(release))
    except PublishError as wrong:
        raise MachineError(str(wrong)) from None


def _said(told: list[Told]) -> Iterator[str]:
    """What did not arrive, a line each; then how many did."""
    for one in told:
        if one.state in ("not delivered", "unreachable"):
            yield f"{one.state}: {one.target} ({one.said})"
    counted = Counter(one.state for one in told)
    yield (
        f"Told {counted['sent']:,} of {len(told):,}; {counted['no endpoint']:,} take no mentions"
        if told
        else "No link is new"
    )
