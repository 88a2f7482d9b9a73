"""A page's own words become the blocks of its card."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import escape

import lxml.html
from lxml.html import HtmlElement

from plugins.cards.model import Block, Kind, Paragraph, Run, Style

SPACE = re.compile(r"[ \t\n\r\f\u00a0]+")
"""Also what keeps two words together on the page: where lines end there says nothing of the card."""

EM_SPACE = "\u2003"

STYLES: dict[str, Style] = dict.fromkeys(("abbr", "cite", "em", "i"), "italic")
STYLES |= {"b": "bold", "dfn": "head", "strong": "bold"}
CLASSES: dict[str, Style] = {"term": "capitals", "speaker": "capitals", "label": "italic", "mark": "number"}
CLASSES |= {"run-on": "bold"}


def compose_definition(html: str) -> tuple[Block, ...]:
    """The blocks of a definition as the page shows it: `<dl class="definition">`."""
    root = lxml.html.fragment_fromstring(html, create_parent="div")
    term, body = root.find(".//dt"), root.find(".//dd")
    blocks, runs = list[Block](), [*_runs(term)]
    for child in body:
        if child.tag == "figure":
            blocks += _definition(runs)
            runs = []
            blocks.append(Block(tuple(_quoted(child))))
        elif _begins_a_line(child):
            blocks += _definition(runs)
            runs = [*_runs(child)]
        else:
            runs += [Run(" "), *_runs(child)]
    return tuple(blocks + _definition(runs))


def compose_article(title: str, standfirst: str) -> tuple[Block, ...]:
    """The blocks of an article that opens with no definition. Both are HTML with their typography."""
    written = [("title", title, "bold"), ("standfirst", standfirst, "roman")]
    return tuple(
        Block((Paragraph(kind, tuple(_inline(html, style))),))  # type: ignore[arg-type]
        for kind, html, style in written
        if html
    )


def text_of(plain_text: str) -> str:
    """Plain text as the HTML that the functions above take."""
    return escape(plain_text, quote=False)


def _begins_a_line(child: HtmlElement) -> bool:
    """Whether it does on the page: the first paragraph and senses run on from the head."""
    return child.tag == "p" and child.getprevious() is not None and child.get("class") != "senses"


def _definition(runs: list[Run]) -> list[Block]:
    if not any(run.text.strip() for run in runs):
        return []
    return [Block((Paragraph("definition", tuple(_collapsed(runs))),))]


def _quoted(figure: HtmlElement) -> Iterator[Paragraph]:
    lines = figure.find_class("line")
    if lines:
        for number, stanza in enumerate(figure.findall(".//blockquote/p")):
            if number:
                yield Paragraph("gap", ())
            for line in stanza.find_class("line"):
                runs = list(_runs(line))
                indent = len(runs[0].text) - len(runs[0].text.lstrip(EM_SPACE)) if runs else 0
                yield _paragraph(
                    "verse", [Run(run.text.replace(EM_SPACE, ""), run.style) for run in runs], indent
                )
    else:
        kind: Kind = "speech" if "dialogue" in figure.get("class", "") else "text"
        for paragraph in figure.iter("p"):
            yield _paragraph(kind, _runs(paragraph))
    for caption in figure.iter("figcaption"):
        yield _paragraph("attribution", _runs(caption, "italic"))


def _paragraph(kind: Kind, runs: Iterable[Run], indent: int = 0) -> Paragraph:
    return Paragraph(kind, tuple(_collapsed(list(runs))), indent)


def _inline(html: str, style: Style) -> Iterator[Run]:
    yield from _collapsed(list(_runs(lxml.html.fragment_fromstring(html, create_parent="div"), style)))


def _runs(element: HtmlElement, style: Style = "roman") -> Iterator[Run]:
    """The text of `element`, without its tail."""
    if element.text:
        yield Run(element.text, style)
    for child in element:
        if isinstance(child.tag, str):
            yield from _runs(child, CLASSES.get(child.get("class", ""), STYLES.get(child.tag, style)))
        if child.tail:
            yield Run(child.tail, style)


def _collapsed(runs: list[Run]) -> Iterator[Run]:
    """One space where there are several, none at both ends."""
    is_after_space = True
    kept: list[Run] = []
    for run in runs:
        text = SPACE.sub(" ", run.text)
        text = text[1:] if is_after_space and text.startswith(" ") else text
        if text:
            is_after_space = text.endswith(" ")
            kept.append(Run(text, run.style))
    while kept and not kept[-1].text.rstrip(" "):
        kept.pop()
    if kept:
        kept[-1] = Run(kept[-1].text.rstrip(" "), kept[-1].style)
    return iter(kept)
