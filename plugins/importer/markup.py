"""What systems put into a body that is no HTML: shortcodes, marks of blocks, footnotes kept apart. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Final

from plugins.comments.characters import has_email, might_have_email
from plugins.importer.names import without_addresses
from plugins.importer.paragraphs import paragraphs

BLOCK: Final = re.compile(
    r"<!--\s*(?P<end>/)?wp:(?P<name>[a-z0-9/-]+)(?P<data>\s+\{.*?\})?\s*(?P<void>/)?-->", re.DOTALL
)
MARKS: Final = re.compile(r"<!--\s*(?:more\b.*?|noteaser)\s*-->", re.DOTALL)
NEXT_PAGE: Final = re.compile(r"<!--\s*nextpage\s*-->")
COMMENT: Final = re.compile(r"<!--.*?-->", re.DOTALL)
CODE: Final = re.compile(r"(<(pre|code|script|style|textarea)\b.*?</\2\s*>)", re.DOTALL | re.IGNORECASE)

CAPTION: Final = re.compile(r"\[caption\b(?P<attributes>[^\]]*)\](?P<inside>.*?)\[/caption\]", re.DOTALL)
CAPTIONED: Final = re.compile(
    r"\s*(?P<image>(?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(?P<words>.*)", re.DOTALL
)
GALLERY: Final = re.compile(r"\[gallery(?P<attributes>(?:\s[^\]]*)?)\]")
EMBED: Final = re.compile(r"\[embed\b[^\]]*\]\s*(?P<address>https?://[^\s\[\]<>\"]+)\s*\[/embed\]")
LONE_ADDRESS: Final = re.compile(r"^[ \t]*(?P<address>https?://[^\s<>\"]+)[ \t]*$", re.MULTILINE)
MEDIA: Final = re.compile(r"\[(?P<name>audio|video)\b(?P<attributes>[^\]]*)\](?:\s*\[/(?P=name)\])?")
ATTRIBUTE: Final = re.compile(r"""([a-z0-9_]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))""")
WITH_PERSON: Final = re.compile(r"\[(?P<name>[A-Za-z][\w-]*)\s[^\[\]]*=[^\[\]]*\]")
VALUE: Final = re.compile(r"""=\s*(?:"[^"]*"|'[^']*'|[^\s"'\]]+)""")
LEFT: Final = re.compile(r"\[/?(?P<name>[a-z][a-z0-9_-]{2,30})(?=(?:\s+[a-z0-9_-]+=|\s*/?\]))[^\]]*\]")
CLOSED: Final = re.compile(r"\[/([a-z][a-z0-9_-]{2,30})\]")

DYNAMIC: Final = (
    "latest-posts",
    "latest-comments",
    "archives",
    "categories",
    "tag-cloud",
    "search",
    "rss",
    "calendar",
    "query",
)
"""Blocks that WordPress fills when it shows a page; an export has nothing of what they show."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a body refers to."""

    image: Callable[[str], tuple[str, str]]
    """Id of an attachment → its address and the words below it; empty where there is none."""

    attached: tuple[str, ...] = ()
    blocks: Mapping[str, str] = field(default_factory=dict)
    footnotes: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Read:
    """A body in HTML, and what is to be said of it."""

    html: str
    notes: list[str] = field(default_factory=list)

    marks: list[str] = field(default_factory=list)
    """Shortcodes that stand in it."""

    markdown: dict[str, str] = field(default_factory=dict)
    """Mark in the HTML → Markdown that was Markdown already."""


def read_wordpress(body: str, around: Around) -> Read:
    """The HTML that readers saw of a body of WordPress."""
    read = Read(_without_marks(body).replace("\r\n", "\n"))
    if "<!-- wp:" in body or "<!--wp:" in body:
        read.html = _without_blocks(read.html, around, read)
    else:
        read.html = paragraphs(_outside_code(read.html, lambda text: _shortcodes(text, around, read)))
    if around.footnotes:
        read.html += _footnotes(around.footnotes)
    read.html = COMMENT.sub("", read.html)
    return read


def read_html(body: str) -> Read:
    """The same of a system that writes whole HTML."""
    return Read(COMMENT.sub("", _without_marks(body)))


def _without_marks(body: str) -> str:
    """Where a page ended, a paragraph does."""
    return NEXT_PAGE.sub("\n\n", MARKS.sub("", body))


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    parts = CODE.split(text)
    # Of each three parts the second is code, and the third the name of its element.
    return "".join(
        change(part) if number % 3 == 0 else part for number, part in enumerate(parts) if number % 3 < 2
    )


def _shortcodes(text: str, around: Around, read: Read) -> str:
    if "[" in text:
        text = CAPTION.sub(_figure, text)
        text = GALLERY.sub(lambda found: _gallery(found, around, read), text)
        text = EMBED.sub(lambda found: f"\n\n{_link(found['address'])}\n\n", text)
        text = MEDIA.sub(_media, text)
        text = _without_people(text, read)
        _tell_left(text, read)
    return LONE_ADDRESS.sub(lambda found: f"\n\n{_link(found['address'])}\n\n", text)


def _link(address: str) -> str:
    return f'<p><a href="{escape(address)}">{escape(address)}</a></p>'


def _figure(found: re.Match[str]) -> str:
    inside = CAPTIONED.match(found["inside"])
    if inside is None:
        return found["inside"]
    words = inside["words"].strip() or _attributes(found["attributes"]).get("caption", "")
    caption = f"<figcaption>{' '.join(words.split())}</figcaption>" if words else ""
    return f"\n\n<figure>{' '.join(inside['image'].split())}{caption}</figure>\n\n"


def _gallery(found: re.Match[str], around: Around, read: Read) -> str:
    attributes = _attributes(found["attributes"])
    named = attributes.get("ids") or attributes.get("include") or ""
    left_out = set(re.findall(r"\d+", attributes.get("exclude", "")))
    numbers = re.findall(r"\d+", named) if named else [one for one in around.attached if one not in left_out]
    figures = [_picture(*image) for number in numbers if (image := around.image(number))[0]]
    if len(figures) < len(numbers):
        read.notes.append(f"a gallery names {len(numbers) - len(figures)} images that are not in the export")
    if not figures:
        read.notes.append(
            "a gallery without an image that is in the export; its shortcode stands in the text"
        )
        return found[0]
    return f"\n\n{''.join(figures)}\n\n"


def _picture(address: str, words: str) -> str:
    caption = f"<figcaption>{escape(words, quote=False)}</figcaption>" if words else ""
    return f'<figure><img src="{escape(address)}" alt="{escape(words)}">{caption}</figure>'


def _media(found: re.Match[str]) -> str:
    attributes = _attributes(found["attributes"])
    address = next(
        (attributes[name] for name in ("src", "mp3", "mp4", "m4a", "ogg", "webm") if name in attributes), ""
    )
    return f"\n\n{_link(address)}\n\n" if address.startswith("http") else found[0]


def _attributes(text: str) -> dict[str, str]:
    return {name: one or two or bare for name, one, two, bare in ATTRIBUTE.findall(text)}


def _without_people(text: str, read: Read) -> str:
    """Leave out e-mail addresses that only a shortcode had: no reader saw where a form of the old site sent letters."""

    def without(found: re.Match[str]) -> str:
        if not has_email(found[0]):
            return found[0]
        read.notes.append(f"an e-mail address in [{found['name']}], which no reader saw, is left out")
        return without_addresses(
            VALUE.sub(lambda value: '=""' if has_email(value[0]) else value[0], found[0])
        )

    return WITH_PERSON.sub(without, text) if might_have_email(text) else text


def _tell_left(text: str, read: Read) -> None:
    """What looks like a shortcode, has attributes or an end, and stays: an author should see it."""
    closed = set(CLOSED.findall(text))
    names = {found["name"] for found in LEFT.finditer(text) if "=" in found[0] or found["name"] in closed}
    read.marks += (f"[{name}]" for name in sorted(names - {"caption", "gallery", "embed"}))


# Blocks


def _without_blocks(text: str, around: Around, read: Read, depth: int = 0) -> str:
    """Marks of blocks go; what stands outside of all of them is written with lines for paragraphs."""
    made: list[str] = []
    place = level = 0
    marked = False
    for found in BLOCK.finditer(text):
        between = "" if marked else text[place : found.start()]
        marked = False
        made.append(
            between
            if level
            else paragraphs(_outside_code(between, lambda one: _shortcodes(one, around, read)))
        )
        place = found.end()
        if found["void"]:
            made.append(_void(found, around, read, depth))
        elif found["end"]:
            level = max(0, level - 1)
        else:
            level += 1
            made.append(mark := _marked(found, read))
            marked = bool(mark)
    rest = text[place:]
    made.append(
        rest if level else paragraphs(_outside_code(rest, lambda one: _shortcodes(one, around, read)))
    )
    return _outside_code("".join(made), lambda one: _embeds(_shortcodes_of_blocks(one, around, read)))


def _marked(found: re.Match[str], read: Read) -> str:
    """A block of Jetpack is Markdown already: its data hold it, and the HTML within it was made of them."""
    source = _data(found).get("source") if found["name"] == "jetpack/markdown" else None
    if not isinstance(source, str) or not source.strip():
        return ""
    mark = f"\u2983{len(read.markdown)}\u2984"
    read.markdown[mark] = source.strip("\n")
    return f"<p>{mark}</p>"


def _shortcodes_of_blocks(text: str, around: Around, read: Read) -> str:
    if "[" not in text:
        return text
    text = GALLERY.sub(lambda found: _gallery(found, around, read), CAPTION.sub(_figure, text))
    text = _without_people(text, read)
    _tell_left(text, read)
    return text


WRAPPED_ADDRESS: Final = re.compile(
    r"<div class=\"wp-block-embed__wrapper\">\s*(?P<address>https?://[^\s<>\"]+)\s*</div>"
)


def _embeds(text: str) -> str:
    return WRAPPED_ADDRESS.sub(lambda found: _link(found["address"]), text)


def _void(found: re.Match[str], around: Around, read: Read, depth: int) -> str:
    name = found["name"].removeprefix("core/")
    if name == "block":
        number = str(_data(found).get("ref", ""))
        if number in around.blocks and depth < 5:
            return _without_blocks(around.blocks[number], around, read, depth + 1)
        read.notes.append(f"the shared block {number or '?'} is not in the export")
    elif name in DYNAMIC:
        read.notes.append(f'a block "{name}", which WordPress fills itself, is left out')
    elif name not in ("footnotes", "spacer", "separator", "nextpage", "more"):
        read.notes.append(f'a block "{name}" without words is left out')
    return ""


def _data(found: re.Match[str]) -> dict[str, object]:
    try:
        data = json.loads(found["data"] or "{}")
    except (ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _footnotes(notes: Iterable[tuple[str, str]]) -> str:
    items = "".join(
        f'<li id="{escape(name)}">{text} <a href="#{escape(name)}-link">↩</a></li>' for name, text in notes
    )
    return f"\n<ol>{items}</ol>\n"
