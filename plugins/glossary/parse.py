"""Text to entries. The grammar is described in docs/glossary-format.md.

Everything here goes on after a mistake, so that an author sees all findings of a file at once. Functions
named `parse_…` raise the first one; those named `read_…` return what they could read, with the findings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from plugins.glossary.chunk import Chunk, chunks
from plugins.glossary.front_matter import read_front_matter
from plugins.glossary.head import HeadLine, NearMiss, read_bare_head_line, read_head_line
from plugins.glossary.model import (
    NO_POLICY,
    AuthorWarning,
    Block,
    DictionaryFile,
    Entry,
    Head,
    Part,
    Policy,
    Prose,
    RunOn,
)
from plugins.glossary.parts_of_speech import PARTS_OF_SPEECH, one_or_more, within_text
from plugins.glossary.quotation import is_part_of_definition, read_quotation
from plugins.glossary.senses import read_text
from plugins.source import AuthorError, Source

MOST_BRACKETS: Final = 500
"""In one paragraph, with backticks: Python-Markdown takes quadratic time over them."""

HTML: Final = re.compile(r"<(?:/?[A-Za-z][A-Za-z0-9-]*(?=[\s/>])|!--|\?)")
CODE: Final = re.compile(r"`[^`]*`")
CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")
SPACES: Final = re.compile(r"[ \t]+")
RUN_ON: Final = re.compile(r"—\*\*([^*]+)\*\*")
STRANGE_PART: Final = re.compile(r"(?:^|\s)—\*([a-z]{1,6}\.(?:[a-z]{1,4}\.)*)\*")

NOT_IN_AN_ENTRY: Final[Mapping[str, str]] = {
    "heading": 'a heading inside an entry; write "* * *" before it, or leave it out',
    "list": 'a list inside an entry; write "(1) …; (2) …" for senses, or "* * *" before the list',
    "fence": 'code inside an entry; write "* * *" before it',
    "indented": 'an indented paragraph inside an entry; write it without spaces, or "> " before a quotation',
    "table": 'a table or verse without its quotation mark; write "> | " before lines of verse',
    "html": 'HTML inside an entry; write Markdown, or "* * *" before it',
    "break": 'commentary in a file of several entries; write the entry and "* * *" in a file of its own',
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read of one entry, and everything wrong with it."""

    entry: Entry | None
    findings: tuple[AuthorError, ...]
    lines: int = 0
    """How many lines of the text the entry takes."""


def parse_entry(
    text: str,
    source: Source,
    policy: Policy = NO_POLICY,
    parts_of_speech: Mapping[str, str] = PARTS_OF_SPEECH,
) -> Entry:
    """Read one definition in the style of a printed satirical dictionary.

    Args:
        text: a head, a part of speech, and what follows; without commentary.
        source: where `text` starts; used only in error messages.
        policy: what the front matter says of it.
        parts_of_speech: abbreviation → words, for every one that may be used.

    Raises:
        AuthorError: the first thing wrong with `text`.
    """
    reading = read_entry(text, source, policy, parts_of_speech)
    raise_first(reading.findings)
    if reading.entry is None:
        raise AuthorError(source, 'there is no entry here; write "HEAD, n. Its text."')
    return reading.entry


def read_entry(
    text: str,
    source: Source,
    policy: Policy = NO_POLICY,
    parts_of_speech: Mapping[str, str] = PARTS_OF_SPEECH,
) -> Reading:
    """The same for an author who wants to see everything that is wrong."""
    reader = _Reader(parts_of_speech)
    entries = reader.entries(list(chunks(text, source)), policy, source)
    if len(entries) > 1:
        reader.report(AuthorError(entries[1].source, "a second entry; write an empty line and its own text"))
    return Reading(entries[0] if entries else None, reader.findings(), text.count("\n") + 1)


def read_opening(
    markdown: str,
    source: Source,
    policy: Policy = NO_POLICY,
    parts_of_speech: Mapping[str, str] = PARTS_OF_SPEECH,
) -> Reading | None:
    """The definition that an article or a page begins with; None if it begins with anything else.

    It is the first block, the run-on entries and other parts of speech directly after it, and the quotations
    directly after those that are verse, dialogue, or signed. The rest is the article.
    """
    reader = _Reader(parts_of_speech)
    found: list[Chunk] = []
    for chunk in chunks(markdown, source):
        if not found:
            if chunk.kind != "prose" or reader.head_line(chunk, policy, strict=False) is None:
                return None
        elif not reader.continues(chunk):
            break
        found.append(chunk)
    if not found:
        return None
    entries = reader.entries(found, policy, source, strict=False)
    last = found[-1]
    lines = last.source.line - source.line + len(last.lines)
    return Reading(entries[0] if entries else None, reader.findings(), lines)


def find_entries(
    markdown: str,
    source: Source,
    policy: Policy = NO_POLICY,
    parts_of_speech: Mapping[str, str] = PARTS_OF_SPEECH,
) -> tuple[Entry, ...]:
    """The entries that the text of an article or page holds: one or none.

    Raises:
        AuthorError: the text begins with a definition, and something is wrong with it.
    """
    reading = read_opening(markdown, source, policy, parts_of_speech)
    if reading is None:
        return ()
    raise_first(reading.findings)
    return (reading.entry,) if reading.entry else ()


def read_dictionary_file(
    text: str, path: str, parts_of_speech: Mapping[str, str] = PARTS_OF_SPEECH
) -> DictionaryFile:
    """Read a file of content/dictionary/: front matter, then one entry with commentary, or many short ones.

    Every paragraph that looks like a head begins an entry; everything up to the next belongs to it.
    Nothing is raised: what is wrong is in `.findings`.
    """
    front = read_front_matter(text, path)
    reader = _Reader(parts_of_speech)
    found = list(chunks(front.body, front.body_source))
    split = next((place for place, chunk in enumerate(found) if chunk.kind == "break"), len(found))
    heads = sum(reader.is_head(chunk, front.policy) for chunk in found)
    commentary, commentary_source = "", front.body_source
    if split < len(found) and heads < 2:
        after = found[split].source.down(1)
        commentary = "\n".join(front.body.split("\n")[after.line - front.body_source.line :]).strip("\n")
        commentary_source = found[split + 1].source if split + 1 < len(found) else after
        found = found[:split]
    entries = reader.entries(found, front.policy, front.body_source)
    if len(entries) > 1:
        for key, source in front.for_one_entry:
            reader.report(
                AuthorError(source, f"{key} speaks of one entry; write {entries[0].headword} in its own file")
            )
    findings = sorted((*front.findings, *reader.findings()), key=lambda finding: finding.source.line)
    return DictionaryFile(
        path,
        tuple(entries),
        front.published_at,
        commentary,
        commentary_source,
        tuple(findings),
        front.modified_at,
    )


def read_dictionary_bytes(
    data: bytes, path: str, parts_of_speech: Mapping[str, str] = PARTS_OF_SPEECH
) -> DictionaryFile:
    """The same for a file as it is on disk, which may be no UTF-8."""
    try:
        return read_dictionary_file(data.decode("utf-8"), path, parts_of_speech)
    except UnicodeDecodeError as problem:
        source = Source(path, data.count(b"\n", 0, problem.start) + 1)
        finding = AuthorError(
            source, f"the byte 0x{data[problem.start]:02x} is not UTF-8; save the file as UTF-8"
        )
        return DictionaryFile(path, (), None, findings=(finding,))


def raise_first(findings: Iterable[AuthorError]) -> None:
    """Raise the first that is more than a warning."""
    for finding in findings:
        if not isinstance(finding, AuthorWarning):
            raise finding


@dataclass(slots=True)
class _Part:
    """A part that is still being read."""

    parts_of_speech: tuple[str, ...]
    labels: tuple[str, ...] = ()
    blocks: list[Block] = field(default_factory=list)


class _Reader:
    """Reads entries one after the other and keeps what is wrong with them."""

    def __init__(self, parts_of_speech: Mapping[str, str]) -> None:
        self._parts_of_speech = parts_of_speech
        self._names = tuple(parts_of_speech)
        self._findings: list[AuthorError] = []

    def report(self, finding: AuthorError) -> None:
        self._findings.append(finding)

    def findings(self) -> tuple[AuthorError, ...]:
        """In the order of the lines."""
        return tuple(sorted(self._findings, key=lambda finding: finding.source))

    def head_line(self, chunk: Chunk, policy: Policy, *, strict: bool = True) -> HeadLine | NearMiss | None:
        text = _joined(chunk)
        found = read_head_line(text, self._parts_of_speech, strict=strict and not policy.is_entry)
        if policy.is_entry and found is None:
            return read_bare_head_line(text)
        return found

    def is_head(self, chunk: Chunk, policy: Policy) -> bool:
        return chunk.kind == "prose" and isinstance(
            self.head_line(chunk, replace(policy, is_entry=False)), HeadLine
        )

    def continues(self, chunk: Chunk) -> bool:
        """Whether the chunk after a definition in an article still belongs to it."""
        if chunk.kind == "quote":
            return is_part_of_definition(chunk)
        text = chunk.lines[0]
        return chunk.kind == "prose" and bool(RUN_ON.match(text) or within_text(self._names).match(text))

    def entries(
        self, found: Sequence[Chunk], policy: Policy, source: Source, *, strict: bool = True
    ) -> list[Entry]:
        """All entries of the chunks."""
        entries: list[Entry] = []
        head: HeadLine | None = None
        held: list[Chunk] = []
        has_begun = False
        for chunk in (chunk for chunk in found if chunk.kind != "comment"):
            line = self._begins(chunk, policy, strict=strict, is_first=not has_begun)
            if not has_begun and line is None:
                self.report(
                    AuthorError(chunk.source, 'an entry does not begin here; write "HEAD, n. Its text."')
                )
            if not has_begun or line is not None:
                entries += self._entry(head, held, policy)
                head, held = (line if isinstance(line, HeadLine) else None), []
            has_begun = True
            held.append(chunk)
        if not has_begun:
            self.report(AuthorError(source, 'there is no entry here; write "HEAD, n. Its text."'))
        return entries + self._entry(head, held, policy)

    def _begins(
        self, chunk: Chunk, policy: Policy, *, strict: bool, is_first: bool
    ) -> HeadLine | NearMiss | None:
        if chunk.kind != "prose" or chunk.lines[0].startswith("—"):
            return None
        own = policy if is_first else replace(policy, is_entry=False)
        line = self.head_line(chunk, own, strict=strict)
        if isinstance(line, NearMiss):
            self.report(AuthorError(chunk.source, line.message))
        return line

    def _entry(self, head: HeadLine | None, held: list[Chunk], policy: Policy) -> list[Entry]:
        """The entry that the chunks make; none where no head was found, which has been reported."""
        if head is None or not held:
            return []
        source = held[0].source
        parts = [_Part(head.parts_of_speech)]
        self._check_lines(held[0])
        self._add_paragraph(parts, self._after_part(head, source), source)
        for chunk in held[1:]:
            self._add_chunk(parts, chunk)
        for part in parts:
            if not part.blocks:
                self.report(AuthorError(source, f"{head.heads[0].text} has no text; write what it means"))
                return []
        whole = tuple(Part(part.parts_of_speech, tuple(part.blocks), part.labels) for part in parts)
        return [Entry(head.heads, whole, head.joint, head.mark, policy, source)]

    def _after_part(self, head: HeadLine, source: Source) -> str:
        """The text after the part of speech, without the comma that announces numbered senses."""
        if not head.rest.startswith(","):
            return head.rest.strip()
        text = head.rest[1:].strip()
        if not text.startswith(("(", "[")):
            name = " and ".join(head.parts_of_speech)
            self.report(
                AuthorError(source, f'a comma after "{name}" without senses; write "{name} {text[:20]}…"')
            )
        return text

    def _add_chunk(self, parts: list[_Part], chunk: Chunk) -> None:
        if chunk.kind == "quote":
            quoted = read_quotation(chunk, self.report)
            if quoted is not None:
                self._check_marks("\n".join(chunk.lines), chunk.source)
                parts[-1].blocks.append(quoted)
        elif chunk.kind != "prose":
            self.report(AuthorError(chunk.source, NOT_IN_AN_ENTRY[chunk.kind]))
        else:
            self._check_lines(chunk)
            text = _joined(chunk)
            run_on = RUN_ON.match(text)
            if run_on:
                parts[-1].blocks.append(self._run_on(run_on, text, chunk.source))
            else:
                self._add_paragraph(parts, text, chunk.source)

    def _add_paragraph(self, parts: list[_Part], text: str, source: Source) -> None:
        """Add a paragraph to the last part, and to those that begin within it."""
        self._check_marks(text, source)
        strange = STRANGE_PART.search(text)
        if strange and strange[1] not in self._names:
            known = " ".join(self._names)
            self.report(AuthorError(source, f'"{strange[1]}" is no part of speech; write one of {known}'))
        first, *others = within_text(self._names).split(text)
        self._add_text(parts[-1], first.strip(), source)
        for names, more in zip(others[::2], others[1::2], strict=True):
            parts.append(_Part(tuple(names.split(" and "))))
            self._add_text(parts[-1], more.removeprefix(",").strip(), source)

    def _add_text(self, part: _Part, text: str, source: Source) -> None:
        if not text:
            return
        read = read_text(text, source, self.report)
        if not part.blocks:
            part.labels = read.labels
        elif read.labels:
            self.report(AuthorError(source, "a label within an entry; write it after the part of speech"))
        if read.block != Prose(""):
            part.blocks.append(read.block)

    def _run_on(self, found: re.Match[str], text: str, source: Source) -> RunOn:
        self._check_marks(text, source)
        rest, names = text[found.end() :], ()
        own = re.match(rf", (\*?)({one_or_more(self._names)})\1(?=,?(?:\s|$)),?", rest)
        if own:
            rest, names = rest[own.end() :], tuple(own[2].split(" and "))
        elif rest.startswith((". ", ", ")):
            rest = rest[1:]
        if within_text(self._names).search(rest):
            message = "another part of speech within a run-on entry; write it as a paragraph of its own"
            self.report(AuthorError(source, message))
        read = read_text(rest.strip(), source, self.report)
        return RunOn(Head(found[1], exact=True), names, read.block, read.labels)

    def _check_lines(self, chunk: Chunk) -> None:
        """An entry that follows another without an empty line would vanish in it."""
        for number, line in enumerate(chunk.lines[1:], start=1):
            head = read_head_line(line, self._parts_of_speech, strict=False)
            if isinstance(head, HeadLine):
                source = chunk.source.down(number)
                self.report(
                    AuthorError(source, f"{head.heads[0].text} follows directly; write an empty line first")
                )

    def _check_marks(self, text: str, source: Source) -> None:
        control = CONTROL.search(text)
        if control:
            code = f"U+{ord(control[0]):04X}"
            self.report(AuthorError(source, f"a control character, {code}; write the text without it"))
        if text.count("[") + text.count("`") > MOST_BRACKETS:
            self.report(AuthorError(source, f"more than {MOST_BRACKETS} brackets; write shorter paragraphs"))
        elif html := HTML.search(CODE.sub("", text)):
            self.report(AuthorError(source, f'HTML ("{html[0]}") inside an entry; write Markdown'))


def _joined(chunk: Chunk) -> str:
    """The lines of a paragraph as one, with single spaces; no-break spaces are the author's."""
    return SPACES.sub(" ", " ".join(chunk.lines)).strip(" ")
