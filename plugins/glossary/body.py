"""What follows a head: its text, other parts of speech, run-on entries, and what is set apart from the text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from plugins.glossary.chunk import Chunk
from plugins.glossary.head import HeadLine, read_head_line
from plugins.glossary.joint import start
from plugins.glossary.layout import is_table, read_code, read_table
from plugins.glossary.model import Block, Head, Held, Note, Part, Prose, RunOn, Senses
from plugins.glossary.note import LABELS, split_notes
from plugins.glossary.paragraph import NOT_IN_AN_ENTRY, Report, check_lines, check_marks, in_one_line
from plugins.glossary.parts_of_speech import (
    near_run_on,
    one_or_more,
    otherwise_within,
    run_on_within,
    split_names,
    split_part_of_speech,
    strayed_in,
    within_text,
)
from plugins.glossary.quotation import read_quotation
from plugins.glossary.sense_list import Item, is_first_sense, is_sense_list, items_of
from plugins.glossary.senses import read_list, read_text
from plugins.source import AuthorError, Source

HEAD_MARK: Final = re.compile(r" {0,3}(?:[-+*]|\d{1,4}[.)]|#{1,6})\s+")
IN_A_LIST: Final = "{} stands in a {}; write it as a paragraph of its own"
RUN_ON: Final = re.compile(r"—\*\*([^*]+)\*\*")
SPOKEN: Final = re.compile(r" (/[^/\s][^/]{0,80}/(?:, /[^/\s][^/]{0,80}/)*)(?=, )")
SECOND_HEAD: Final = re.compile(r",? (?:or|and|/|,|;|&) ?(?=\*\*)\*\*([^*]+)\*\*|, \*\*([^*]+)\*\*")
BELOW_A_SENSE: Final = "{} stands below a sense; write it without spaces before it, after the senses"
SENSES_BELOW: Final = 'senses below a sense; write them as a list right below it, "- …"'
ITEM: Final = re.compile(
    r"(?:(?:—|–|--?|[•‣·]) ?\*\*(?P<bold>[^*]{1,60})\*\*[:.,]?|[•‣·] (?P<plain>[^\W\d_][\w '’-]{1,40}):) "
)
"""A run-on entry without a part of speech in another dress."""

STRANGE_PART: Final = re.compile(r"(?:^|\s)—\*([a-z]{1,6}\.(?:[a-z]{1,4}\.)*)\*")


@dataclass(slots=True)
class _Part:
    """A part that is still being read."""

    parts_of_speech: tuple[str, ...]
    labels: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    blocks: list[Block] = field(default_factory=list)


class Body:
    """Reads what follows one head, chunk by chunk."""

    def __init__(self, head: HeadLine, parts_of_speech: Mapping[str, str], report: Report) -> None:
        self._head = head.heads[0].text
        self._parts = [_Part(head.parts_of_speech)]
        self._parts_of_speech = parts_of_speech
        self._names = tuple(parts_of_speech)
        self.report = report

    @property
    def parts(self) -> tuple[Part, ...]:
        """What was read; empty where a part has no text."""
        if not all(part.blocks for part in self._parts):
            return ()
        return tuple(
            Part(part.parts_of_speech, tuple(part.blocks), part.labels, part.notes) for part in self._parts
        )

    def add_chunk(self, chunk: Chunk) -> None:
        if is_sense_list(chunk):
            self._parts[-1].blocks.append(self._sense_list(chunk, self._lead(self._parts[-1])))
        elif chunk.kind != "prose":
            self._parts[-1].blocks += self._set_apart(chunk)
        else:
            check_lines(chunk, self._parts_of_speech, self.report)
            text = in_one_line(chunk)
            run_on = RUN_ON.match(text)
            if (near := near_run_on(self._names).match(text)) and not self._is_run_on(text):
                name = near["bold"] or self._derived(near["plain"])
                message = (
                    f'a run-on entry stands otherwise than in print; write "—**{name}**, {near["pos"]} …"'
                )
                self.report(AuthorError(chunk.source, message))
            elif (item := ITEM.match(text)) and not run_on:
                name = item["bold"] or item["plain"]
                message = f'a run-on entry stands otherwise than in print; write "—**{name}**. …"'
                self.report(AuthorError(chunk.source, message))
            if run_on:
                self._parts[-1].blocks.append(self._run_on(run_on, text, chunk.source))
            else:
                if (
                    not self._parts[-1].blocks
                    and not self._parts[-1].notes
                    and not within_text(self._names).match(text)
                ):
                    message = "the text begins in a paragraph of its own; write it after the part of speech"
                    self.report(AuthorError(chunk.source, message))
                self.add_paragraph(text, chunk.source)

    def _lead(self, part: _Part) -> str:
        """The words that announce the senses of a list, which then are its lead."""
        last = part.blocks[-1] if part.blocks else None
        if isinstance(last, Prose) and last.text.endswith(":") and not last.references:
            part.blocks.pop()
            return last.text
        return ""

    def _sense_list(self, chunk: Chunk, lead: str) -> Senses:
        items = items_of(chunk)
        lines = (read_head_line(item.texts[0], self._parts_of_speech, strict=False) for item in items)
        head = next((line.heads[0].text for line in lines if isinstance(line, HeadLine)), "")
        if head:
            self.report(AuthorError(chunk.source, IN_A_LIST.format(head, "list")))
        check_marks("\n".join(text for item in items for text in item.texts), chunk.source, self.report)
        for text in (text for item in items for text in item.texts):
            self._check_run_on(text, chunk.source)
        untold: list[AuthorError] = []
        report = untold.append if head else self.report
        read = read_list(items, lead, chunk.source, report, self._names)
        senses = zip(read.senses, items, strict=True)
        return replace(read, senses=tuple(replace(sense, blocks=self._below(item)) for sense, item in senses))

    def _below(self, item: Item) -> tuple[Held, ...]:
        """What stands below a sense in a list."""
        found: list[Held] = []
        for chunk in item.below:
            if chunk.kind != "prose":
                found += self._set_apart(chunk)
                continue
            check_lines(chunk, self._parts_of_speech, self.report)
            check_marks(in_one_line(chunk), chunk.source, self.report)
            if misplaced := self._misplaced_below(chunk):
                self.report(AuthorError(chunk.source, misplaced))
                continue
            text = read_text(in_one_line(chunk), chunk.source, self.report, is_first=False).block
            if isinstance(text, Prose):
                self._check_within(in_one_line(chunk), chunk.source)
                found.append(text)
            else:
                self.report(AuthorError(chunk.source, SENSES_BELOW))
        return tuple(found)

    def _misplaced_below(self, chunk: Chunk) -> str:
        """What is wrong with a paragraph below a sense that is no text of it."""
        text = in_one_line(chunk)
        if is_first_sense(chunk):
            return SENSES_BELOW
        if found := RUN_ON.match(text) or near_run_on(self._names).match(text):
            return BELOW_A_SENSE.format(
                f'the run-on entry "{found[1] if found.re is RUN_ON else start(text)}"'
            )
        if found := within_text(self._names).match(text):
            return BELOW_A_SENSE.format(f'another part of speech, "—*{found["pos"]}*",')
        head = read_head_line(text, self._parts_of_speech, strict=False)
        if isinstance(head, HeadLine):
            return IN_A_LIST.format(head.heads[0].text, "list")
        return head.message if head else ""

    def _set_apart(self, chunk: Chunk) -> list[Held]:
        """A quotation, code or a table; nothing where the chunk cannot be in an entry, or has a mistake."""
        found: Held | None = None
        if chunk.kind == "quote":
            found = read_quotation(chunk, self.report)
        elif chunk.kind == "fence":
            found = read_code(chunk, self.report)
        elif is_table(chunk):
            found = read_table(chunk, self.report)
        else:
            self.report(AuthorError(chunk.source, self._misplaced(chunk)))
        if found is not None:
            check_marks("\n".join(chunk.lines), chunk.source, self.report, is_code=chunk.kind == "fence")
        return [found] if found else []

    def _misplaced(self, chunk: Chunk) -> str:
        """What is wrong with a chunk that an entry cannot hold."""
        mark = HEAD_MARK.match(chunk.lines[0]) if chunk.kind in ("list", "heading") else None
        head = read_head_line(chunk.lines[0][mark.end() :], self._parts_of_speech) if mark else None
        if isinstance(head, HeadLine):
            return IN_A_LIST.format(head.heads[0].text, chunk.kind)
        return NOT_IN_AN_ENTRY[chunk.kind]

    def add_paragraph(self, text: str, source: Source) -> None:
        """Add a paragraph to the last part, and to those that begin within it."""
        check_marks(text, source, self.report)
        strange = STRANGE_PART.search(text)
        if strange and strange[1] not in self._names:
            known = " ".join(self._names)
            self.report(AuthorError(source, f'"{strange[1]}" is no part of speech; write one of {known}'))
        first, *others = within_text(self._names).split(text)
        self._add_text(self._parts[-1], first.strip(), source)
        for names, more in zip(others[::2], others[1::2], strict=True):
            self._parts.append(_Part(split_names(names, self._names)))
            self._add_text(self._parts[-1], more.removeprefix(",").strip(), source)

    def _add_text(self, part: _Part, text: str, source: Source) -> None:
        if not text:
            return
        is_first = not part.blocks
        if not is_first and LABELS.match(text):
            self.report(AuthorError(source, "a label within an entry; write it after the part of speech"))
        if is_first and (behind := self._part_behind_notes(part, text)):
            self.report(AuthorError(source, behind))
        else:
            self._check_part(text, source, is_first=is_first)
        self._check_run_on(text, source)
        read = read_text(text, source, self.report, self._names, is_first=is_first)
        if is_first:
            part.labels, part.notes = part.labels + read.labels, part.notes + read.notes
        if read.block != Prose(""):
            part.blocks.append(read.block)

    def _check_within(self, text: str, source: Source) -> None:
        """Report another part of speech or another head within a text."""
        self._check_part(text, source, is_first=False)
        self._check_run_on(text, source)

    def _check_part(self, text: str, source: Source, *, is_first: bool) -> None:
        if strayed := self._strayed_part(text, is_first=is_first):
            message = f'"{strayed}" stands otherwise than in print; write "—*{strayed}* " and the text'
            self.report(AuthorError(source, message))

    def _check_run_on(self, text: str, source: Source) -> None:
        if within := run_on_within(self._names).search(text):
            pos = within["pos"] or within["third"]
            name = self._derived(within["head"] or within["plain"] or within["dashed"])
            message = f'a head stands within a text; write "—**{name}**, {pos} …" as a paragraph of its own'
            self.report(AuthorError(source, f'{message}, or of the same head "—*{pos}* …"'))

    def _derived(self, printed: str) -> str:
        """The head of a run-on entry: "~like" of LAMP is "lamplike", "LAMP POST" is "Lamp post"."""
        if printed.startswith("~"):
            joint = " " * printed.startswith("~ ")
            return self._head.lower() + joint + printed.lstrip("~ ")
        word = re.sub(r"^(?:Hence|Also|Whence) (?:also )?", "", printed)
        return word.capitalize() if word.isupper() else word

    def _is_run_on(self, text: str) -> bool:
        return bool(re.match(rf"—\*\*[^*]+\*\*, (\*?){one_or_more(self._names)}\1", text))

    def _part_behind_notes(self, part: _Part, text: str) -> str:
        """What is wrong with "LAMP, n. /lamp/ n. A thing.", and with "LAMP, /lamp/ n. A thing." below `Entry: yes`."""
        behind = split_notes(text)[2]
        names, _ = (
            split_part_of_speech(behind, self._names)
            if behind != text or not part.parts_of_speech
            else ((), "")
        )
        if not names:
            return ""
        said = " and ".join(names)
        if part.parts_of_speech:
            return f'"{said}" stands behind what is in brackets; write it once, directly after the head'
        return f'"{said}" stands before the text; write "HEAD, {said} …", and leave "Entry: yes" out'

    def _strayed_part(self, text: str, *, is_first: bool) -> str:
        """Another part of speech in a text that is not set as one; directly after the head it is told there."""
        for found in otherwise_within(self._names).finditer(text):
            if found.start() > 0 or not is_first:
                return strayed_in(found, self._names)
        return ""

    def _run_on(self, found: re.Match[str], text: str, source: Source) -> RunOn:
        check_marks(text, source, self.report)
        rest = text[found.end() :]
        said = ""
        if spoken := SPOKEN.match(rest):
            said, rest = f" {spoken[1]}", rest[spoken.end() :]
        if second := SECOND_HEAD.match(rest):
            also = second[1] or second[2]
            message = f'two heads of a run-on entry; write "—**{found[1]}**, …" and "—**{also}**, …" as two paragraphs'
            self.report(AuthorError(source, message))
        names: tuple[str, ...] = ()
        own = re.match(rf", (\*?)({one_or_more(self._names)})\1(?=,?(?:\s|$)),?", rest)
        if own:
            rest, names = rest[own.end() :], split_names(own[2], self._names)
        elif not second and not near_run_on(self._names).match(text):
            rest = self._without_stop(found[1], rest, source)
        rest = said + rest
        if within_text(self._names).search(rest):
            message = "another part of speech within a run-on entry; write it as a paragraph of its own"
            self.report(AuthorError(source, message))
        read = read_text(rest.strip(), source, self.report, self._names)
        if read.block == Prose(""):
            self.report(AuthorError(source, f"{found[1]} has no text; write what it means"))
        return RunOn(Head(found[1], exact=True), names, read.block, read.labels, read.notes)

    def _without_stop(self, head: str, rest: str, source: Source) -> str:
        """What follows the head of a run-on entry without a part of speech."""
        names, _ = split_part_of_speech(split_notes(rest.lstrip(" .,:"))[2], self._names)
        if names:
            said = " and ".join(names)
            message = f'"{said}" stands otherwise than in print; write "—**{head}**, {said} …"'
            self.report(AuthorError(source, message))
        elif not rest.startswith((". ", ", ")) and head[-1] not in ".?!":
            message = f'a comma or a full stop is missing after "{head}"; write "—**{head}**, n. …" or "—**{head}**. …"'
            self.report(AuthorError(source, message))
        return rest.removeprefix(".").removeprefix(",")
