"""Chunks of text become entries. A Reader goes on after a mistake, so that an author sees all at once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from plugins.glossary.body import RUN_ON, Body
from plugins.glossary.chunk import Chunk
from plugins.glossary.counting import counted
from plugins.glossary.head import HeadLine, read_bare_head_line, read_head_line
from plugins.glossary.headword import lookup_key
from plugins.glossary.keys import Line, split_keys, with_keys
from plugins.glossary.model import AuthorWarning, Entry, Policy
from plugins.glossary.near_head import NearMiss
from plugins.glossary.otherwise import forms_of, plural_after
from plugins.glossary.paragraph import check_lines, check_quoted, in_one_line
from plugins.glossary.parts_of_speech import INFLECTED, again, one_or_more, split_names, within_text
from plugins.glossary.quotation import is_part_of_definition
from plugins.glossary.sense_list import (
    belongs_to_list,
    follows,
    is_counted,
    is_first_sense,
    is_sense_list,
    join_lists,
    place_before,
    starts_after,
)
from plugins.source import AuthorError, Source

MOST_ALIKE: Final = 20
"""Findings of one kind in a file: more have one cause, such as heads that are not in capitals."""

NAMED: Final = re.compile(r'"[^"]*"|\d+')
APART: Final = (
    "this sense stands apart from the one before it; write the senses as a list, "
    '"1. …", and what belongs to one below it, indented by four spaces'
)
NO_HEAD_BELOW: Final = 'the line "{}:" stands above no head; write it directly above "HEAD, n. Its text."'


class Reader:
    """Reads entries one after the other and keeps what is wrong with them."""

    def __init__(self, parts_of_speech: Mapping[str, str], labels: Iterable[str] = ()) -> None:
        """`labels`: all that there may be; any where it is empty."""
        self._parts_of_speech = parts_of_speech
        self._labels = tuple(labels)
        self._names = tuple(parts_of_speech)
        self._findings: list[AuthorError] = []
        self._small: list[tuple[str, Source]] = []
        """Heads that are not in capitals, and nothing else is wrong with them."""

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
        text = in_one_line(chunk)
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
        text = in_one_line(chunk)
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
                longer = self.head_line(held[0], own) if head else None
                head = longer if isinstance(longer, HeadLine) else head
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
        entries += self._entry(head, held, own)
        self._name_twins({lookup_key(head.text): head.text for entry in entries for head in entry.heads})
        return entries

    def _name_twins(self, heads: Mapping[str, str]) -> None:
        """Where a head in small letters is beside its own capitals, capitals alone would make two of one."""
        twins = {source: heads.get(lookup_key(head), "") for head, source in self._small}
        for place, finding in enumerate(self._findings):
            if head := twins.get(finding.source):
                message = (
                    f"{head} stands here again in small letters; write this text as a sense of {head}, "
                    f'or "{head}" here too, with "Homograph: 1" and "Homograph: 2" above the two'
                )
                self._findings[place] = AuthorError(finding.source, message)

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
        if chunk.kind != "prose" or in_one_line(chunk).startswith("—"):
            return None
        line = self.head_line(chunk, policy, strict=strict)
        if isinstance(line, NearMiss):
            kind = AuthorWarning if line.is_doubtful else AuthorError
            self.report(kind(chunk.source, line.message))
            if line.head:
                self._small.append((line.head, chunk.source))
        return None if isinstance(line, NearMiss) and line.is_doubtful else line

    def _entry(self, head: HeadLine | None, held: list[Chunk], policy: Policy) -> list[Entry]:
        """The entry that the chunks make; none where no head was found, which has been reported."""
        if head is None or not held:
            return []
        source = held[0].source
        check_lines(held[0], self._parts_of_speech, self.report, is_first=True)
        check_quoted(held, self.report)
        body = Body(head, self._parts_of_speech, self.report)
        body.add_paragraph(self._after_part(head, source), source)
        for chunk in self._in_one_list(held):
            body.add_chunk(chunk)
        if not body.parts:
            self.report(AuthorError(source, f"{head.heads[0].text} has no text; write what it means"))
            return []
        entry = Entry(head.heads, body.parts, head.joint, head.mark, policy, source)
        for label in dict.fromkeys(entry.labels) if self._labels else ():
            if label not in self._labels:
                message = f'"[{label}]" is no label of LABELS; write one of {", ".join(self._labels)}'
                self.report(AuthorError(source, message))
        return [entry]

    def _after_part(self, head: HeadLine, source: Source) -> str:
        """The text after the part of speech, without the comma that announces numbered senses."""
        names = head.parts_of_speech
        more = again(self._names).match(head.rest) if names else None
        if plural := plural_after(names, head.heads[0].text, head.rest):
            told = f"a plural stands after the part of speech; {forms_of(plural)}"
            self.report(AuthorError(source, told + ', and "n." where it is now' * (names == ("n.pl.",))))
        elif more and not counted(head.rest.lstrip(", ")):
            known = set(split_names(more["pos"], self._names)) <= set(self._names)
            advice = (
                f'write "{names[0]} and {more["pos"]}"' if known else f"write one of {' '.join(self._names)}"
            )
            if re.fullmatch(INFLECTED, more["pos"]):
                inflected = re.sub(" ?[&/,] ?", " or ", more["pos"])
                advice = f'write "{names[0]} [{inflected}]"'
            self.report(AuthorError(source, f'"{more["pos"]}" after "{" and ".join(names)}"; {advice}'))
        if plural or not head.rest.startswith(","):
            return head.rest.lstrip(",").strip()
        text = head.rest[1:].strip()
        if not text.startswith(("(", "[", "/")) and not again(self._names).match(head.rest):
            name = " and ".join(head.parts_of_speech)
            self.report(
                AuthorError(source, f'a comma after "{name}" without senses; write "{name} {text[:20]}…"')
            )
        return text


def _awaits_senses(chunk: Chunk, names: tuple[str, ...]) -> bool:
    """Whether a definition has no text yet, or ends with a colon."""
    return in_one_line(chunk).endswith(":") or _has_no_text(chunk, names)


def _has_no_text(chunk: Chunk, names: tuple[str, ...]) -> bool:
    """Whether a definition ends with its part of speech."""
    return re.search(rf"[,\s]{one_or_more(names)}[,:]?$", in_one_line(chunk)) is not None


def _of_file(policy: Policy) -> Policy:
    """What the front matter of a file of many says of each."""
    return Policy(comments=policy.comments)
