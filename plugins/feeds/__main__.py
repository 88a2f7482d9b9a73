"""python -m plugins.feeds ping"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from plugins.feeds.websub import PingError, changed_topics, ping
from plugins.machine import run


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    try:
        {"ping": _ping}[options.command](options)
    except PingError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m plugins.feeds", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    hub = commands.add_parser("ping", help="tell the hub which feeds have changed; touches the network")
    hub.add_argument("--site", type=Path, default=Path("public/current"), help="folder of the published site")
    hub.add_argument("--before", type=Path, help="folder of the release before: only what differs is told")
    return parser


if __name__ == "__main__":
    sys.exit(run(main))
