"""Changes to a text that leave the rest of its bytes as they are: line ends, byte order mark, tabs. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from plugins.header import read_header

LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")


def text_of(data: bytes) -> str:
    """As `bytes_of` takes it: with its own line ends, and without its byte order mark. ValueError if it is no UTF-8."""
    return data.decode("utf-8-sig")


def bytes_of(text: str, before: bytes) -> bytes:
    """The file that was `before`, with another text."""
    mark = b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b""
    return mark + text.encode()


def lines_of(text: str) -> list[str]:
    """With their ends; joined they are the text."""
    return [line for line in LINE.findall(text) if line]


def end_of_line(text: str) -> str:
    """The one that the text uses."""
    found = re.search(r"\r\n|\n|\r", text)
    return found[0] if found else "\n"


def set_key(text: str, name: str, value: str | None, after: Iterable[str] = ()) -> str:
    """The text with a key of its front matter set, or without it where `value` is None.

    Args:
        name: as it is written where it is new.
        after: keys behind the last of which a new one stands; at the end of the front matter where none is there.
    """
    lines = lines_of(text)
    header = read_header(text.replace("\r\n", "\n").replace("\r", "\n"))
    known = header.by_name.get(name.lower())
    if known:
        first, many = known.line - 1, len(known.lines)
        end = lines[first][len(lines[first].rstrip("\r\n")) :]
        lines[first : first + many] = [] if value is None else [f"{known.key}: {value}{end}"]
    elif value is not None:
        places = [field.line + len(field.lines) - 1 for field in header.fields]
        wanted = {one.lower() for one in after}
        behind = [
            place for field, place in zip(header.fields, places, strict=True) if field.name in wanted
        ] or places
        lines.insert(behind[-1] if behind else 0, f"{name}: {value}{end_of_line(text)}")
    return "".join(lines)
