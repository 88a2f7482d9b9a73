"""Elements of an export in XML, one after the other, in little memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Any, Final

from lxml import etree

from plugins.importer.stream import Mended, Part, XmlStream, texts_of
from plugins.source import AuthorError, Source

PARSER: Final = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": True}

LONGEST_MARK: Final = 40
"""Characters of a start tag that must be in one piece to be counted."""


def elements(part: Part, names: tuple[str, ...], mended: Mended) -> Iterator[Any]:
    """Elements of these local names, in any namespace, that are records: children of the root, or of its channel.

    Each is gone when the next is asked for.

    Raises:
        AuthorError: it is no well-formed XML.
    """
    tags = tuple(f"{{*}}{name}" for name in names)
    stream = XmlStream(part, mended)
    context = etree.iterparse(stream, events=("end",), tag=tags, **PARSER)
    try:
        for _, element in context:
            if told := _first_fault(context):
                raise AuthorError(Source(part.name, max(told[0], 1)), _say(told[1], stream, told[0]))
            if not _is_record(element):
                continue
            yield element
            element.clear(keep_tail=False)
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as wrong:
        line, what = _first_fault(context) or (wrong.lineno or 1, wrong.msg or "")
        raise AuthorError(Source(part.name, max(line, 1)), _say(what, stream, line)) from None


def _first_fault(context: Any) -> tuple[int, str] | None:
    """Line and words of it. Whoever reads on after a fault is told of others that are none."""
    told = next(iter(context.error_log.filter_from_fatals()), None)
    return (told.line, told.message) if told else None


def _is_record(element: Any) -> bool:
    parent = element.getparent()
    above = None if parent is None else parent.getparent()
    return parent is not None and (
        above is None or (above.getparent() is None and local(parent) == "channel")
    )


def _say(what: str, stream: XmlStream, line: int) -> str:
    if "Entity" in what:
        return f"{what}; only &amp; &lt; &gt; &quot; and &apos; can stand outside of CDATA"
    if stream.is_at_end and line >= stream.lines:
        return f"not whole ({what}); export it again, and wait for the download to end"
    return f"no well-formed XML: {what}; mend this line, or export it again"


def local(element: Any) -> str:
    """The name without its namespace; empty for comments and entities."""
    return _name(element.tag)


@lru_cache(1000)
def _name(tag: Any) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def words(element: Any) -> str:
    """What stands in it, sections of CDATA and all."""
    return "".join(element.itertext()) if len(element) else element.text or ""


def count_tags(part: Part, names: tuple[str, ...]) -> dict[str, int]:
    """How often each start tag stands in the file, comments and CDATA left out: a reader that understands nothing."""
    found = dict.fromkeys(names, 0)
    mark = re.compile(rf"<!\[CDATA\[|<!--|<(?P<name>{'|'.join(map(re.escape, names))})(?=[\s/>])")
    within = held = ""
    for text in chain(texts_of(part, Mended()), [" " * LONGEST_MARK]):
        text, place = held + text, 0
        while True:
            if within and (end := text.find(within, place)) < 0:
                held = text[max(place, len(text) - 2) :]
                break
            place, within = (end + len(within), "") if within else (place, "")
            start = mark.search(text, place, len(text) - LONGEST_MARK)
            if start is None:
                held = text[max(place, len(text) - LONGEST_MARK - LONGEST_MARK) :]
                break
            place = start.end()
            if start["name"]:
                found[start["name"]] += 1
            else:
                within = "]]>" if start[0] == "<![CDATA[" else "-->"
    return found
