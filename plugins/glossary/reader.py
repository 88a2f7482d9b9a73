"""Chunks of text become entries. A Reader goes on after a mistake, so that an author sees all at once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from plugins.glossary.chunk import Chunk, kind_of
from plugins.glossary.head import HeadLine, NearMiss, read_bare_head_line, read_head_line
from plugins.glossary.model import Block, Entry, Head, Part, Policy, Prose, RunOn
from plugins.glossary.parts_of_speech import one_or_more, within_text
from plugins.glossary.quotation import is_part_of_definition, read_quotation
from plugins.glossary.senses import read_text
from plugins.source import AuthorError, Source

MOST_MARKS: Final = 500
"""In one paragraph. Python-Markdown takes quadratic time over most of them."""

MARKS: Final = re.compile(r"[\\`*_\[<]")

HTML: Final = re.compile(r"<(?:/?[A-Za-z][A-Za-z0-9-]*(?=[\s/>])|!--|\?)")
CODE: Final = re.compile(r"`[^`]*`")
CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
SPACES: Final = re.compile(r"[ \t]+")
BULLET: Final = re.compile(r" {0,3}[-+*](?:\s|$)")
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


@dataclass(slots=True)
class _Part:
    """A part that is still being read."""

    parts_of_speech: tuple[str, ...]
    labels: tuple[str, ...] = ()
    blocks: list[Block] = field(default_factory=list)


class Reader:
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
        text = _joined(chunk)
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
        if chunk.kind != "prose" or _joined(chunk).startswith("—"):
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
                if not parts[-1].blocks and not within_text(self._names).match(text):
                    message = "the text begins in a paragraph of its own; write it after the part of speech"
                    self.report(AuthorError(chunk.source, message))
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
        if read.block == Prose(""):
            self.report(AuthorError(source, f"{found[1]} has no text; write what it means"))
        return RunOn(Head(found[1], exact=True), names, read.block, read.labels)

    def _check_lines(self, chunk: Chunk) -> None:
        """What follows without an empty line would vanish in the paragraph."""
        for number, line in enumerate(chunk.lines[1:], start=1):
            if BULLET.match(line) or kind_of(line) in ("heading", "fence", "table"):
                kind = kind_of(line)
                self.report(AuthorError(chunk.source.down(number), NOT_IN_AN_ENTRY[kind]))
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
        if len(MARKS.findall(text)) > MOST_MARKS:
            message = f"more than {MOST_MARKS} marks of Markdown in a paragraph; write shorter ones"
            self.report(AuthorError(source, message))
        elif html := HTML.search(CODE.sub("", text)):
            self.report(AuthorError(source, f'HTML ("{html[0]}") inside an entry; write Markdown'))


def _joined(chunk: Chunk) -> str:
    """The lines of a paragraph as one, with single spaces; no-break spaces are the author's."""
    return SPACES.sub(" ", " ".join(chunk.lines)).strip()
