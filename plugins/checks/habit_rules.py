"""The rules over what other programs read in a text, and what nobody meant to leave in it. Pure."""

from __future__ import annotations

import re

from plugins.checks.body import COMMENT, Block
from plugins.checks.text import Found, Rule, Text, find_all
from plugins.glossary.head import HeadLine, read_head_line

CONFLICT = re.compile(r"^(?P<mark>[<|>])(?P=mark){6}(?: .*)?$", re.MULTILINE)
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|TKTK)\b|\b[Ll]orem ipsum\b")
LATIN = "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122"
"""What the later bytes of a character in UTF-8 look like when they are read as Windows-1252."""

MOJIBAKE = re.compile(
    rf"(?:[\u00c2-\u00c5][{LATIN}]|\u00e2[\u20ac\u201a\u2020\u2021][{LATIN}]|\u00ef\u00bb\u00bf|\u00ef\u00bf\u00bd)+|\ufffd+"
)
WIKI = re.compile(r"!?\[\[(?P<to>[^\[\]|\n]+)(?:\|(?P<words>[^\[\]\n]+))?\]\](?![(\[])")
IN_BRACES = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{![^{}\n]*!\}")
IN_BRACKETS = re.compile(r"\[/?(?:caption|gallery|embed|audio|video|youtube)(?: [^\]\n]*)?\](?![(\[])")
MARK = re.compile(r"^ {0,3}>[ \t]*(?P<mark>\[!(?!(?:script|letter)\])[^\]\n]*\])", re.MULTILINE)
NAMELESS = re.compile(r"^ {0,3}>[ \t]?(?P<mark>\[!(?:script|letter)\])[^\w\n]*$", re.MULTILINE)
EMOJI = re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]+:(?![\w:])")
FORMULA = re.compile(r"\$\$[^$\n]+\$\$|^\$\$$", re.MULTILINE)
PROGRAM = re.compile(
    r"""<(?:script|style|iframe|object|embed)\b(?![^>\n]*\b(?:src|data)=["']?(?:\{static\}|/(?!/)))[^>\n]*>""",
    re.IGNORECASE,
)
"""That is not a file of this site."""
HIGHLIGHT = re.compile(r"(?<![=\w])==(?=[^\s=])(?P<words>[^=\n]*[^\s=])==(?![=\w])")
STRIKE = re.compile(r"(?<![~\w])~~(?=[^\s~])(?P<words>[^~\n]*[^\s~])~~(?![~\w])")
TASK = re.compile(r"^[ \t>]*(?:[-*+]|\d+\.)[ \t]+(?P<box>\[[ xX]\])[ \t]", re.MULTILINE)
POINTS_ON = re.compile(
    r"\b(?:(?:see|shown|listed|explained|described) below|as follows:|the following:)", re.IGNORECASE
)


def conflict_marks(text: Text) -> Found:
    """The two texts of a merge, published one after the other; told once, at the first of its marks that is left."""
    is_told = False
    for found in find_all(CONFLICT, text.body.prose, "<<<<<<<", "|||||||", ">>>>>>>"):
        if not is_told or found["mark"] == "<":
            yield (
                text.body.line_of(found.start()),
                f'"{found[0]}" is the mark of an unfinished merge; keep one of the two texts, without marks',
            )
        is_told = found["mark"] != ">"


def unfinished_texts(text: Text) -> Found:
    marks = () if text.is_draft else ("TODO", "FIXME", "TKTK", "orem ipsum")
    for found in find_all(UNFINISHED, text.body.prose, *marks):
        line = text.body.line_of(found.start())
        yield line, f'"{found[0]}" is still here; finish it, or write "Status: draft"'


def published_comments(text: Text) -> Found:
    """They are on the page, for everybody who looks at its source."""
    for line in text.body.comments:
        yield line, "this comment is published with the source of the page; take it out"


def mojibake(text: Text) -> Found:
    for found in MOJIBAKE.finditer(text.body.text) if not text.body.text.isascii() else ():
        line = text.body.line_of(found.start())
        meant = _meant(found[0])
        advice = f'write "{meant}"' if meant else "type it again"
        yield line, f'"{found[0]}" is a character that was read in the wrong encoding; {advice}'


def _meant(typed: str) -> str:
    try:
        return typed.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""


def wiki_links(text: Text) -> Found:
    for found in find_all(WIKI, text.body.markdown, "[["):
        to = found["to"].strip()
        words = (found["words"] or to).strip()
        line = text.body.line_of(found.start())
        yield (
            line,
            f'"{found[0]}" is no link here; write "[{words}]({{filename}}…)" with the path of its file',
        )


def shortcodes(text: Text) -> Found:
    markdown = text.body.markdown
    for found in (*find_all(IN_BRACES, markdown, "{{", "{%", "{!"), *IN_BRACKETS.finditer(markdown)):
        line = text.body.line_of(found.start())
        yield line, f'"{found[0]}" is shown as typed; write Markdown or HTML, or put it into `…`'


def unknown_marks(text: Text) -> Found:
    """Of quotations: those of other programs, and ours misspelt."""
    for found in find_all(MARK, text.body.markdown, "[!"):
        line = text.body.line_of(found.start("mark"))
        yield line, f'"{found["mark"]}" is shown as typed; write "[!script]" or "[!letter]", or take it out'


def nameless_scripts(text: Text) -> Found:
    """What a reader may copy is offered by its name."""
    for found in find_all(NAMELESS, text.body.markdown, "[!"):
        mark = found["mark"]
        line = text.body.line_of(found.start("mark"))
        yield line, f'a script has a name; write "> {mark} What it is for"'


def emoji_codes(text: Text) -> Found:
    for found in find_all(EMOJI, text.body.markdown, ":"):
        line = text.body.line_of(found.start())
        yield line, f'"{found[0]}" is shown as typed; write the character itself, or put it into `…`'


def formulas(text: Text) -> Found:
    for found in find_all(FORMULA, text.body.markdown, "$$"):
        yield (
            text.body.line_of(found.start()),
            f'"{found[0]}" is shown as typed; write the formula in words or HTML',
        )


def programs(text: Text) -> Found:
    """The server's policy stops them, so that nothing in a text can do more than be read."""
    for found in find_all(
        PROGRAM, text.body.prose, "<script", "<SCRIPT", "<iframe", "<object", "<embed", "<style"
    ):
        line = text.body.line_of(found.start())
        yield (
            line,
            f'"{found[0]}" is nothing to readers: browsers are told to take only files of this site; take it out',
        )


def highlights(text: Text) -> Found:
    for found in find_all(HIGHLIGHT, text.body.markdown, "=="):
        words = found["words"]
        yield (
            text.body.line_of(found.start()),
            f'"{found[0]}" is shown as typed; write "<mark>{words}</mark>"',
        )


def strikes(text: Text) -> Found:
    for found in find_all(STRIKE, text.body.markdown, "~~"):
        words = found["words"]
        yield text.body.line_of(found.start()), f'"{found[0]}" is shown as typed; write "<del>{words}</del>"'


def task_lists(text: Text) -> Found:
    for found in find_all(TASK, text.body.markdown, "[ ]", "[x]", "[X]"):
        box = "☐" if found["box"] == "[ ]" else "☑"
        yield text.body.line_of(found.start("box")), f'"{found["box"]}" is shown as typed; write "{box}"'


def late_definitions(text: Text) -> Found:
    """Only what a text opens with is an entry of the dictionary."""
    if text.document is None or text.document.value("entry").lower() == "no":
        return
    is_first = True
    for block in text.body.blocks:
        is_definition = _is_definition(block)
        if is_definition and not is_first and block.lines[0][0].isupper():
            head = block.lines[0].partition(",")[0]
            message = (
                f'"{head}" is no entry down here; begin the text with it, or put it into content/dictionary/'
            )
            yield block.line, message
        is_first = is_first and is_definition


def _is_definition(block: Block) -> bool:
    """Whether a paragraph begins an entry. Capitals come before anything else: what nearly all begin with ends the
    question."""
    first = block.lines[0]
    if first[1:2].islower() or first.startswith(("#", "- ", "* ", "+ ", "[", "<", "|")):
        return False
    return isinstance(read_head_line(" ".join(block.lines), strict=False), HeadLine)


def openings_that_point_on(text: Text) -> Found:
    """The first paragraph stands on the front page, in lists and in feeds, without what follows it."""
    if text.document is None or text.document.kind != "article":
        return
    first = next((block for block in text.body.blocks if not _is_definition(block)), Block(0, ()))
    for number, line in enumerate(first.lines):
        if found := POINTS_ON.search(line):
            message = (
                f'"{found[0]}" is read on the front page, without what follows; say it in the next paragraph'
            )
            yield first.line + number, message


def empty_texts(text: Text) -> Found:
    """A header alone makes a page with nothing on it."""
    document = text.document
    if document is None or document.kind == "opening" or not document.header.fields or text.is_draft:
        return
    if not document.header.strays and not COMMENT.sub("", document.body.text).strip():
        last = document.header.fields[-1].line - text.line
        yield last, 'nothing but a header; write the text after an empty line, or "Status: draft"'


RULES: tuple[Rule, ...] = (conflict_marks, empty_texts, nameless_scripts)

WARNINGS: tuple[Rule, ...] = (
    unfinished_texts,
    published_comments,
    mojibake,
    wiki_links,
    shortcodes,
    unknown_marks,
    emoji_codes,
    formulas,
    programs,
    highlights,
    strikes,
    task_lists,
    late_definitions,
    openings_that_point_on,
)
