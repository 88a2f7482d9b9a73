"""Commands: `python -m plugins.glossary show FILE… [--json | --markdown]` and `… lint [FILE…]`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from plugins.glossary.check import check_entries, check_order, check_style
from plugins.glossary.data import entries_as_data
from plugins.glossary.model import AuthorWarning, Entry
from plugins.glossary.read import Text, read_text_file
from plugins.glossary.render import short_text
from plugins.glossary.write import write_entry
from plugins.source import AuthorError

FOLDERS: Final = ("dictionary", "articles", "pages", "openings")
"""Under content/: where definitions are."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code is 1 if an author has to correct something, 2 if the command is wrong."""
    given = _parser().parse_args(arguments)
    try:
        content = getattr(given, "content", None)
        texts = [read_text_file(path.read_bytes(), path.as_posix()) for path in _files(given.files, content)]
    except OSError as problem:
        print(
            f"{problem.filename}: {problem.strerror}; name files or folders that can be read", file=sys.stderr
        )
        return 2
    if given.command == "lint":
        return _report(_findings(texts, is_whole=not given.files))
    code = _report(finding for text in texts for finding in text.findings)
    _show([entry for text in texts for entry in text.entries], given)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m plugins.glossary", description="The devil's dictionary.")
    commands = parser.add_subparsers(dest="command", required=True)
    show = commands.add_parser("show", help="print the entries of files")
    show.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a file, or a folder of them")
    form = show.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as data: see plugins/glossary/schema.json")
    form.add_argument("--markdown", action="store_true", help="in the canonical form of the grammar")
    lint = commands.add_parser("lint", help="print what is wrong or doubtful, in everything or in some files")
    lint.add_argument("files", nargs="*", type=Path, metavar="FILE")
    lint.add_argument(
        "--content", type=Path, default=Path("content"), metavar="FOLDER", help="what everything is"
    )
    return parser


def _files(named: Sequence[Path], content: Path | None) -> Iterator[Path]:
    for path in named or [Path(content or "", folder) for folder in FOLDERS]:
        if path.is_dir():
            yield from sorted(inner for inner in path.rglob("*.md") if not inner.name.startswith("."))
        elif named or path.exists():
            yield path


def _show(entries: list[Entry], given: argparse.Namespace) -> None:
    if given.json:
        print(json.dumps(entries_as_data(entries), ensure_ascii=False, indent=2))
    elif given.markdown:
        print("\n\n".join(map(write_entry, entries)))
    else:
        for entry in entries:
            print(f"{entry.source}: {entry.name}: {short_text(entry, 100)}")


def _findings(texts: list[Text], *, is_whole: bool) -> Iterator[AuthorError]:
    """What is wrong; cross-references only where all their targets could be there."""
    entries = [entry for text in texts for entry in text.entries]
    for text in texts:
        yield from text.findings
        if text.file is not None:
            yield from check_order(text.file)
    for entry in entries:
        yield from check_style(entry)
    if is_whole:
        yield from check_entries(entries)


def _report(findings: Iterable[AuthorError]) -> int:
    """Print findings by place; 1 if one of them is more than a warning."""
    ordered = sorted(findings, key=lambda finding: (finding.source, finding.message))
    for finding in ordered:
        mild = isinstance(finding, AuthorWarning)
        print(f"{finding.source}: {'warning: ' if mild else ''}{finding.message}", file=sys.stderr)
    return int(any(not isinstance(finding, AuthorWarning) for finding in ordered))


if __name__ == "__main__":
    sys.exit(main())
