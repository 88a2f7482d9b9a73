"""What the XML forms share: names, times, the line that points a browser to a stylesheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"
DC = "http://purl.org/dc/elements/1.1/"
HISTORY = "http://purl.org/syndication/history/1.0"
THREAD = "http://purl.org/syndication/thread/1.0"
XML = "http://www.w3.org/XML/1998/namespace"

# Written out: strftime follows the locale.
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Frame:
    """A document without its items."""

    before: bytes
    after: bytes
    between: bytes = b""

    def around(self, items: Sequence[bytes]) -> bytes:
        """The whole document."""
        return b"".join((self.before, self.between.join(items), self.after))


def rfc3339(moment: datetime) -> str:
    """2026-11-14T08:00:00Z."""
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def rfc822(moment: datetime) -> str:
    """Sat, 14 Nov 2026 08:00:00 +0000."""
    at = moment.astimezone(UTC)
    return f"{DAYS[at.weekday()]}, {at.day:02} {MONTHS[at.month - 1]} {at.year:04} {at:%H:%M:%S} +0000"


def whole(root: etree._Element, stylesheet: str) -> bytes:
    """The document as it is written."""
    if stylesheet:
        root.addprevious(
            etree.ProcessingInstruction("xml-stylesheet", f'type="text/css" href="{stylesheet}"')
        )
    data: bytes = etree.tostring(
        root.getroottree(), xml_declaration=True, encoding="utf-8", pretty_print=True
    )
    return data


def framed(root: etree._Element, stylesheet: str, end: bytes) -> Frame:
    """`root` with a place for items before `end`, the closing tags as lxml writes them."""
    before = whole(root, stylesheet).removesuffix(end)
    return Frame(before, end)


def cut_out(root: etree._Element, ends: tuple[bytes, bytes]) -> bytes:
    """What stands in `root`, written as it is there: the names that a root declares are not declared again.

    Args:
        ends: how the root begins and how it ends, as lxml writes them.
    """
    data: bytes = etree.tostring(root, encoding="utf-8", pretty_print=True)
    start, end = ends
    return data[len(start) : -len(end)]
