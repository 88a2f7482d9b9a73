"""Code and tables of an entry, as lines of Markdown."""

from __future__ import annotations

import re
from typing import Final

from plugins.glossary.chunk import FENCE, Chunk
from plugins.glossary.model import Alignment, Code, Table
from plugins.glossary.senses import Report
from plugins.source import AuthorError

LANGUAGE: Final = re.compile(r"\s*(?:\{?\s*\.)?([\w+#-]*)")
RULE: Final = re.compile(r" {0,3}\|(?: *:?-+:? *\|)+ *$")
BAR: Final = re.compile(r"(?<!\\)\|")
ALIGNMENTS: Final[dict[tuple[bool, bool], Alignment]] = {
    (False, False): "",
    (True, False): "left",
    (True, True): "center",
    (False, True): "right",
}


def read_code(chunk: Chunk, report: Report) -> Code | None:
    """Code between fences; None if there is nothing in it, or no end."""
    first, *lines = chunk.lines
    fence = FENCE.match(first)
    mark = fence[1] if fence else ""
    end = next((place for place, line in enumerate(lines) if line.strip() == mark), None)
    if end is None:
        report(AuthorError(chunk.source, f'the code has no end; write "{mark}" below it'))
        return None
    if end + 1 < len(lines):
        report(
            AuthorError(chunk.source.down(end + 2), "text directly below code; write an empty line between")
        )
    del lines[end:]
    if not any(lines):
        report(
            AuthorError(chunk.source, "there is no code between the fences; write some, or take them away")
        )
        return None
    language = LANGUAGE.match(first, fence.end() if fence else 0)
    return Code("\n".join(line.rstrip() for line in lines), language[1] if language else "")


def is_table(chunk: Chunk) -> bool:
    """Whether there is a rule below a head, so that it is no verse without its quotation mark."""
    return chunk.kind == "table" and len(chunk.lines) > 1 and RULE.match(chunk.lines[1]) is not None


def read_table(chunk: Chunk, report: Report) -> Table | None:
    """A table with bars on both sides; None if its lines have different numbers of cells, or nothing in them."""
    header, rule, *rows = map(_cells, chunk.lines)
    for number, row in enumerate((rule, *rows), start=1):
        if len(row) != len(header):
            message = f"{len(row)} cells in a table of {len(header)} columns; write {len(header)}"
            report(AuthorError(chunk.source.down(number), message))
            return None
    if not any(map(any, (header, *rows))):
        report(AuthorError(chunk.source, "there is no word in the table; write some, or take it away"))
        return None
    alignment = tuple(ALIGNMENTS[cell.startswith(":"), cell.endswith(":")] for cell in rule)
    return Table(header, tuple(rows), alignment)


def _cells(line: str) -> tuple[str, ...]:
    text = line.strip().removeprefix("|")
    return tuple(cell.strip().replace(r"\|", "|") for cell in BAR.split(re.sub(r"(?<!\\)\|$", "", text)))


def write_code(code: Code) -> str:
    """With fences that are longer than any within."""
    inner = max((len(run) for run in re.findall(r"^ *(`{3,})", code.text, re.MULTILINE)), default=2)
    mark = "`" * max(3, inner + 1)
    return f"{mark}{code.language}\n{code.text}\n{mark}"


def write_table(table: Table) -> str:
    """One line for each row, without padding."""
    signs = {
        found: f"{':' if left else ''}---{':' if right else ''}"
        for (left, right), found in ALIGNMENTS.items()
    }
    lines = [table.header, tuple(signs[one] for one in table.alignment), *table.rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |" for line in lines)
