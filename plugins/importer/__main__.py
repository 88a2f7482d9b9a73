"""python -m plugins.importer FILE… [--into content] [--dry-run] [--ledger FILE] | export | images"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from plugins.clock import clock
from plugins.desk.journal import finish
from plugins.desk.model import DeskError
from plugins.importer.clean import host_of
from plugins.importer.existing import numbers_in
from plugins.importer.fetch import fetch_images, getter
from plugins.importer.house import read_house
from plugins.importer.images import read_list
from plugins.importer.leave import House
from plugins.importer.leave_ghost import write_ghost
from plugins.importer.leave_wxr import write_wxr
from plugins.importer.ledger import marks, reasons, table, to_look_at
from plugins.importer.plan import Wishes
from plugins.importer.publication import Publication
from plugins.importer.recognize import open_files
from plugins.importer.run import run_import
from plugins.importer.staging import Report
from plugins.importer.state import read_state
from plugins.importer.stream import Mended, parts_of
from plugins.importer.threads import PREFIXES
from plugins.importer.waiting import queue_all
from plugins.importer.xml import elements, local, words
from plugins.machine import run
from plugins.site.content import layout_of
from plugins.site.settings import customs_of, read_settings, zone_of
from plugins.site.texts import say_count
from plugins.slug import slugify
from plugins.source import AuthorError, AuthorErrors, Source

if TYPE_CHECKING:
    from sqlalchemy import Engine


def main(arguments: Sequence[str] | None = None) -> int:
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if arguments[:1] == ["export"]:
            return _export(_export_parser().parse_args(arguments[1:]))
        if arguments[:1] == ["images"]:
            return _images(_images_parser().parse_args(arguments[1:]))
        return _import(_parser().parse_args(arguments))
    except (AuthorError, AuthorErrors, DeskError) as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped: content/ is as it was, or the next command moves what is left.", file=sys.stderr)
    return 1


def _import(options: argparse.Namespace) -> int:
    for path in options.files:
        if not path.exists():
            raise AuthorError(Source(str(path)), "there is no such file; name the export")
    publication = _publication(options)
    wishes = Wishes(
        drafts=options.drafts,
        pending=options.pending,
        categories=dict(_pair(text) for text in options.category_of),
        logins=frozenset(options.author_login),
        zone=zone_of(publication.settings),
        now=clock(os.environ),
        old_site=_read_site(options.old_site) if options.old_site else (),
        map=_read_map(options.map) if options.map else {},
    )
    desk = _open_desk(options) if options.pending and not options.dry_run else None
    mended = Mended()
    export = open_files(options.files, wishes.logins, mended, options.type)
    if options.address and not export.index.address:
        export = replace(export, index=replace(export.index, address=options.address.rstrip("/")))
    if options.ledger:
        _expect_place(options.ledger)
    report = run_import(export, publication, wishes, mended, dry=options.dry_run, copy=options.ledger)
    print(_said(report, is_dry=options.dry_run))
    if desk is not None:
        print(_queue(desk, report, publication, export.system, wishes))
    return 0


def _expect_place(path: Path) -> None:
    """An import that is done should not end with what was mistyped before it."""
    if path.is_dir() or not path.absolute().parent.is_dir():
        raise AuthorError(Source("--ledger"), f'"{path}" can be no file; name one in a folder that is there')


def _open_desk(options: argparse.Namespace) -> Engine:
    """The queue of the comment desk, before anything is written: it may not be here."""
    from plugins.intake.database import open_current
    from plugins.intake.settings import read_intake

    settings = read_intake(options.desk)
    if not settings.desk.database:
        raise AuthorError(
            Source(str(options.desk)),
            "the database of the comment desk is not on this machine; use --pending where it is",
        )
    return open_current(settings)


def _queue(engine: Engine, report: Report, publication: Publication, system: str, wishes: Wishes) -> str:
    prefix = PREFIXES.get(system, system[:8])
    numbers, _ = numbers_in(publication.content, read_state(publication.content), prefix)
    authority = str(publication.settings.get("ID_AUTHORITY", "localhost"))
    done = queue_all(engine, report.waiting, numbers, authority, int(wishes.now.timestamp()))
    engine.dispose()
    closed = f"; {done.closed:,} not, for their threads are closed there" if done.closed else ""
    return f"{done.new:,} comments wait at the comment desk now, {done.known:,} were there already{closed}"


def _export(options: argparse.Namespace) -> int:
    publication = _publication(options)
    house, left_out = read_house(publication)
    for path, pieces in ((options.wxr, write_wxr), (options.json, _ghost_pieces)):
        if path:
            half = path.with_name(f".{path.name}.part")
            with half.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(pieces(house))
            half.replace(path)
            print(f"{path}: {len(house.texts()):,} texts")
    if options.json and house.threads:
        print("Comments are in WXR alone: Ghost imports none")
    if options.json and house.sources.redirects:
        print("Old addresses are in WXR alone: Ghost has a file of its own for them, redirects.yaml")
    for what in left_out:
        print(f"Not in it: {what}")
    return 0


def _ghost_pieces(house: House) -> list[str]:
    return [write_ghost(house)]


def _export_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m plugins.importer export")
    parser.add_argument("--wxr", type=Path, metavar="FILE", help="as WordPress reads it, with all comments")
    parser.add_argument("--json", type=Path, metavar="FILE", help="as Ghost reads it")
    parser.add_argument("--from", dest="into", type=Path, default=Path("content"), metavar="CONTENT")
    parser.add_argument("--settings", type=Path, default=Path("pelicanconf.py"))
    return parser


def _images(options: argparse.Namespace) -> int:
    if options.into.is_dir():
        finish(options.into)
    listed = read_list(options.into)
    if not options.host:
        hosts = Counter(host_of(address) for address in listed)
        for host, count in hosts.most_common():
            print(f"{count:>6,} {host}")
        print("Name whose images you may take: python -m plugins.importer images --host old.example")
        return 0
    fetched = fetch_images(options.into, options.host, options.most << 20, getter())
    print(f"{say_count(len(fetched.images), 'image')} in {options.into}/images/")
    for address, why in fetched.failed:
        print(f"  not fetched: {address}: {why}")
    return 0


def _images_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m plugins.importer images")
    parser.add_argument("--into", type=Path, default=Path("content"), metavar="CONTENT")
    parser.add_argument(
        "--host", action="append", default=[], metavar="HOST", help="whose images are fetched"
    )
    parser.add_argument("--most", type=int, default=500, metavar="MB", help="of all images together")
    return parser


def _publication(options: argparse.Namespace) -> Publication:
    settings = read_settings(options.settings)
    if "MARKDOWN" not in settings:
        raise AuthorError(
            Source(str(options.settings)), "no settings of a publication; make begin writes them"
        )
    content = options.into
    if content.exists() and not content.is_dir():
        raise AuthorError(Source(str(content)), "no folder; name the one that the texts are in")
    if content.is_dir() and finish(content):
        print("A change that was interrupted is done now", file=sys.stderr)
    return Publication(content, settings, customs_of(settings, clock(os.environ)), layout_of(settings))


def _pair(text: str) -> tuple[str, str]:
    slug, mark, name = text.partition("=")
    if not mark or not slug.strip() or not name.strip():
        raise AuthorError(
            Source("--category-of"), f'"{text}" is no rule; write --category-of old-slug="New name"'
        )
    return slugify(slug), name.strip()


def _read_site(path: Path) -> tuple[str, ...]:
    """The addresses of a sitemap."""
    (part, *_) = parts_of(path, str(path))
    found = (
        words(one).strip() for url in elements(part, ("url",), Mended()) for one in url if local(one) == "loc"
    )
    return tuple(dict.fromkeys(found))


def _read_map(path: Path) -> dict[str, str]:
    """Old address or id of a thread, blanks, the slug of its article: a line each."""
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise AuthorError(Source(str(path)), "not UTF-8; save the file as UTF-8") from None
    found: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        words = line.split()
        if words and not line.startswith("#"):
            if len(words) != 2:
                raise AuthorError(Source(str(path), number), 'write "old-address  slug-of-the-article"')
            found[words[0]] = words[1]
    return found


def _said(report: Report, *, is_dry: bool) -> str:
    done, whole = report.blocks
    would = "would be " if is_dry else ""
    parts = [table(report.sums)]
    if report.sums.reasons:
        parts.append(f"Skipped, and why:\n{reasons(report.sums)}")
    parts += [_said_of_characters(report), *report.differences, marks(report.sums), to_look_at(report.sums)]
    if report.unsaid:
        named = ", ".join(sorted(report.unsaid)[:3])
        parts.append(
            f"{len(report.unsaid):,} old addresses lead nowhere here, for no line can name them: {named}"
        )
    if report.new and report.without_ids:
        known = (
            "; --address says where the old site was, and gives them theirs" if report.needs_address else ""
        )
        parts.append(
            f"{report.without_ids:,} texts have no id that programs knew,"
            f" so who reads the old feed is shown the newest again{known}"
        )
    if report.unanswered:
        shown = "".join(f"\n  {address}" for address in report.unanswered[:20])
        more = f"\n  and {len(report.unanswered) - 20:,} more" if len(report.unanswered) > 20 else ""
        parts.append(
            f"Of the old site's map nothing here answers:{shown}{more}\n"
            "Write them into redirects.txt; a publish refuses to lose them, unless it is told to (ALLOW_LOST=1)."
        )
    if is_dry and report.waiting:
        parts.append(f"{len(report.waiting):,} comments would wait at the comment desk")
    marked = f"; {done:,} of {whole:,} blocks are Markdown, the others HTML" if whole else ""
    parts.append(
        f"{report.new:,} files {would}new, {report.updated:,} {would}updated, {report.same:,} as they were{marked}"
        + (f"; {report.redirects:,} lines {would}added to redirects.txt" if report.redirects else "")
        + (f"; {report.images:,} images to fetch: python -m plugins.importer images" if report.images else "")
    )
    return "\n\n".join(part for part in parts if part)


def _said_of_characters(report: Report) -> str:
    mended, said = report.mended, list[str]()
    if mended.controls:
        lines = ", ".join(str(line) for line in sorted(mended.controls)[:10])
        more = f" and {len(mended.controls) - 10:,} more" if len(mended.controls) > 10 else ""
        said.append(
            f"{sum(mended.controls.values()):,} control characters taken out, in the lines {lines}{more}"
        )
    if mended.repaired:
        said.append(f"{mended.repaired:,} bytes of Windows-1252 among UTF-8 repaired")
    if mended.doubled:
        said.append(f'{mended.doubled:,} characters look as if encoded twice ("Ã©"), and are as they were')
    return "\n".join(said)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m plugins.importer", description=__doc__)
    parser.add_argument(
        "files", nargs="+", type=Path, metavar="FILE", help="an export; several that belong together"
    )
    parser.add_argument("--into", type=Path, default=Path("content"), metavar="CONTENT")
    parser.add_argument("--settings", type=Path, default=Path("pelicanconf.py"))
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would become of it, and write nothing"
    )
    parser.add_argument("--ledger", type=Path, metavar="FILE", help="where to write the ledger, JSON a line")
    parser.add_argument("--drafts", action="store_true", help="take what was not published as drafts")
    parser.add_argument(
        "--pending", action="store_true", help="what waits to be approved goes to the comment desk"
    )
    parser.add_argument(
        "--desk", type=Path, default=Path("intake.toml"), metavar="FILE", help="settings of the comment desk"
    )
    parser.add_argument("--category-of", action="append", default=[], metavar="SLUG=NAME")
    parser.add_argument(
        "--type",
        action="append",
        default=[],
        metavar="NAME",
        help="items of WordPress of this kind are articles",
    )
    parser.add_argument(
        "--author-login", action="append", default=[], metavar="NAME", help="whose comments are an author's"
    )
    parser.add_argument(
        "--map", type=Path, metavar="FILE", help="threads that match no article: address, blank, slug"
    )
    parser.add_argument(
        "--address", default="", metavar="URL", help="of the old site, where the export does not say it"
    )
    parser.add_argument(
        "--old-site", type=Path, metavar="SITEMAP", help="says which of its addresses nothing answers"
    )
    return parser


if __name__ == "__main__":
    sys.exit(run(main))
