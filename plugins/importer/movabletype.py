"""Movable Type's text, the oldest form of interchange: records of fields and sections, with comments and pings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, Literal

from plugins.comments.model import Kind
from plugins.importer.model import Export, Index, Post, Remark, Status, Thing
from plugins.importer.stream import Mended, Part, text_of
from plugins.slug import slugify
from plugins.source import Source

SYSTEM: Final = "movabletype"
RECORD: Final = "--------"
SECTION: Final = "-----"
BETWEEN: Final = re.compile(rf"^{RECORD}[ \t]*$", re.MULTILINE)
REMARK: Final = re.compile(rf"^{SECTION}[ \t]*\n(?:COMMENT|PING):[ \t]*$", re.MULTILINE)
FIELD: Final = re.compile(r"(?P<key>[A-Z][A-Z ]*):(?: (?P<value>.*))?")
TIME: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}) (\d{1,2}):(\d\d):(\d\d)(?: ?([AP]M))?", re.ASCII)
STATUSES: Final[Mapping[str, Status]] = {"publish": "published", "draft": "draft", "future": "scheduled"}

Fields = list[tuple[str, str]]


def open_export(parts: Sequence[Part], logins: frozenset[str], mended: Mended) -> Export:
    """All files of one export."""
    texts = [(part.name, text_of(part, mended).replace("\r\n", "\n")) for part in parts]

    def things() -> Iterator[Thing]:
        for name, text in texts:
            for place, record in _divided(text.split("\n"), RECORD):
                if any(line.strip() for line in record):
                    yield _post(record, Source(name, place + 1), logins)

    def counts() -> Mapping[str, int]:
        """By lines alone."""
        comments = sum(len(REMARK.findall(text)) for _, text in texts)
        posts = sum(1 for _, text in texts for record in BETWEEN.split(text) if record.strip())
        return {"item": posts, "comment": comments}

    return Export(SYSTEM, Index(SYSTEM), things, counts)


def _divided(lines: Sequence[str], mark: str) -> Iterator[tuple[int, list[str]]]:
    """What stands between lines that are nothing but `mark`, each with the place of its first line, from 0 on."""
    held: list[str] = []
    start = 0
    for place, line in enumerate(lines):
        if line.rstrip() == mark:
            yield start, held
            held, start = [], place + 1
        else:
            held.append(line)
    if any(one.strip() for one in held):
        yield start, held


def _fields(lines: Sequence[str]) -> tuple[Fields, str]:
    """The fields at the start of a section, and its text."""
    fields: Fields = []
    for number, line in enumerate(lines):
        found = FIELD.fullmatch(line.rstrip())
        if found is None:
            return fields, "\n".join(lines[number:])
        fields.append((found["key"], found["value"] or ""))
    return fields, ""


def _value(fields: Fields, *names: str) -> str:
    return next((value.strip() for key, value in fields if key in names), "")


def _moment(text: str) -> datetime | None:
    """ "03/05/2012 09:12:44 PM"; the zone is not told, and taken as UTC."""
    found = TIME.fullmatch(text.strip())
    if found is None:
        return None
    month, day, year, hour, minute, second = (int(part) for part in found.groups()[:6])
    if found[7]:
        hour = hour % 12 + (12 if found[7] == "PM" else 0)
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError:
        return None


def _identity(head: Fields) -> str:
    """No number is in the export, and the place of a text in it is another one as soon as there is one text more."""
    return (
        _value(head, "BASENAME") or f"{_digits(_value(head, 'DATE'))}-{slugify(_value(head, 'TITLE'))[:40]}"
    )


def _digits(text: str) -> str:
    at = _moment(text)
    return f"{at:%Y%m%d%H%M%S}" if at else ""


def _post(record: Sequence[str], source: Source, logins: frozenset[str]) -> Post:
    sections = list(_divided(record, SECTION))
    head, _ = _fields(sections[0][1]) if sections else ([], "")
    identity = _identity(head)
    texts: dict[str, str] = {}
    remarks: list[Remark] = []
    for start, lines in sections[1:]:
        fields, text = _fields(lines[1:])
        name = lines[0].rstrip().removesuffix(":") if lines else ""
        if name in ("COMMENT", "PING"):
            kind = Kind.COMMENT if name == "COMMENT" else Kind.TRACKBACK
            place = source.down(start)
            at = _digits(_value(fields, "DATE")) or str(len(remarks) + 1)
            remarks.append(_remark(fields, text, kind, place, f"{slugify(identity)[:30]}-{at}", logins))
        elif name:
            texts[name] = "\n".join(lines[1:])
    categories = [value for key, value in head if key in ("PRIMARY CATEGORY", "CATEGORY") and value]
    categories = list(dict.fromkeys(categories))
    slug = _value(head, "BASENAME")
    comments: Literal["", "open", "closed"] = "closed" if _value(head, "ALLOW COMMENTS") in ("0", "2") else ""
    body = "\n\n".join(
        text for name in ("BODY", "EXTENDED BODY") if (text := texts.get(name, "").strip("\n"))
    )
    is_plain = _value(head, "CONVERT BREAKS") not in ("0", "markdown", "richtext")
    return Post(
        id=identity,
        source=source,
        kind="post",
        title=_value(head, "TITLE"),
        body=body,
        writing="markdown"
        if "markdown" in _value(head, "CONVERT BREAKS")
        else "paragraphs"
        if is_plain
        else "html",
        status=STATUSES.get(_value(head, "STATUS").lower() or "publish", "draft"),
        published_at=_moment(_value(head, "DATE")),
        modified_at=None,
        slug=slug,
        link=_value(head, "UNIQUE URL"),
        category=categories[0] if categories else "",
        categories=tuple(categories[1:]),
        tags=tuple(tag.strip().strip('"') for tag in _value(head, "TAGS").split(",") if tag.strip()),
        authors=tuple(name for name in [_value(head, "AUTHOR")] if name),
        summary=texts.get("EXCERPT", "").strip(),
        comments=comments,
        remarks=tuple(remarks),
    )


def _remark(
    fields: Fields, text: str, kind: Kind, source: Source, identity: str, logins: frozenset[str]
) -> Remark:
    """E-mail addresses and IPs stand beside the name, and are not read."""
    name = _value(fields, "AUTHOR", "BLOG NAME")
    return Remark(
        id=identity,
        source=source,
        author=name,
        website=_value(fields, "URL"),
        posted_at=_moment(_value(fields, "DATE")),
        body=text,
        kind=kind,
        is_by_author=name in logins,
    )
