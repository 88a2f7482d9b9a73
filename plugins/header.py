"""The one reader of front matter: the lines "Key: value" at the top of a file. What the keys mean is in keys.py.

Python-Markdown's rules (markdown.extensions.meta), with what it loses without a word: `---` around empty lines,
values that go on in an indented line, a list of YAML, text that follows without an empty line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from plugins.source import AuthorError, Source

KEY: Final = re.compile(r" {0,3}(?P<key>[A-Za-z0-9_-]+)[ \t]*:(?P<value>.*)")
MORE: Final = re.compile(r"[ \t]+\S")
ITEM: Final = re.compile(r"-[ \t]+\S")
FENCE: Final = re.compile(r"---[ \t]*")
END: Final = re.compile(r"(?:---|\.\.\.)[ \t]*")


class Field(NamedTuple):
    """One key of a front matter. No dataclass: a large site has tens of thousands."""

    key: str
    """As typed."""

    lines: tuple[str, ...]
    """Its value as typed, one or more lines, without blanks around."""

    line: int
    """Where the key stands, 1-based."""

    @property
    def name(self) -> str:
        """What it is called everywhere: in lower case."""
        return self.key.lower()

    @property
    def value(self) -> str:
        """The value in one line; may be empty."""
        return self.lines[0] if len(self.lines) == 1 else " ".join(filter(None, self.lines))

    @property
    def names(self) -> tuple[str, ...]:
        """The value as a list of names. They stand between semicolons where there is one, else between commas; a
        new line begins a new name."""
        mark = ";" if any(";" in line for line in self.lines) else ","
        parts = (part for line in self.lines for part in line.split(mark))
        return tuple(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))


@dataclass(frozen=True)
class Header:
    """A file taken apart: its front matter, and the text that follows."""

    fields: tuple[Field, ...]
    """In the order of the file; a key that is there twice is in it twice."""

    body: str
    """Everything after the front matter, as typed."""

    body_line: int
    """The line of the file in which `body` begins, 1-based."""

    strays: tuple[tuple[int, str], ...]
    """Line and text of what stands among the fields and is none: usually the text, without an empty line before."""

    @cached_property
    def by_name(self) -> dict[str, Field]:
        """The first field of each name."""
        return {field.name: field for field in reversed(self.fields)}

    def value(self, name: str) -> str:
        """The value of a field in one line; empty where it is not there."""
        field = self.by_name.get(name)
        return field.value if field else ""

    def names(self, *names: str) -> tuple[str, ...]:
        """The names in these fields, such as "tags"."""
        found = (self.by_name[name].names for name in names if name in self.by_name)
        return tuple(dict.fromkeys(name for part in found for name in part))

    def line(self, name: str) -> int:
        """Where a field stands; 1 where it is not there."""
        field = self.by_name.get(name)
        return field.line if field else 1


def decode(data: bytes, path: str) -> str:
    r"""The text of a file as it is on disk: without its byte order mark, lines ended by "\n".

    Raises:
        AuthorError: it is not UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = Source(path, data.count(b"\n", 0, error.start) + 1)
        raise AuthorError(place, "not UTF-8; save the file as UTF-8") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_header(text: str) -> Header:
    """Take a text apart, as `decode` returns it. Nothing is raised: what is wrong with it is in `strays`.

    There is a front matter where the first line that is not empty is a field, or `---` and the next is one. It
    ends at the first empty line, at `---` or at `...`; between two `---` empty lines are allowed.
    """
    lines = text.split("\n")
    begin = _first_filled(lines, 0)
    has_fence = begin < len(lines) and FENCE.fullmatch(lines[begin]) is not None
    first = _first_filled(lines, begin + 1) if has_fence else begin
    if first == len(lines) or not KEY.match(lines[first]):
        return Header((), text, 1, ())
    fields: list[Field] = []
    strays: list[tuple[int, str]] = []
    last_end = _last_end(lines) if has_fence else 0
    number = first
    for number, line in enumerate(lines[first:], start=first):
        if found := KEY.match(line):
            fields.append(Field(found["key"], (found["value"].strip(),), number + 1))
        elif END.fullmatch(line):
            break
        elif not line.strip():
            after = lines[_first_filled(lines, number)] if number < last_end else ""
            if not (KEY.match(after) or END.fullmatch(after)):
                break
        elif _goes_on(line, fields[-1]) and (number, lines[number - 1]) not in strays[-1:]:
            last = fields.pop()
            fields.append(Field(last.key, (*last.lines, line.strip()), last.line))
        else:
            strays.append((number + 1, line))
    return Header(tuple(fields), "\n".join(lines[number + 1 :]), number + 2, tuple(strays))


def _last_end(lines: Sequence[str]) -> int:
    """The place of the last line that may end a front matter between fences; 0 where there is none."""
    return max((place for place, line in enumerate(lines) if END.fullmatch(line)), default=0)


def _goes_on(line: str, last: Field) -> bool:
    """Whether `line` belongs to the value of `last`; a list of YAML stands under a key without a value."""
    is_list = not last.lines[0] and all(map(ITEM.match, last.lines[1:]))
    return bool(MORE.match(line)) or (is_list and ITEM.match(line) is not None)


def _first_filled(lines: Sequence[str], number: int) -> int:
    """The place of the first line from `number` on that is not empty; the number of lines where all are."""
    return next((place for place in range(number, len(lines)) if lines[place].strip()), len(lines))
