"""python -m plugins.checks sources [CONTENT] | site DIR: prints findings, and exits 1 when there are any."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from plugins.checks import site_rules, source_rules
from plugins.checks.model import Finding
from plugins.checks.read import clock, read_site, read_sources


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    if not options.folder.is_dir():
        print(f"{options.folder}: no such folder; write the path of one", file=sys.stderr)
        return 2
    findings, checked = _check_sources(options) if options.command == "sources" else _check_site(options)
    for finding in findings:
        print(finding)
    print(f"{_count(len(findings), 'finding') if findings else 'Nothing wrong'} in {checked}")
    return 1 if findings else 0


def _check_sources(options: argparse.Namespace) -> tuple[list[Finding], str]:
    allowed = frozenset(key.lower() for key in options.allow_key)
    sources = read_sources(options.folder, clock(os.environ), allowed)
    texts, files = _count(len(sources.documents), "text"), _count(len(sources.dictionary), "file")
    return source_rules.every_finding(sources), f"{texts} and {files} of the dictionary"


def _check_site(options: argparse.Namespace) -> tuple[list[Finding], str]:
    site = read_site(options.folder, clock(os.environ))
    for warning in site_rules.every_warning(site):
        print(f"{warning.source}: warning: {warning.message}")
    return site_rules.every_finding(site), _count(len(site.paths), "file")


def _count(number: int, noun: str) -> str:
    return f"1 {noun}" if number == 1 else f"{number:,} {noun}s"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m plugins.checks", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    sources = commands.add_parser("sources", help="what authors wrote")
    sources.add_argument("folder", nargs="?", type=Path, default=Path("content"), metavar="CONTENT")
    sources.add_argument(
        "--allow-key", action="append", default=[], help="a key that a front matter may have"
    )
    site = commands.add_parser("site", help="what was built of it")
    site.add_argument("folder", type=Path, metavar="DIR")
    return parser


if __name__ == "__main__":
    sys.exit(main())
