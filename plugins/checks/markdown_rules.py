"""The rules over Markdown that did not become what its author meant. Pure.

Nothing is rendered: the rules know where Python-Markdown, without a word, makes something else of a text.
"""

from __future__ import annotations

import re

from plugins.checks.html_rules import (
    CODE,
    LINE_START,
    TAG,
    VOID,
    WITHIN_A_LINE,
    odd_attributes,
    unclosed_html,
    unknown_html,
)
from plugins.checks.text import Found, Rule, Text, find_all
from plugins.keys import KEYS

LIST_ITEM = re.compile(r"( {0,3})(?P<mark>[-*+]|\d+\.)\s+\S")

NO_PARAGRAPH = re.compile(r"\s*(?:[-*+]\s|\d+\.\s|:\s|#{1,6}|\||\[[^\]]*\]:|\*\[|<)|(?:=+|-+)\s*$")

TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+\|?\s*$|\s*\|\s*:?-+:?\s*\|\s*$")

MOST_IN_A_HUNDRED = 100

PIPE = re.compile(r"(?<!\\)\|")

WHERE_TO = r"(?:https?:|mailto:|www\.|dict:|[{|](?:filename|static|attach|category|tag|author)[|}]|/|\.\./|#)"

SWAPPED = re.compile(rf"\((?P<words>[^()\[\]\n]+)\)\[(?P<address>{WHERE_TO}[^\]\s]*)\]")

SPACED = re.compile(rf"(?<!\\)\[(?P<words>[^\[\]\n^][^\[\]\n]*)\][ \t\n]\((?P<address>{WHERE_TO}[^()\s]*)\)")

NO_ADDRESS = re.compile(
    r"(?<!\\)(?P<words>\[[^\[\]\n]+\])\([ \t]*(?:<>)?[ \t]*\)"
    r"|^ {0,3}\[[^\[\]\n^]+\]:(?=[ \t]*<?>?[ \t]*(?:\n[ \t]*\n|\n?\Z))",
    re.MULTILINE,
)

UNCLOSED = re.compile(rf"\[(?P<words>[^\[\]\n]+)\]\((?P<address>{WHERE_TO}[^()\s]*)(?=\s*(?:\n[ \t>]*\n|\Z))")

IS_ADDRESS = re.compile(WHERE_TO)

REFERENCE = re.compile(r"(?<![\w\])\\])!?\[(?P<words>[^\[\]^][^\[\]]*)\] ?\[(?P<label>[^\[\]^]*)\](?![(\[:])")

DEFINITION = re.compile(r"^ {0,3}\[(?P<label>[^\[\]^][^\[\]]*)\]:[ \n]*\S", re.MULTILINE)

FOOTNOTE = re.compile(r"(?<!\\)\[\^(?P<label>[^\[\]\n]+)\](?P<is_definition>:)?")

SHOWN_ELSEWHERE = frozenset(key.name.lower() for key in KEYS if key.shape == "Markdown")

UNDERLINE = re.compile(r"=+ *")


def unclosed_fences(text: Text) -> Found:
    for line in text.body.open_fences:
        mark = text.body.text.split("\n")[line][:3]
        yield line, f'nothing ends this block of code; write "{mark}" in a line of its own where it ends'
    for line in text.body.odd_fences:
        typed = text.body.text.split("\n")[line].strip()
        yield line, f'"{typed}" begins no block of code; write one word at most after its marks'


def indented_fences(text: Text) -> Found:
    """In Python-Markdown they make a span of code, and its lines run together. Below a sense they are read."""
    for line in text.body.indented_fences[::2]:
        if line >= text.defined:
            yield (
                line,
                "the marks of code must begin their line; indent the code by four columns more, without marks",
            )


def lists_without_space(text: Text) -> Found:
    for block in text.body.blocks:
        if len(block.lines) == 1 or NO_PARAGRAPH.match(block.lines[0]):
            continue
        for number, line in enumerate(block.lines[1:], start=1):
            found = LIST_ITEM.match(line)
            if found is None or NO_PARAGRAPH.match(block.lines[number - 1]):
                continue
            if found["mark"] in "-*+" or found["mark"] == "1.":
                yield (
                    block.line + number,
                    "a list that runs on from the line above; put an empty line before it",
                )
                break


def tables_without_space(text: Text) -> Found:
    for block in text.body.blocks:
        for number, line in enumerate(block.lines[2:], start=2):
            if TABLE_RULE.match(line) and PIPE.search(block.lines[number - 1]):
                if not TABLE_RULE.match(block.lines[1]):
                    where = block.line + number - 1
                    yield where, "a table that runs on from the line above; put an empty line before it"
                break


def tables_without_rule(text: Text) -> Found:
    """Rows alone run together in a paragraph."""
    for block in text.body.blocks:
        rows = [line.strip() for line in block.lines]
        is_table = len(rows) > 1 and all(row[:1] == row[-1:] == "|" and len(row) > 1 for row in rows)
        if is_table and not any(map(TABLE_RULE.match, rows)):
            rule = "|".join(["---"] * _cells(rows[0]))
            yield block.line, f'rows without a head; write "|{rule}|" in a line of its own below the first'


def uneven_tables(text: Text) -> Found:
    """A head with fewer or more cells than the line below makes it no table."""
    for block in text.body.blocks:
        for head, rule in zip(block.lines[:1], block.lines[1:2], strict=False):
            if TABLE_RULE.match(rule) and PIPE.search(head) and PIPE.search(rule):
                cells, marks = _cells(head), _cells(rule)
                if cells != marks:
                    message = (
                        f"the head of this table has {cells} cells and the line below {marks}; write as many"
                    )
                    yield block.line, message


def _cells(row: str) -> int:
    row = row.strip().removeprefix("|")
    row = row[:-1] if row.endswith("|") and not row.endswith("\\|") else row
    return len(PIPE.findall(row)) + 1


def wrong_verdicts(text: Text) -> Found:
    """What the page Translate says of a text is the last row whose number the text reaches: docs/translate.md."""
    document = text.document
    if document is None or document.kind != "opening" or not document.path.endswith("/translate.md"):
        return
    for block in text.body.blocks:
        if len(block.lines) > 1 and TABLE_RULE.match(block.lines[1]) and PIPE.search(block.lines[1]):
            before = -1
            for number, row in enumerate(block.lines[2:], start=2):
                least, said = [*(cell.strip() for cell in PIPE.split(row.strip().strip("|"))), ""][:2]
                fault, before = _fault_of_verdict(least, said, before)
                if fault:
                    yield block.line + number, fault


def _fault_of_verdict(least: str, said: str, before: int) -> tuple[str, int]:
    """What is wrong with a row, or nothing; and the number that the next one must exceed."""
    if not least.isdecimal() or int(least) > MOST_IN_A_HUNDRED:
        return f'"{least}" is no number of words in a hundred; write a whole one, from 0 to 100', before
    if not said:
        return "this row has no verdict; write what is said of such a text", int(least)
    if before < 0 < int(least):
        return (
            f"a text with fewer than {least} words in a hundred gets no verdict; begin with a row for 0",
            int(least),
        )
    if int(least) <= before:
        return f"{least} stands below {before}; write the rows from the lowest number on", before
    return "", int(least)


def links_without_address(text: Text) -> Found:
    """They lead to the page they stand on, and nobody means that."""
    for found in find_all(NO_ADDRESS, text.body.markdown, "](", "]:"):
        typed = found[0].strip()
        advice = f'"{typed} https://…"' if typed.endswith(":") else f'"{found["words"]}(https://…)"'
        yield (
            text.body.line_of(found.start()),
            f'"{typed}" leads to nothing; write {advice}, or the words alone',
        )


def swapped_links(text: Text) -> Found:
    for found in find_all(SWAPPED, text.body.markdown, ")["):
        yield (
            text.body.line_of(found.start()),
            f'"{found[0]}" is no link; write "[{found["words"]}]({found["address"]})"',
        )


def spaced_links(text: Text) -> Found:
    for found in find_all(SPACED, text.body.markdown, "] (", "]\t(", "]\n("):
        right = f"[{found['words']}]({found['address']})"
        yield text.body.line_of(found.start()), f'"{_one_line(found[0])}" is no link; write "{right}"'


def unclosed_links(text: Text) -> Found:
    for found in find_all(UNCLOSED, text.body.markdown, "]("):
        yield (
            text.body.line_of(found.start()),
            f'"{found[0].strip()}" is no link; write ")" after its address',
        )


def _one_line(typed: str) -> str:
    return " ".join(typed.split())


def missing_references(text: Text) -> Found:
    markdown = text.body.markdown
    if "][" not in markdown and "] [" not in markdown:
        return
    defined = {_label(found["label"]) for found in DEFINITION.finditer(markdown)}
    for found in REFERENCE.finditer(markdown):
        label = _one_line(found["label"] or found["words"])
        has_space = found[0].startswith("[" + found["words"] + "] [")
        if _label(label) not in defined and not has_space and not IS_ADDRESS.match(label):
            typed = _one_line(found[0])
            line = text.body.line_of(found.start())
            yield (
                line,
                f'"{typed}" refers to nothing; write its address in a line of its own: "[{label}]: https://…"',
            )


def _label(label: str) -> str:
    return _one_line(label).lower()


def missing_footnotes(text: Text) -> Found:
    used, defined = _footnotes(text)
    for label, lines in used.items():
        below = [line for line in lines if line >= text.defined]
        if below and label not in defined:
            yield (
                below[0],
                f'the footnote "[^{label}]" is not there; write "[^{label}]: …" in a line of its own',
            )


def footnotes_in_definitions(text: Text) -> Found:
    """A definition stands where no footnote can follow it, and so does what a header says."""
    for label, lines in (pair for found in _footnotes(text) for pair in found.items()):
        for line in lines:
            if line < text.defined:
                yield line, _no_footnote(label)
    for field in text.document.header.fields if text.document else ():
        if field.name in SHOWN_ELSEWHERE:
            for found in find_all(FOOTNOTE, field.value, "[^"):
                yield field.line - text.line, _no_footnote(found["label"])


def blocks_in_summaries(text: Text) -> Found:
    """A summary is shown within a line: in lists, on cards, in feeds. What opens there closes there."""
    for field in text.document.header.fields if text.document else ():
        if field.name not in SHOWN_ELSEWHERE:
            continue
        opened: list[str] = []
        for tag in find_all(TAG, CODE.sub("", field.value), "<"):
            name = tag["name"].lower()
            if name not in WITHIN_A_LINE:
                message = (
                    f'"{tag[0]}" cannot stand in "{field.key}"; write "&lt;{tag[0][1:]}", or take it out'
                )
                yield field.line - text.line, message
            elif tag["end"] and opened[-1:] != [name]:
                yield field.line - text.line, f'"</{name}>" ends nothing in "{field.key}"; take it out'
            elif tag["end"]:
                opened.pop()
            elif name not in VOID:
                opened.append(name)
        for name in opened:
            yield (
                field.line - text.line,
                f'nothing ends "<{name}>" in "{field.key}"; write "</{name}>" after it',
            )


def _no_footnote(label: str) -> str:
    return f'"[^{label}]" is shown as typed here; take it out, and say it in the text'


def unused_footnotes(text: Text) -> Found:
    """What leads back from it leads nowhere: such a page is not published."""
    used, defined = _footnotes(text)
    for label, found in defined.items():
        lines = [line for line in found if line >= text.defined]
        if not lines:
            continue
        if label not in used:
            yield lines[0], f'nothing refers to this footnote; write "[^{label}]" in the text, or delete it'
        for line in lines[1:]:
            first = text.line + lines[0]
            yield (
                line,
                f'the footnote "[^{label}]" stands in line {first} already; give this one another name',
            )


def _footnotes(text: Text) -> tuple[dict[str, list[int]], dict[str, list[int]]]:
    """Label → lines, of uses and of definitions."""
    used: dict[str, list[int]] = {}
    defined: dict[str, list[int]] = {}
    markdown = text.body.markdown
    for found in find_all(FOOTNOTE, markdown, "[^"):
        before = markdown[markdown.rfind("\n", 0, found.start()) + 1 : found.start()]
        is_definition = found["is_definition"] and LINE_START.match(before)
        (defined if is_definition else used).setdefault(found["label"], []).append(
            text.body.line_of(found.start())
        )
    return used, defined


def first_level_headings(text: Text) -> Found:
    """The title is the only one of a page."""
    for block in text.body.blocks if text.document else ():
        for number, line in enumerate(block.lines):
            if line.startswith("#") and (words := line[1:].rstrip("# ").strip()) and words[0] != "#":
                otherwise = '"\\#" where it is no heading'
                yield (
                    block.line + number,
                    f'"{words}" is a second title of the page; write "## {words}", or {otherwise}',
                )
            elif number == 1 and UNDERLINE.fullmatch(line) and "<<<<<<<" not in text.body.markdown:
                words = block.lines[0].strip()
                yield block.line, f'"{words}" is a second title of the page; write "## {words}"'


RULES: tuple[Rule, ...] = (
    first_level_headings,
    links_without_address,
    blocks_in_summaries,
    footnotes_in_definitions,
    unused_footnotes,
)

WARNINGS: tuple[Rule, ...] = (
    unclosed_fences,
    indented_fences,
    unclosed_html,
    unknown_html,
    odd_attributes,
    lists_without_space,
    tables_without_space,
    tables_without_rule,
    uneven_tables,
    wrong_verdicts,
    swapped_links,
    spaced_links,
    unclosed_links,
    missing_references,
    missing_footnotes,
)
