"""The body of a text as Python-Markdown sees it: what is code, what is HTML, what is prose. Pure, in linear time.

Every rule over a body reads this one picture, so all of them agree on what is code. Nothing is rendered.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from plugins.checks.inline import Address, find_addresses

# Python-Markdown's own rules: a fence stands in the first column, and its last line repeats the first one's marks.
FENCE = re.compile(
    r"""(?P<fence>`{3,}|~{3,}) *(?:\{.*\}|\.?[\w#.+-]* *(?:hl_lines=(?P<quote>["']).*?(?P=quote) *)?)$"""
)
MARKS_ONLY = re.compile(r"(`{3,}|~{3,}) *$")
ODD_FENCE = re.compile(r"(?:`{3,}|~{3,})[^`~]*$")
INDENTED_FENCE = re.compile(r"[ \t]+(?:`{3,}|~{3,})[\w .{}+#-]*$")
QUOTE_MARK = re.compile(r"(?: {0,3}> ?)+")
CONTAINER = re.compile(r"\s*(?:[-*+]|\d+\.)\s|\s*:\s{3}|\[\^[^\]]*\]:")
TICKS = re.compile(r"\\.|`+", re.DOTALL)
HTML_BLOCK = re.compile(r" {0,3}<(?P<name>[a-zA-Z][a-zA-Z0-9]*)(?=[\s/>])(?P<rest>[^>]*)")
COMMENT_BLOCK = re.compile(r" {0,3}<!--")
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
VISIBLE = re.compile(r"[^\n]")

BLOCK_NAMES = frozenset(
    "address article aside blockquote body canvas center details dialog dir div dl dd dt fieldset figcaption figure"
    " footer form frameset h1 h2 h3 h4 h5 h6 header hgroup html iframe legend li main math menu nav noscript object"
    " ol output p pre script section style summary svg table tbody td tfoot th thead tr ul video".split()
)
"""Elements within which Markdown is not read."""

OPTIONAL_ENDS = frozenset("p li dd dt tr td th thead tbody tfoot body html".split())
"""Elements that may stay without their end tag."""

TAB = 4


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of prose without an empty one between them."""

    line: int
    """Of the first one, 0-based within the body."""

    lines: tuple[str, ...]
    """With spaces in place of code; without the marks of a quotation."""


@dataclass(frozen=True)
class Body:
    """A text after its front matter. Offsets are those of the text as typed; lines are 0-based."""

    text: str

    prose: str
    """`text` with spaces in place of code and comments: nothing in them is a link."""

    markdown: str
    """`prose` with spaces in place of blocks of HTML, in which Markdown stays as typed."""

    comments: tuple[int, ...]
    """Lines on which a comment begins."""

    open_fences: tuple[int, ...]
    """Lines that begin a block of code which nothing ends."""

    indented_fences: tuple[int, ...]
    """Lines with the marks of a fence that do not begin in the first column."""

    odd_fences: tuple[int, ...]
    """Lines that begin with the marks of a fence, and go on with more than the name of a language."""

    open_comments: tuple[int, ...]
    """Lines that begin a comment which nothing ends."""

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """Of `markdown`, in order."""
        return tuple(_blocks(self.markdown.split("\n")))

    @cached_property
    def addresses(self) -> tuple[Address, ...]:
        """Where its links and images lead, as typed, in order."""
        return find_addresses(self.prose, self.markdown)

    @cached_property
    def _starts(self) -> list[int]:
        starts = [0]
        starts += (found.end() for found in re.finditer("\n", self.text))
        return starts

    def line_of(self, offset: int) -> int:
        """The line in which `offset` stands."""
        return bisect_right(self._starts, offset) - 1


def read_body(text: str) -> Body:
    """Tell code, comments, HTML and prose apart."""
    reader = _Reader(text)
    reader.read_fences()
    reader.read_html()
    reader.read_indented_code()
    reader.read_spans()
    return reader.body()


class _Reader:
    """Blanks, step by step and in Python-Markdown's order, what later steps must not see."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = text.split("\n")
        self._html: set[int] = set()
        self._comments: list[int] = []
        self._open_fences: list[int] = []
        self._odd_fences: list[int] = []
        self._open_comments: list[int] = []
        self._indented: list[int] = []

    def body(self) -> Body:
        prose = "\n".join(self._lines)
        markdown = "\n".join(
            _blank(line) if number in self._html else line for number, line in enumerate(self._lines)
        )
        return Body(
            self._text,
            prose,
            markdown,
            tuple(self._comments),
            tuple(self._open_fences),
            tuple(self._indented),
            tuple(self._odd_fences),
            tuple(self._open_comments),
        )

    def read_fences(self) -> None:
        if "```" not in self._text and "~~~" not in self._text:
            return
        ends: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(self._lines):
            if found := MARKS_ONLY.match(line):
                ends[found[1]].append(number)
        number = 0
        while number < len(self._lines):
            line = self._lines[number]
            if found := FENCE.match(line):
                known = ends[found["fence"]]
                after = bisect_right(known, number)
                if after < len(known):
                    if self._swallows_another(number, known[after]):
                        self._open_fences.append(number)
                    self._blank_lines(number, known[after] + 1)
                    number = known[after]
                else:
                    self._open_fences.append(number)
            elif ODD_FENCE.match(line):
                self._odd_fences.append(number)
                known = ends[line[: len(line) - len(line.lstrip(line[0]))]]
                number = known[bisect_right(known, number)] if known and known[-1] > number else number
            elif INDENTED_FENCE.match(line):
                self._indented.append(number)
            number += 1

    def _swallows_another(self, first: int, last: int) -> bool:
        """Whether a block of code has the beginning of another one in it: then its own end is missing."""
        mark = self._lines[first][:3]
        within = (line for line in self._lines[first + 1 : last] if line.startswith(mark))
        return any(FENCE.match(line) and not MARKS_ONLY.match(line) for line in within)

    def read_html(self) -> None:
        if "<" not in self._text:
            return
        number = 0
        last_end = max((number for number, line in enumerate(self._lines) if "-->" in line), default=-1)
        while number < len(self._lines):
            line = self._lines[number]
            if COMMENT_BLOCK.match(line):
                number = self._read_comment(number, last_end)
                continue
            found = HTML_BLOCK.match(line) if "<" in line else None
            if found and found["name"].lower() in BLOCK_NAMES and "markdown=" not in found["rest"]:
                number = self._read_element(number, found["name"])
                continue
            number += 1

    def _read_comment(self, number: int, last_end: int) -> int:
        """Blank the comment that begins here; the line after it."""
        if number > last_end:
            self._open_comments.append(number)
            return number + 1
        end = next(line for line in range(number, last_end + 1) if "-->" in self._lines[line])
        self._comments.append(number)
        last = self._lines[end]
        rest = last.partition("-->")[2]
        self._blank_lines(number, end + 1)
        self._lines[end] = " " * (len(last) - len(rest)) + rest
        return end + 1

    def _read_element(self, number: int, name: str) -> int:
        """Note the lines of the element that begins here; the line after it."""
        tags = re.compile(rf"<(?P<end>/?){name}\b[^>]*?(?P<void>/?)>", re.IGNORECASE)
        depth = 0
        for line in range(number, len(self._lines)):
            self._html.add(line)
            for tag in tags.finditer(self._lines[line]):
                depth += -1 if tag["end"] else 0 if tag["void"] else 1
                if depth <= 0:
                    return line + 1
        return len(self._lines)

    def read_indented_code(self) -> None:
        """A block four columns further in than the list it stands in is code."""
        if " " * TAB not in self._text and "\t" not in self._text:
            return
        allowed, is_start = 0, True
        is_code = False
        for number, typed in enumerate(self._lines):
            if number in self._html:
                allowed, is_start, is_code = 0, True, False
                continue
            line = _unquoted(typed)
            if not line.strip():
                is_start = True
                continue
            level = _indent(line) // TAB
            if is_start:
                is_code = level > allowed
            elif is_code and level <= allowed:
                is_code = False
            if is_code:
                self._lines[number] = _blank(typed)
            elif CONTAINER.match(line):
                allowed = level + 1
            elif is_start:
                allowed = level
            is_start = False

    def read_spans(self) -> None:
        """Spans of code and comments end where their paragraph ends."""
        if "`" not in self._text and "<!--" not in self._text:
            return
        number = 0
        while number < len(self._lines):
            end = number
            while end < len(self._lines) and self._lines[end].strip() and end not in self._html:
                end += 1
            if end > number:
                paragraph = _without_spans("\n".join(self._lines[number:end]))
                for place in (found.start() for found in COMMENT.finditer(paragraph)):
                    self._comments.append(number + paragraph.count("\n", 0, place))
                self._lines[number:end] = COMMENT.sub(_blanked, paragraph).split("\n")
            number = end + 1

    def _blank_lines(self, first: int, after: int) -> None:
        for number in range(first, after):
            self._lines[number] = _blank(self._lines[number])


def _without_spans(paragraph: str) -> str:
    """`paragraph` with spaces in place of its code."""
    if "`" not in paragraph:
        return paragraph
    runs = [found for found in TICKS.finditer(paragraph) if found[0].startswith("`")]
    later: dict[int, list[int]] = defaultdict(list)
    for place in range(len(runs) - 1, -1, -1):
        later[len(runs[place][0])].append(place)
    pieces, done, place = [], 0, 0
    while place < len(runs):
        same = later[len(runs[place][0])]
        while same and same[-1] <= place:
            same.pop()
        if not same:
            place += 1
            continue
        start, end = runs[place].start(), runs[same[-1]].end()
        pieces += [paragraph[done:start], _blank(paragraph[start:end])]
        done, place = end, same[-1] + 1
    return "".join((*pieces, paragraph[done:]))


def _blocks(lines: list[str]) -> Iterator[Block]:
    first, found = 0, list[str]()
    for number, typed in enumerate([*lines, ""]):
        line = _unquoted(typed) if ">" in typed else typed
        if line and not line.isspace():
            first = first if found else number
            found.append(line)
        elif found:
            yield Block(first, tuple(found))
            found = []


def _unquoted(line: str) -> str:
    """Without the marks of a quotation."""
    quote = QUOTE_MARK.match(line)
    return line[quote.end() :] if quote else line


def _indent(line: str) -> int:
    expanded = line.expandtabs(TAB)
    return len(expanded) - len(expanded.lstrip(" "))


def _blank(text: str) -> str:
    return VISIBLE.sub(" ", text)


def _blanked(found: re.Match[str]) -> str:
    return _blank(found[0])
