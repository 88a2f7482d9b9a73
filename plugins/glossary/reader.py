"""Chunks of text become entries. A Reader goes on after a mistake, so that an author sees all at once.

Over 400 lines because it is one class: what may follow in a text depends on all that was read before it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from plugins.glossary.chunk import Chunk, kind_of
from plugins.glossary.front_matter import FIELDS, KEY
from plugins.glossary.head import HeadLine, read_bare_head_line, read_head_line
from plugins.glossary.keys import Line, split_keys, with_keys
from plugins.glossary.layout import is_table, read_code, read_table
from plugins.glossary.mention import broken_link
from plugins.glossary.model import (
    AuthorWarning,
    Block,
    Entry,
    Head,
    Held,
    Note,
    Part,
    Policy,
    Prose,
    RunOn,
    Senses,
)
from plugins.glossary.near_head import NearMiss
from plugins.glossary.note import LABELS, split_notes
from plugins.glossary.otherwise import (
    IN_QUOTATION_MARKS,
    LINES_OF_VERSE,
    SIGNS_TEXT,
    is_bare_quotation,
    is_bare_verse,
    signature,
)
from plugins.glossary.parts_of_speech import (
    again,
    near_run_on,
    one_or_more,
    otherwise_within,
    run_on_within,
    split_names,
    split_part_of_speech,
    strayed_in,
    within_text,
)
from plugins.glossary.quotation import is_part_of_definition, read_quotation
from plugins.glossary.sense_list import (
    Item,
    belongs_to_list,
    follows,
    is_counted,
    is_first_sense,
    is_sense_list,
    items_of,
    join_lists,
    place_before,
    starts_after,
)
from plugins.glossary.senses import read_list, read_text
from plugins.source import AuthorError, Source

MOST_MARKS: Final = 500
"""In one paragraph. Python-Markdown takes quadratic time over most of them."""

MOST_ALIKE: Final = 20
"""Findings of one kind in a file: more have one cause, such as heads that are not in capitals."""

NAMED: Final = re.compile(r'"[^"]*"|\d+')
MARKS: Final = re.compile(r"[\\`*_\[<]")

HTML: Final = re.compile(r"<(?:/?[A-Za-z][A-Za-z0-9-]*(?=[\s/>])|!--|\?)")
CODE: Final = re.compile(r"`[^`]*`")
CONTROL: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
SPACES: Final = re.compile(r"[ \t]+")
HEAD_MARK: Final = re.compile(r" {0,3}(?:[-+*]|\d{1,4}[.)]|#{1,6})\s+")
IN_A_LIST: Final = "{} stands in a {}; write it as a paragraph of its own"
DEFINED_BELOW: Final = re.compile(r" {0,3}:\s+\S")
BULLET: Final = re.compile(r" {0,3}[-+*](?:\s|$)")
RUN_ON: Final = re.compile(r"—\*\*([^*]+)\*\*")
STRANGE_PART: Final = re.compile(r"(?:^|\s)—\*([a-z]{1,6}\.(?:[a-z]{1,4}\.)*)\*")

APART: Final = (
    "this sense stands apart from the one before it; write the senses as a list, "
    '"1. …", and what belongs to one below it, indented by four spaces'
)
NO_HEAD_BELOW: Final = 'the line "{}:" stands above no head; write it directly above "HEAD, n. Its text."'
KEY_BELOW: Final = 'the line "{0}:" stands below the head; write it directly above'
NO_LINK: Final = '"{}" is no link to the dictionary; write "[words](dict:HEAD)", with %20 for a space'
NOT_IN_AN_ENTRY: Final[Mapping[str, str]] = {
    "heading": 'a heading inside an entry; write "* * *" before it, or leave it out',
    "list": 'a list inside an entry; write "1. …" or "(1) …; (2) …" for senses, or "* * *" before the list',
    "fence": "code directly below a paragraph; write an empty line before it",
    "indented": 'an indented paragraph inside an entry; write it without spaces, or "> " before a quotation',
    "table": 'bars without a quotation mark; write "> | " before lines of verse, or "|---|" below the head of a table',
    "html": 'HTML inside an entry; write Markdown, or "* * *" before it',
    "break": 'commentary in a file of several entries; write the entry and "* * *" in a file of its own',
}


@dataclass(slots=True)
class _Part:
    """A part that is still being read."""

    parts_of_speech: tuple[str, ...]
    labels: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    blocks: list[Block] = field(default_factory=list)


class Reader:
    """Reads entries one after the other and keeps what is wrong with them."""

    def __init__(self, parts_of_speech: Mapping[str, str], labels: Iterable[str] = ()) -> None:
        """`labels`: all that there may be; any where it is empty."""
        self._parts_of_speech = parts_of_speech
        self._labels = tuple(labels)
        self._names = tuple(parts_of_speech)
        self._findings: list[AuthorError] = []

    def report(self, finding: AuthorError) -> None:
        self._findings.append(finding)

    def findings(self) -> tuple[AuthorError, ...]:
        """In the order of the lines; of those that are alike but for what they name only the first."""
        ordered = sorted(self._findings, key=lambda finding: finding.source)
        kinds = [NAMED.sub("", finding.message) for finding in ordered]
        total, seen, told = Counter(kinds), Counter[str](), list[AuthorError]()
        for finding, kind in zip(ordered, kinds, strict=True):
            seen[kind] += 1
            if seen[kind] < MOST_ALIKE or total[kind] == MOST_ALIKE == seen[kind]:
                told.append(finding)
            elif seen[kind] == MOST_ALIKE:
                more = f"{finding.message} (and {total[kind] - MOST_ALIKE} more like this below)"
                told.append(type(finding)(finding.source, more))
        return tuple(told)

    def head_line(self, chunk: Chunk, policy: Policy, *, strict: bool = True) -> HeadLine | NearMiss | None:
        text = _joined(chunk)
        found = read_head_line(text, self._parts_of_speech, strict=strict and not policy.is_entry)
        if policy.is_entry and found is None:
            return read_bare_head_line(text)
        return found

    def is_head(self, chunk: Chunk) -> bool:
        lines, rest = split_keys(chunk)
        own, _ = with_keys(lines)
        return bool(rest and rest.kind == "prose" and isinstance(self.head_line(rest, own), HeadLine))

    def begins_with_definition(self, chunk: Chunk, policy: Policy) -> bool:
        """Whether the first chunk of an article is a definition, or surely meant to be one."""
        lines, rest = split_keys(chunk)
        own, _ = with_keys(lines, policy)
        if rest is None or rest.kind != "prose":
            return False
        return self.head_line(rest, own, strict=False) is not None

    def continues(self, chunk: Chunk, last: Chunk) -> bool:
        """Whether the chunk after a definition in an article, or after the `last` of it, still belongs to it."""
        if is_sense_list(last) and belongs_to_list(chunk):
            return True
        if is_sense_list(chunk):
            return is_sense_list(last) or _awaits_senses(last, self._names)
        if follows(last, chunk) or (is_first_sense(chunk) and _has_no_text(last, self._names)):
            return True
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
        own, has_begun = policy, False
        waiting: tuple[Line, ...] = ()
        for chunk in (chunk for chunk in found if chunk.kind != "comment"):
            lines, rest = split_keys(chunk)
            waiting += lines
            if rest is None:
                continue
            if not waiting and self._joins(held, rest):
                again = self.head_line(held[0], own) if head else None
                head = again if isinstance(again, HeadLine) else head
                continue
            next_policy = self._policy(waiting, policy if not has_begun else _of_file(policy))
            line = self._begins(rest, next_policy, strict=strict)
            if line is None and waiting:
                self.report(AuthorError(waiting[0][2], NO_HEAD_BELOW.format(waiting[0][0])))
            if not has_begun and line is None:
                self.report(
                    AuthorError(rest.source, 'an entry does not begin here; write "HEAD, n. Its text."')
                )
            if not has_begun or line is not None:
                entries += self._entry(head, held, own)
                head, held, own = (line if isinstance(line, HeadLine) else None), [], next_policy
            has_begun, waiting = True, ()
            held.append(rest)
        if waiting:
            self.report(AuthorError(waiting[0][2], NO_HEAD_BELOW.format(waiting[0][0])))
        elif not has_begun:
            self.report(AuthorError(source, 'there is no entry here; write "HEAD, n. Its text."'))
        return entries + self._entry(head, held, own)

    def _joins(self, held: list[Chunk], chunk: Chunk) -> bool:
        """Put a sense that is a paragraph of its own where the one before it stands; False if it is none."""
        if not held or not is_counted(chunk):
            return False
        place = place_before(held, chunk)
        if place is None and is_first_sense(chunk) and _has_no_text(held[-1], self._names):
            place = len(held) - 1
        if place is None:
            return False
        if place < len(held) - 1:
            self.report(AuthorError(chunk.source, APART))
        held[place] = held[place].with_more(chunk)
        return True

    def _in_one_list(self, held: Sequence[Chunk]) -> list[Chunk]:
        """What follows a head; senses of a list that text parts, or that begins beside the head, are told."""
        joined: list[Chunk] = [held[0]]
        place = 0
        for chunk in join_lists(held[1:]):
            if is_sense_list(chunk):
                if starts_after(joined[place], chunk):
                    self.report(AuthorError(chunk.source, APART))
                    joined[place] = joined[place].with_more(chunk)
                    continue
                place = len(joined)
            joined.append(chunk)
        return joined[1:]

    def _policy(self, lines: Sequence[Line], policy: Policy) -> Policy:
        own, findings = with_keys(lines, policy)
        for finding in findings:
            self.report(finding)
        return own

    def _begins(self, chunk: Chunk, policy: Policy, *, strict: bool) -> HeadLine | NearMiss | None:
        if chunk.kind != "prose" or _joined(chunk).startswith("—"):
            return None
        line = self.head_line(chunk, policy, strict=strict)
        if isinstance(line, NearMiss):
            kind = AuthorWarning if line.is_doubtful else AuthorError
            self.report(kind(chunk.source, line.message))
        return None if isinstance(line, NearMiss) and line.is_doubtful else line

    def _entry(self, head: HeadLine | None, held: list[Chunk], policy: Policy) -> list[Entry]:
        """The entry that the chunks make; none where no head was found, which has been reported."""
        if head is None or not held:
            return []
        source = held[0].source
        parts = [_Part(head.parts_of_speech)]
        self._check_lines(held[0], is_first=True)
        self._check_quoted(held)
        self._add_paragraph(parts, self._after_part(head, source), source)
        for chunk in self._in_one_list(held):
            self._add_chunk(parts, chunk)
        for part in parts:
            if not part.blocks:
                self.report(AuthorError(source, f"{head.heads[0].text} has no text; write what it means"))
                return []
        whole = tuple(
            Part(part.parts_of_speech, tuple(part.blocks), part.labels, part.notes) for part in parts
        )
        entry = Entry(head.heads, whole, head.joint, head.mark, policy, source)
        for label in dict.fromkeys(entry.labels) if self._labels else ():
            if label not in self._labels:
                message = f'"[{label}]" is no label of LABELS; write one of {", ".join(self._labels)}'
                self.report(AuthorError(source, message))
        return [entry]

    def _after_part(self, head: HeadLine, source: Source) -> str:
        """The text after the part of speech, without the comma that announces numbered senses."""
        names = head.parts_of_speech
        if names and (more := again(self._names).match(head.rest)):
            known = set(split_names(more["pos"], self._names)) <= set(self._names)
            advice = (
                f'write "{names[0]} and {more["pos"]}"' if known else f"write one of {' '.join(self._names)}"
            )
            self.report(AuthorError(source, f'"{more["pos"]}" after "{" and ".join(names)}"; {advice}'))
        if not head.rest.startswith(","):
            return head.rest.strip()
        text = head.rest[1:].strip()
        if not text.startswith(("(", "[", "/")) and not again(self._names).match(head.rest):
            name = " and ".join(head.parts_of_speech)
            self.report(
                AuthorError(source, f'a comma after "{name}" without senses; write "{name} {text[:20]}…"')
            )
        return text

    def _add_chunk(self, parts: list[_Part], chunk: Chunk) -> None:
        if is_sense_list(chunk):
            parts[-1].blocks.append(self._sense_list(chunk, self._lead(parts[-1])))
        elif chunk.kind != "prose":
            parts[-1].blocks += self._set_apart(chunk)
        else:
            self._check_lines(chunk)
            text = _joined(chunk)
            run_on = RUN_ON.match(text)
            if (near := near_run_on(self._names).match(text)) and not self._is_run_on(text):
                name = near["bold"] or near["plain"].lstrip("~ ").capitalize()
                message = (
                    f'a run-on entry stands otherwise than in print; write "—**{name}**, {near["pos"]} …"'
                )
                self.report(AuthorError(chunk.source, message))
            if run_on:
                parts[-1].blocks.append(self._run_on(run_on, text, chunk.source))
            else:
                if not parts[-1].blocks and not parts[-1].notes and not within_text(self._names).match(text):
                    message = "the text begins in a paragraph of its own; write it after the part of speech"
                    self.report(AuthorError(chunk.source, message))
                self._add_paragraph(parts, text, chunk.source)

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
        self._check_marks("\n".join(text for item in items for text in item.texts), chunk.source)
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
            self._check_lines(chunk)
            self._check_marks(_joined(chunk), chunk.source)
            text = read_text(_joined(chunk), chunk.source, self.report, is_first=False).block
            if isinstance(text, Prose):
                found.append(text)
            else:
                message = 'senses below a sense; write them as a list right below it, "- …"'
                self.report(AuthorError(chunk.source, message))
        return tuple(found)

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
            self._check_marks("\n".join(chunk.lines), chunk.source, is_code=chunk.kind == "fence")
        return [found] if found else []

    def _misplaced(self, chunk: Chunk) -> str:
        """What is wrong with a chunk that an entry cannot hold."""
        mark = HEAD_MARK.match(chunk.lines[0]) if chunk.kind in ("list", "heading") else None
        head = read_head_line(chunk.lines[0][mark.end() :], self._parts_of_speech) if mark else None
        if isinstance(head, HeadLine):
            return IN_A_LIST.format(head.heads[0].text, chunk.kind)
        return NOT_IN_AN_ENTRY[chunk.kind]

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
            parts.append(_Part(split_names(names, self._names)))
            self._add_text(parts[-1], more.removeprefix(",").strip(), source)

    def _add_text(self, part: _Part, text: str, source: Source) -> None:
        if not text:
            return
        is_first = not part.blocks
        if not is_first and LABELS.match(text):
            self.report(AuthorError(source, "a label within an entry; write it after the part of speech"))
        if is_first and (behind := self._part_behind_notes(part, text)):
            self.report(AuthorError(source, behind))
        elif strayed := self._strayed_part(text, is_first=is_first):
            message = f'"{strayed}" stands otherwise than in print; write "—*{strayed}* " and the text'
            self.report(AuthorError(source, message))
        if within := run_on_within(self._names).search(text):
            name, pos = (within["head"] or within["plain"]).lstrip("~ "), within["pos"]
            name = name.capitalize() if name.isupper() else name
            message = f'a head stands within a text; write "—**{name}**, {pos} …" as a paragraph of its own'
            self.report(AuthorError(source, f'{message}, or of the same head "—*{pos}* …"'))
        read = read_text(text, source, self.report, self._names, is_first=is_first)
        if is_first:
            part.labels, part.notes = part.labels + read.labels, part.notes + read.notes
        if read.block != Prose(""):
            part.blocks.append(read.block)

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
        self._check_marks(text, source)
        rest = text[found.end() :]
        names: tuple[str, ...] = ()
        own = re.match(rf", (\*?)({one_or_more(self._names)})\1(?=,?(?:\s|$)),?", rest)
        if own:
            rest, names = rest[own.end() :], split_names(own[2], self._names)
        elif rest.startswith((". ", ", ")):
            rest = rest[1:]
        if within_text(self._names).search(rest):
            message = "another part of speech within a run-on entry; write it as a paragraph of its own"
            self.report(AuthorError(source, message))
        read = read_text(rest.strip(), source, self.report, self._names)
        if read.block == Prose(""):
            self.report(AuthorError(source, f"{found[1]} has no text; write what it means"))
        return RunOn(Head(found[1], exact=True), names, read.block, read.labels, read.notes)

    def _check_quoted(self, held: Sequence[Chunk]) -> None:
        """Paragraphs that are nothing but words in quotation marks."""
        texts = ["", *(_joined(chunk) if chunk.kind == "prose" else "" for chunk in held), ""]
        for place, chunk in enumerate(held[1:], start=2):
            if is_bare_quotation(*texts[place - 1 : place + 2]) and not signature(
                texts[place], is_first=False
            ):
                self.report(AuthorWarning(chunk.source, IN_QUOTATION_MARKS))

    def _check_lines(self, chunk: Chunk, *, is_first: bool = False) -> None:
        """What follows without an empty line would vanish in the paragraph."""
        if is_bare_verse(chunk.lines):
            self.report(AuthorWarning(chunk.source, LINES_OF_VERSE))
        elif name := signature(_joined(chunk), is_first=is_first):
            self.report(AuthorWarning(chunk.source, SIGNS_TEXT.format(name)))
        for number, line in enumerate(chunk.lines[1:], start=1):
            if BULLET.match(line) or kind_of(line) in ("heading", "fence", "table"):
                kind = kind_of(line)
                self.report(AuthorError(chunk.source.down(number), NOT_IN_AN_ENTRY[kind]))
            if (key := KEY.match(line)) and key[1] in FIELDS:
                self.report(AuthorError(chunk.source.down(number), KEY_BELOW.format(key[1])))
            if DEFINED_BELOW.match(line):
                source = chunk.source.down(number)
                self.report(
                    AuthorError(source, 'a definition list; write "HEAD, n. Its text." in one paragraph')
                )
            head = read_head_line(line, self._parts_of_speech, strict=False)
            if isinstance(head, HeadLine):
                source = chunk.source.down(number)
                self.report(
                    AuthorError(source, f"{head.heads[0].text} follows directly; write an empty line first")
                )

    def _check_marks(self, text: str, source: Source, *, is_code: bool = False) -> None:
        control = CONTROL.search(text)
        if control:
            code = f"U+{ord(control[0]):04X}"
            self.report(AuthorError(source, f"a control character, {code}; write the text without it"))
        if is_code:
            return
        if len(MARKS.findall(text)) > MOST_MARKS:
            message = f"more than {MOST_MARKS} marks of Markdown in a paragraph; write shorter ones"
            self.report(AuthorError(source, message))
        elif broken := broken_link(text):
            self.report(AuthorError(source, NO_LINK.format(broken)))
        elif html := HTML.search(CODE.sub("", text)):
            self.report(AuthorError(source, f'HTML ("{html[0]}") inside an entry; write Markdown'))


def _awaits_senses(chunk: Chunk, names: tuple[str, ...]) -> bool:
    """Whether a definition has no text yet, or ends with a colon."""
    return _joined(chunk).endswith(":") or _has_no_text(chunk, names)


def _has_no_text(chunk: Chunk, names: tuple[str, ...]) -> bool:
    """Whether a definition ends with its part of speech."""
    return re.search(rf"[,\s]{one_or_more(names)}[,:]?$", _joined(chunk)) is not None


def _of_file(policy: Policy) -> Policy:
    """What the front matter of a file of many says of each."""
    return Policy(comments=policy.comments)


def _joined(chunk: Chunk) -> str:
    """The lines of a paragraph as one, with single spaces; no-break spaces are the author's."""
    return SPACES.sub(" ", " ".join(chunk.lines)).strip()
