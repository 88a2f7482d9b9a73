"""Comment files as pelican-comment-system wrote them, brought into the present form.

They have no number: the name of the file is one ("7.md"), or the thread is counted by date. They answer by
the name of a file. They have avatars, which nobody shows here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from hashlib import blake2b

from plugins.comments.header import CommentFile, Field
from plugins.comments.moment import write_moment
from plugins.source import AuthorError

KNOWN = {key.lower(): key for key in ("Author", "Date", "Website", "Replyto", "Slug", "Avatar")}

_CURRENT_NAME = re.compile(r"\d{4,}-.*", re.ASCII)
_NUMBERED_NAME = re.compile(r"0*([1-9]\d{0,6})\.md", re.ASCII)
_TIME = re.compile(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:[T ]+(\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)?)? ?(Z|[+-]\d\d:?\d\d)?", re.ASCII
)


def is_older(fields: Mapping[str, Field], name: str) -> bool:
    """A file is in the older form when nothing in it or in its name belongs to the present one."""
    return not ({"Number", "Id"} & fields.keys() or _CURRENT_NAME.fullmatch(name))


def upgrade(key: str, files: Iterable[CommentFile], zone: tzinfo, *, has_current: bool) -> list[CommentFile]:
    """Give the files of one thread the fields that the present form has.

    Args:
        key: the thread's; ids are made from it and the name of the file, so that they stay.
        zone: what times without a zone are told in.
        has_current: the thread has files of the present form too, so that no number may be made up.
    """
    dated = [_with_date(file, zone) for file in files]
    numbered = [(file, _NUMBERED_NAME.fullmatch(file.name)) for file in dated]
    if all(found for _, found in numbered):
        numbers = {file.source: int(found[1]) for file, found in numbered if found}
    elif has_current:
        return [_unnumbered(file) for file in dated]
    else:
        numbers = {file.source: number for number, file in enumerate(sorted(dated, key=_age), start=1)}
    by_name = {name: numbers[file.source] for file in dated for name in _names(file)}
    return [_upgraded(file, key, numbers[file.source], by_name) for file in dated]


def _upgraded(file: CommentFile, key: str, number: int, by_name: Mapping[str, int]) -> CommentFile:
    digest = blake2b(f"{key}/{file.name}".encode(), digest_size=8).hexdigest()
    fields = {name: field for name, field in file.fields.items() if name not in ("Slug", "Avatar")}
    fields["Number"] = Field("Number", str(number), file.source)
    fields["Id"] = Field("Id", digest, file.source)
    parent = fields.get("Replyto")
    if parent and parent.value:
        number_of_parent = by_name.get(parent.value)
        fields["Replyto"] = replace(parent, value=str(number_of_parent) if number_of_parent else None)
        if number_of_parent is None:
            file = _failed(
                file, "no such comment in this thread; write the name of its file, or delete the line", parent
            )
    return replace(file, fields=fields, is_upgraded=True)


def _unnumbered(file: CommentFile) -> CommentFile:
    fields = {
        **file.fields,
        "Number": Field("Number", None, file.source),
        "Id": Field("Id", None, file.source),
    }
    message = 'the older form in a thread with numbers; write "Number" and "Id" (docs/comment-format.md)'
    return replace(_failed(file, message), fields=fields, is_upgraded=True)


def _age(file: CommentFile) -> tuple[str, str]:
    field = file.fields.get("Date")
    return (field.value if field and field.value else "", file.name)


def _names(file: CommentFile) -> set[str]:
    """What a reply may call this file: pelican-comment-system made "7md" of "7.md", and before that "7"."""
    slug = file.fields.get("Slug")
    return {
        file.name,
        file.name.replace(".", ""),
        file.name.removesuffix(".md"),
        *([slug.value] if slug and slug.value else []),
    }


def _with_date(file: CommentFile, zone: tzinfo) -> CommentFile:
    field = file.fields.get("Date")
    if field is None or field.value is None:
        return file
    try:
        at = write_moment(_read_time(field.value, zone))
    except (ValueError, OverflowError):
        file = _failed(file, 'not a time; write it as "2014-03-21 15:02"', field)
        at = None
    return replace(file, fields={**file.fields, "Date": replace(field, value=at)})


def _read_time(text: str, zone: tzinfo) -> datetime:
    found = _TIME.fullmatch(text)
    if found is None:
        raise ValueError("not a time")
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    return datetime(year, month, day, hour, minute, second, tzinfo=_read_zone(found[7], zone))


def _read_zone(text: str | None, zone: tzinfo) -> tzinfo:
    if text is None:
        return zone
    if text == "Z":
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-offset if text[0] == "-" else offset)


def _failed(file: CommentFile, message: str, field: Field | None = None) -> CommentFile:
    finding = AuthorError(field.source if field else file.source, message)
    return replace(file, findings=(*file.findings, finding))
