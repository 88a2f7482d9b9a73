"""From the HTML of a text to Markdown, a block at a time. What does not come back the same stays HTML.

A converter is right as long as somebody looks: each block is rendered back by the house's own Markdown and held against
what it was.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from lxml import etree
from markdownify import MarkdownConverter

from plugins.importer.shape import is_inline, parse, plain, shapes
from plugins.source import AuthorError, AuthorErrors

RAW: Final = "abbr cite del ins kbd mark q samp small time u var dfn bdo".split()
"""Inline elements that Markdown has no mark for, and takes as they are."""

SPACED: Final = re.compile(r"(?=<(?:tr|li|dt|dd|figure|p|ul|ol|table|tbody|thead|blockquote)\b)")
MANY_TAGS: Final = 400
"""In one piece of HTML; above, it is divided by empty lines, for Markdown takes the square of the time for a piece."""

INDENT: Final = re.compile(r"(?<=\n)(?=[^\n])")
SIGN: Final = re.compile(r"[\\*_](?![ \n])|(?<![ \n])[*_]|`")
EVERY_SIGN: Final = re.compile(r"[\\*_`\[\]{}]")
AT_START: Final = re.compile(r"^[#+>-]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|(?<=^\d{4})[.)]|^:(?= )", re.MULTILINE)
ENTITY: Final = re.compile(r"&(?=#?\w+;)")
TAG: Final = re.compile(r"<(?=[A-Za-z/!?])")

ANCHOR: Final = re.compile(r"[A-Za-z][\w-]*")
NO_MARKDOWN: Final = re.compile(
    r"<(?:figure|details|video|audio|address|aside|nav|header|footer|article|main)\b"
)
LEAD: Final = re.compile(r"\n{3,}")


class _Converter(MarkdownConverter):
    """With the inline elements that may stand in Markdown as HTML."""

    class Options:
        """As MarkdownConverter reads them."""

        heading_style = "atx"
        bullets = "-"
        sub_symbol = "<sub>"
        sup_symbol = "<sup>"

    def __getattr__(self, name: str) -> Any:
        if name.removeprefix("convert_") not in RAW:
            raise AttributeError(name)
        return self._keep

    def _keep(self, el: Any, text: str, parent_tags: Any) -> str:  # noqa: ARG002 - the shape markdownify calls
        return _raw(el, text)

    convert_del = convert_s = _keep

    def convert_hN(self, n: int, el: Any, text: str, parent_tags: Any) -> str:  # noqa: N802
        """With the anchor that something leads to."""
        heading: str = super().convert_hN(n, el, text, parent_tags)  # type: ignore[misc]
        anchor = el.get("id", "")
        return f"{heading.rstrip()} {{#{anchor}}}\n\n" if ANCHOR.fullmatch(anchor) else heading

    def convert_li(self, el: Any, text: str, parent_tags: Any) -> str:  # noqa: ARG002
        """Python-Markdown wants what belongs to an item four columns in."""
        mark = f"{_number(el)}." if el.parent is not None and el.parent.name == "ol" else "-"
        return f"{mark} {INDENT.sub('    ', text.strip())}\n" if text.strip() else "\n"

    def escape(self, text: str, parent_tags: Any) -> str:  # noqa: ARG002
        """Signs that would be read as Markdown or HTML; all of them where `escape_misc` says so."""
        everything = self.options["escape_misc"]
        text = ENTITY.sub("&amp;", text)
        text = TAG.sub("&lt;", text)
        text = (EVERY_SIGN if everything else SIGN).sub(r"\\\g<0>", text)
        return AT_START.sub(r"\\\g<0>", text) if everything else text


def _number(item: Any) -> int:
    return 1 + sum(1 for one in item.previous_siblings if getattr(one, "name", None) == "li")


def _raw(node: Any, text: str) -> str:
    if not text.strip():
        return text
    title = f' title="{node["title"]}"' if node.get("title") and '"' not in node["title"] else ""
    return f"<{node.name}{title}>{text}</{node.name}>"


class Converted(NamedTuple):
    """A text as it is written down."""

    markdown: str
    is_same: bool
    """Whether readers see the same characters."""

    marked: int
    """Blocks that became Markdown."""

    blocks: int


@dataclass(frozen=True, slots=True)
class _Block:
    shape: list[str]
    html: str


def convert(body: Any, render: Callable[[str], str]) -> Converted:
    """The Markdown of a body as `shape.parse` returns it.

    Args:
        render: the publication's own Markdown.
    """
    seen = plain(body)
    blocks = [block for block in map(_block, _blocks(body)) if block.shape]
    whole = [one for block in blocks for one in block.shape]
    usual = _usual(blocks)
    if usual is not None and _says(render, _joined(usual)) == whole:
        marked = sum(not NO_MARKDOWN.match(block.html) for block in blocks)
        return Converted(_joined(usual), is_same=True, marked=marked, blocks=len(blocks))
    texts = [
        _text_of(block, text, render) for block, text in zip(blocks, usual or [""] * len(blocks), strict=True)
    ]
    texts = _settled(blocks, texts, whole, render)
    marked = sum(text != block.html for block, text in zip(blocks, texts, strict=True))
    markdown = _joined(
        [_spaced(text) if text == block.html else text for block, text in zip(blocks, texts, strict=True)]
    )
    return Converted(markdown, _plain(render, markdown) == seen, marked, len(blocks))


def _blocks(body: Any) -> list[Any]:
    """The elements of a body; words between them become paragraphs, and boxes are taken apart."""
    found: list[Any] = []
    line = etree.Element("p")

    def end_line() -> None:
        nonlocal line
        if (line.text and line.text.strip()) or len(line):
            found.append(line)
        line = etree.Element("p")

    def add_words(text: str | None) -> None:
        if not text:
            return
        if len(line):
            line[-1].tail = (line[-1].tail or "") + text
        else:
            line.text = (line.text or "") + text

    add_words(body.text)
    for child in list(body):
        tail, child.tail = child.tail, None
        if is_inline(child):
            line.append(child)
        else:
            end_line()
            found += (
                _blocks(child)
                if child.tag in ("div", "section", "center") and not child.get("id")
                else [child]
            )
        add_words(tail)
    end_line()
    return found


def _block(element: Any) -> _Block:
    html = etree.tostring(element, method="html", encoding="unicode", with_tail=False).strip()
    holder = etree.Element("body")
    holder.append(element)
    return _Block(shapes(holder), html)


def _usual(blocks: Sequence[_Block]) -> list[str] | None:
    """Each as Markdown, but those for which there is none: nothing is lost by not trying."""
    tried = _markdown(
        [block.html for block in blocks if not NO_MARKDOWN.match(block.html)], escape_misc=False
    )
    if tried is None:
        return None
    made = iter(tried)
    return [block.html if NO_MARKDOWN.match(block.html) else next(made) for block in blocks]


def _markdown(htmls: Sequence[str], *, escape_misc: bool) -> list[str] | None:
    converter = _Converter(escape_misc=escape_misc)
    try:
        return [LEAD.sub("\n\n", converter.convert(html)).strip("\n") for html in htmls]
    except (
        RecursionError,
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
    ):  # whatever a strange table makes of it
        return None


def _text_of(block: _Block, usual: str, render: Callable[[str], str]) -> str:
    """The first that comes back the same: Markdown, Markdown with every sign escaped, HTML."""
    if usual and _says(render, usual) == block.shape:
        return usual
    escaped = _markdown([block.html], escape_misc=True)
    if escaped and _says(render, escaped[0]) == block.shape:
        return escaped[0]
    return block.html


def _settled(
    blocks: Sequence[_Block], texts: list[str], whole: list[str], render: Callable[[str], str]
) -> list[str]:
    """Blocks that are right alone may run together: from where they do, one after the other becomes HTML."""
    for _ in range(10):
        said = _says(render, _joined(texts))
        if said == whole:
            return texts
        place = next(
            (n for n, (one, two) in enumerate(zip(whole, said or [], strict=False)) if one != two),
            len(said or []),
        )
        number, seen = 0, 0
        while number < len(blocks) - 1 and seen + len(blocks[number].shape) <= place:
            seen += len(blocks[number].shape)
            number += 1
        near = [
            n for n in (number, number - 1, number + 1) if 0 <= n < len(blocks) and texts[n] != blocks[n].html
        ]
        if not near:
            break
        texts[near[0]] = blocks[near[0]].html
    return [block.html for block in blocks]


def _joined(texts: Sequence[str]) -> str:
    return "\n\n".join(text for text in texts if text.strip())


def _spaced(html: str) -> str:
    return SPACED.sub("\n\n", html).strip() if html.count("<") > MANY_TAGS and "<pre" not in html else html


def _says(render: Callable[[str], str], markdown: str) -> list[str] | None:
    try:
        return shapes(parse(render(markdown)))
    except (AuthorError, AuthorErrors, RecursionError):
        return None


def _plain(render: Callable[[str], str], markdown: str) -> str | None:
    try:
        return plain(parse(render(markdown)))
    except (AuthorError, AuthorErrors, RecursionError):
        return None
