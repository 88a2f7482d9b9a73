"""Commands: `python -m plugins.glossary show FILE… [--json | --markdown]` and `… lint [FILE…]`, `… translate FILE`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from plugins.front_matter import Customs
from plugins.glossary.ambiguity import check_ambiguity
from plugins.glossary.check import check_capitals, check_entries, check_order, check_plain, check_style
from plugins.glossary.data import entries_as_data
from plugins.glossary.dictionary import Dictionary
from plugins.glossary.model import AuthorWarning, DictionaryFile, Entry
from plugins.glossary.parts_of_speech import parts_of_speech_of
from plugins.glossary.read import Text, read_text_file
from plugins.glossary.translate import MOST_WORDS, Vocabulary, in_plain_english, translate
from plugins.glossary.write import with_keys_above, write_file
from plugins.machine import run
from plugins.site.addresses import WORDS_TAKEN
from plugins.site.content import TEXTS, layout_of, read_picture
from plugins.site.settings import customs_of, read_settings
from plugins.source import AuthorError, Source, WrongValueError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code is 1 if an author has to correct something, 2 if the command is wrong."""
    given = _parser().parse_args(arguments)
    try:
        settings = read_settings(given.settings)
        customs = customs_of(settings)
        files, given_text = (given.files, "") if given.command != "translate" else ((), _read(given.text))
        paths = _named(files) if files else _all_texts(given.content, settings)
        texts = [read_text_file(path.read_bytes(), path.as_posix(), customs) for path in paths]
    except AuthorError as wrong:
        print(wrong, file=sys.stderr)
        return 1
    except OSError as problem:
        print(
            f"{problem.filename}: {problem.strerror}; name files or folders that can be read", file=sys.stderr
        )
        return 2
    if given.command == "translate":
        return _translate(texts, given_text)
    if given.command == "lint":
        return _report(_findings(texts, is_whole=not given.files))
    findings = [finding for text in texts for finding in text.findings]
    is_wrong = any(not isinstance(finding, AuthorWarning) for finding in findings)
    if given.markdown and len(texts) == 1 and texts[0].file is not None and not is_wrong:
        findings += _show_file(texts[0].file, customs)
    else:
        findings += _show([entry for text in texts for entry in text.entries], given, customs)
    return _report(findings)


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
    put = commands.add_parser("translate", help="print a text with its words of the dictionary, put plainly")
    put.add_argument("text", type=Path, metavar="FILE", help="plain text; - for standard input")
    for command in (lint, put):
        command.add_argument(
            "--content", type=Path, default=Path("content"), metavar="FOLDER", help="what everything is"
        )
    for command in (show, lint, put):
        command.add_argument("--settings", type=Path, default=Path("pelicanconf.py"), metavar="FILE")
    return parser


def _named(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(inner for inner in path.rglob("*.md") if not inner.name.startswith("."))
        else:
            yield path


def _all_texts(content: Path, settings: Mapping[str, Any]) -> list[Path]:
    found = read_picture(content, layout_of(settings)).of(*TEXTS)
    return [content / place for place in sorted(found)]


def _show_file(file: DictionaryFile, customs: Customs) -> Iterator[AuthorError]:
    """Print a file of entries so that it can stand where it stood."""
    try:
        print(write_file(file, parts_of_speech_of(customs), customs.zone), end="")
    except WrongValueError as problem:
        yield AuthorError(file.entries[0].source, f"{problem}; mend it first")


def _show(entries: list[Entry], given: argparse.Namespace, customs: Customs) -> Iterator[AuthorError]:
    """Print the entries; what cannot be printed so is a finding."""
    if given.json:
        print(json.dumps(entries_as_data(entries), ensure_ascii=False, indent=2))
    elif given.markdown:
        written = []
        for entry in entries:
            try:
                written.append(with_keys_above(entry, parts_of_speech_of(customs)))
            except WrongValueError as problem:
                yield AuthorError(entry.source, f"{problem}; mend it first")
        print("\n\n".join(written))
    else:
        for entry in entries:
            print(f"{entry.source}: {entry.name}: {entry.gloss_within(100)}")


def _findings(texts: list[Text], *, is_whole: bool) -> Iterator[AuthorError]:
    """What is wrong; cross-references only where all their targets could be there."""
    entries = [entry for text in texts for entry in text.entries]
    for text in texts:
        yield from text.findings
        if text.file is not None:
            yield from check_order(text.file)
    yield from check_ambiguity(entries)
    for entry in entries:
        yield from check_style(entry)
        yield from check_plain(entry)
    if is_whole:
        yield from check_entries(entries, WORDS_TAKEN)
        yield from check_capitals(Dictionary.of(entries))


def _read(path: Path) -> str:
    """The text of a file, or of standard input.

    Raises:
        AuthorError: it is no text.
    """
    is_file = path != Path("-")
    data = path.read_bytes() if is_file else sys.stdin.buffer.read()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        at = wrong.start
    else:
        at = data.find(b"\0")
        if at < 0:
            return text
    place = Source(path.as_posix() if is_file else "standard input", 1 + data.count(b"\n", 0, at))
    raise AuthorError(place, "is no plain text in UTF-8; copy the words into a text file, and give that")


def _translate(texts: list[Text], given: str) -> int:
    """As the page Translate shows it; docs/translate.md."""
    vocabulary = Vocabulary.of(Dictionary.of(entry for text in texts for entry in text.entries), "")
    read = translate(given, vocabulary)
    for block in read.blocks:
        print(in_plain_english(block, vocabulary), end="\n\n")
    for word in map(vocabulary.words.__getitem__, read.slugs):
        print(", ".join(filter(None, (word.headword, word.parts_of_speech))), word.sense)
    cut = f"; only the first {MOST_WORDS:,} words were read" if read.is_cut else ""
    words = f"{read.count} word{'' if read.count == 1 else 's'}"
    print(f"{words} found, {read.density} in a hundred{cut}")
    return 0


def _report(findings: Iterable[AuthorError]) -> int:
    """Print findings by place; 1 if one of them is more than a warning."""
    ordered = sorted(findings, key=lambda finding: (finding.source, finding.message))
    for finding in ordered:
        mild = isinstance(finding, AuthorWarning)
        print(f"{finding.source}: {'warning: ' if mild else ''}{finding.message}", file=sys.stderr)
    return int(any(not isinstance(finding, AuthorWarning) for finding in ordered))


if __name__ == "__main__":
    sys.exit(run(main))
