"""The body of a comment: what its writer said, without addresses of people, in Markdown or in safe HTML. Pure."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import Final

from plugins.comments.body import DROPPED_WHOLE, render_body
from plugins.comments.characters import faults_in_body
from plugins.comments.model import IMPORTED_BODY_LIMIT, Notation
from plugins.front_matter import CONTROL
from plugins.importer.model import Note, Weight
from plugins.importer.names import without_addresses
from plugins.importer.paragraphs import paragraphs
from plugins.importer.shape import flat, parse, plain, shapes

SOFT_BREAK: Final = re.compile(r"(?<=[^\n ])[ \t]*\n(?=[^\n])")
PLAIN: Final = re.compile(r"(?:[^\W\d_](?:[^\W_]|[ ,.:!?;'\"’“”…–()-])*(?:\n\n?|\Z))+")
"""Lines of prose: each begins with a letter, and has no sign but those of sentences."""

ELEMENTS: Final = frozenset(
    "a abbr acronym address applet area article aside audio b base bdi bdo big blink blockquote body br button canvas"
    " caption center cite code col colgroup data datalist dd del details dfn dialog dir div dl dt em embed fieldset"
    " figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hr html i iframe img input ins"
    " kbd label legend li link main map mark marquee math menu meta meter nav nobr noembed noframes noscript object ol"
    " optgroup option output p param picture pre progress q rp rt ruby s samp script section select small source span"
    " strike strong style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u"
    " ul var video wbr".split()
)
"""Names of tags. A "<" before any other is a sign in a sentence, or begins a tag that browsers pass over."""

VALUE: Final = r"\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'>]+)"
ALONE: Final = (
    "allowfullscreen|async|autoplay|checked|controls|defer|disabled|hidden|loop|muted|open|reversed|selected"
)
TAG: Final = re.compile(
    rf"<(?P<end>/)?(?P<name>[A-Za-z][A-Za-z0-9:_-]*)(?:\s+(?:[\w:.-]+{VALUE}|(?:{ALONE})(?=[\s/>])))*\s*/?>"
)
MARK: Final = re.compile(rf"<!--.*?-->|{TAG.pattern}", re.DOTALL)
"""All that is no sign of a sentence."""

SIGN: Final = re.compile(r"<(?!!--)")
FOREIGN: Final = re.compile(r"</?(?:svg|math|template)\b[^>]*>", re.IGNORECASE)
"""In these nothing is let through, not even words."""

SHOWN: Final = re.compile(r"<(?P<name>img|iframe|embed)\b[^>]*>(?:\s*</(?:iframe|embed)\s*>)?", re.IGNORECASE)
ATTRIBUTE: Final = re.compile(r"""\b(src|alt)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
CODE: Final = re.compile(rf"<({'|'.join(sorted(DROPPED_WHOLE))})\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
NO_WORDS: Final = Note("it has no words that a comment can show", Weight.DOUBT)


def body_of(raw: str) -> tuple[str, Notation, tuple[Note, ...]]:
    """The body of a comment, without addresses of people: plain words as Markdown, all else as HTML."""
    text, notes = without_controls(raw), list[Note]()
    private = without_addresses(text)
    if private != text:
        notes.append(Note("an e-mail address in it is shown without its domain"))
    body, notation = SOFT_BREAK.sub("  \n", private), Notation.MARKDOWN
    is_prose = not private or PLAIN.fullmatch(private) is not None
    html = "" if is_prose else flat(paragraphs(_as_html(private)))
    if not is_prose and not _is_alike(body, html):
        body, notation = html, Notation.HTML
        shown = plain(parse(render_body(html, Notation.HTML)))
        if not shown:
            return "…", Notation.MARKDOWN, (*notes, NO_WORDS)
        if shown != _said(html):
            notes.append(Note("some of its words are in elements that no comment has", Weight.SMALL))
    if len(body) > IMPORTED_BODY_LIMIT:
        body = f"{body[: IMPORTED_BODY_LIMIT - 1]}…"
        notes.append(
            Note(f"longer than {IMPORTED_BODY_LIMIT:,} characters; its end is left out", Weight.LOSS)
        )
    return body.strip(), notation, tuple(notes)


def _as_html(text: str) -> str:
    """What was typed, in which every "<" begins a tag: those of sentences ("a<b") are signs, and pictures are links."""
    if "<" not in text:
        return text
    ended = {found["name"].lower() for found in TAG.finditer(text) if found["end"]}
    parts: list[str] = []
    place = 0
    for found in MARK.finditer(text):
        parts.append(SIGN.sub("&lt;", text[place : found.start()]))
        name = (found["name"] or "").lower()
        if not name or name in ELEMENTS:
            parts.append(found[0])
        elif name not in ended and "=" not in found[0]:  # "vector<int>"; browsers pass over <o:p>…</o:p>
            parts.append(escape(found[0], quote=False))
        place = found.end()
    parts.append(SIGN.sub("&lt;", text[place:]).replace("<!--", "&lt;!--"))
    return SHOWN.sub(_link, FOREIGN.sub("", "".join(parts)))


def _link(found: re.Match[str]) -> str:
    """A comment shows no pictures and no frames of other sites: it says where they are."""
    attributes = {name.lower(): one or two or bare for name, one, two, bare in ATTRIBUTE.findall(found[0])}
    address = unescape(attributes.get("src", ""))
    address = f"https:{address}" if address.startswith("//") else address
    words = " ".join(unescape(attributes.get("alt", "")).split())
    if not address.startswith(("http://", "https://")):
        return escape(words)
    return f'<a href="{escape(address)}">{escape(words or address)}</a>'


def _said(html: str) -> str:
    """Its words, by a reader that knows of no elements but those that hold code."""
    return "".join(unescape(MARK.sub("", CODE.sub("", html))).split())


def _is_alike(markdown: str, html: str) -> bool:
    if "<" in markdown or "&" in markdown:
        return False
    return shapes(parse(render_body(markdown))) == shapes(parse(html))


def without_controls(raw: str) -> str:
    """A body without characters that no comment may have."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = CONTROL.sub("", text)
    lines = text.split("\n")
    for line, _ in faults_in_body(text):
        lines[line] = "".join(one for one in lines[line] if not faults_in_body(one))
    return "\n".join(lines).strip()
