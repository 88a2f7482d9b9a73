"""python -m plugins.checks sources [CONTENT] | site DIR: prints findings, and exits 1 when there are any."""

from __future__ import annotations

import argparse
import gc
import json
import os
import sys
from dataclasses import astuple, replace
from functools import cache, partial
from pathlib import Path
from urllib.parse import urlsplit

from plugins.checks import rules
from plugins.checks.inventory import public_texts, young_words
from plugins.checks.model import Finding, Sources
from plugins.checks.places import Places, places_of
from plugins.checks.read import read_settings_and_theme, read_sources, read_texts, read_thread
from plugins.clock import clock
from plugins.machine import run
from plugins.site.addresses import answered_elsewhere
from plugins.site.content import layout_of
from plugins.site.settings import customs_of, read_settings
from plugins.site.texts import say_count
from plugins.source import AuthorError


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    if not options.folder.is_dir():
        print(f"{options.folder}: no such folder; write the path of one", file=sys.stderr)
        return 2
    gc.disable()  # as in builds: many records, few circles, and soon the end
    check = _check_sources if options.command == "sources" else _check_site
    try:
        findings, warnings, checked = check(options)
    except AuthorError as wrong:
        print(wrong)
        return 1
    told = [(finding, "") for finding in findings] + [(warning, "warning: ") for warning in warnings]
    for found, kind in sorted(told):
        print(f"{found.source}: {kind}{found.message}")
    print(f"{say_count(len(findings), 'finding') if findings else 'Nothing wrong'} in {checked}")
    return 1 if findings else 0


def _check_sources(options: argparse.Namespace) -> tuple[list[Finding], list[Finding], str]:
    now = clock(os.environ)
    settings = read_settings(options.settings)
    sources = read_sources(options.folder, now, customs_of(settings, now), layout_of(settings), options.kept)
    if options.texts:
        options.texts.write_text(json.dumps([astuple(text) for text in public_texts(sources)]), "utf-8")
    texts, files = say_count(len(sources.documents), "text"), say_count(len(sources.dictionary), "file")
    return (
        rules.every_finding(sources),
        rules.every_warning(sources),
        f"{texts} and {files} of the dictionary",
    )


def _check_site(options: argparse.Namespace) -> tuple[list[Finding], list[Finding], str]:
    from plugins.checks import site_rules  # only now: lxml and the links to words take long to import
    from plugins.checks.read_site import read_site

    now, settings = clock(os.environ), read_settings(options.settings)
    has_content = options.content is not None and options.content.is_dir()

    @cache
    def texts() -> Sources:
        return read_texts(options.content, now, customs_of(settings, now), layout_of(settings))

    @cache
    def places() -> Places | None:
        if not has_content:
            return None
        sources = texts()
        typed = read_settings_and_theme(options.settings, Path(settings.get("THEME", "theme")))
        thread = partial(read_thread, options.content)
        return places_of(sources, urlsplit(site.base).path, typed, thread)

    site = replace(read_site(options.folder, now), elsewhere=answered_elsewhere(settings))
    if has_content:
        site = replace(site, young=lambda: young_words(texts()))
    findings, warnings = site_rules.every_finding(site, places), site_rules.every_warning(site, places)
    return findings, warnings, say_count(len(site.paths), "file")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m plugins.checks", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    sources = commands.add_parser("sources", help="what authors wrote")
    sources.add_argument("folder", nargs="?", type=Path, default=Path("content"), metavar="CONTENT")
    sources.add_argument("--settings", type=Path, default=Path("pelicanconf.py"))
    sources.add_argument(
        "--kept", type=Path, help="file of what was read before; without it all is read again"
    )
    sources.add_argument("--texts", type=Path, help="where to write which texts are public, as JSON")
    site = commands.add_parser("site", help="what was built of it")
    site.add_argument("folder", type=Path, metavar="DIR")
    site.add_argument("--content", type=Path, help="what it was built of: findings name the place there")
    site.add_argument("--settings", type=Path, default=Path("pelicanconf.py"))
    return parser


if __name__ == "__main__":
    sys.exit(run(main))
