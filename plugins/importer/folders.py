"""Folders of texts for Hugo, Jekyll or Pelican: Markdown below a header in YAML, in TOML, or of lines.

Liquid and shortcodes stay where they are, and are told.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time
from html import escape
from typing import Any, Final

import yaml

from plugins.header import read_header
from plugins.importer.model import Export, Index, Item, Outcome, Post, Thing
from plugins.importer.moments import read_moment
from plugins.importer.stream import Mended, Part, text_of
from plugins.source import AuthorError, Source

SYSTEM: Final = "folder"
TEXT: Final = re.compile(r".*\.(?:md|markdown|mkd|mdown)", re.IGNORECASE | re.DOTALL)
FENCED: Final = re.compile(
    r"\A\s*(?P<mark>---|\+\+\+)[ \t]*\n(?P<header>.*?)(?:^|\n)(?P=mark)[ \t]*(?:\n|\Z)", re.DOTALL
)
DATED: Final = re.compile(r"(?P<date>\d{4}-\d\d-\d\d)-(?P<slug>.+)")
LIQUID: Final = re.compile(r"\{%-?\s*(?P<liquid>\w+)|\{\{[<%]\s*/?\s*(?P<shortcode>[\w-]+)")
LONGEST_HEADER: Final = 100_000

Header = Mapping[str, Any]


def is_text(name: str) -> bool:
    """Whether a file of this name is Markdown."""
    return TEXT.fullmatch(name) is not None


def open_export(parts: Sequence[Part], logins: frozenset[str], mended: Mended) -> Export:  # noqa: ARG001
    """All texts in the folder; the place of a file in it is its id, whatever path somebody typed."""
    texts = [part for part in parts if is_text(part.name)]
    headers = {part.name: _read(text_of(part, mended), part.name)[0] for part in texts}
    del headers  # read once, so that all that is wrong with one is told before anything is made

    def things() -> Iterator[Thing]:
        for part in texts:
            header, body, line = _read(text_of(part), part.name)
            if header:
                yield _post(part, header, body)
            else:
                why = "it has no header that says what it is"
                yield Item("file", part.place, Source(part.name, line), Outcome.SKIPPED, why)

    return Export(SYSTEM, Index(SYSTEM), things, lambda: {"item": len(texts)})


def _read(text: str, path: str) -> tuple[Header, str, int]:
    """Header by keys in lower case, body, and the line in which that begins."""
    text = text.replace("\r\n", "\n")
    found = FENCED.match(text)
    if found is None:
        ours = read_header(text)
        fields = {field.name: field.value for field in ours.fields if field.value}
        return fields, ours.body if fields else text, ours.body_line
    line = found[0].count("\n") + 1
    if len(found["header"]) > LONGEST_HEADER:
        raise AuthorError(Source(path), "a header of more than 100,000 characters; is it one?")
    try:
        read = tomllib.loads(found["header"]) if found["mark"] == "+++" else yaml.safe_load(found["header"])
    except (yaml.YAMLError, tomllib.TOMLDecodeError, ValueError, RecursionError) as wrong:
        what = " ".join(str(wrong).split())[:200]
        raise AuthorError(Source(path, 2), f"a header that cannot be read ({what}); mend it") from None
    header = {str(key).lower(): value for key, value in read.items()} if isinstance(read, dict) else {}
    return header, text[found.end() :], line


def _post(part: Part, header: Header, body: str) -> Post:
    path = part.name
    name = re.split("[/!]", path)[-1].rpartition(".")[0]
    folder = (re.split("[/!]", path)[-2:-1] or [""])[0]
    dated = DATED.fullmatch(name)
    slug = _words(header, "slug") or (
        dated["slug"] if dated else folder if name in ("index", "_index") else name
    )
    at = (
        _moment(header.get("date"))
        or _moment(header.get("published"))
        or _moment(dated["date"] if dated else None)
    )
    is_draft = header.get("draft") in (True, "true", "yes") or header.get("published") in (
        False,
        "false",
        "no",
    )
    is_draft = is_draft or _words(header, "status").lower() == "draft" or "_drafts" in path
    categories = [*_names(header, "category"), *_names(header, "categories")]
    kind = "page" if at is None and not is_draft else "post"
    return Post(
        id=part.place,
        source=Source(path),
        kind="page" if kind == "page" else "post",
        title=escape(_words(header, "title")),
        body=body.strip("\n"),
        writing="markdown",
        status="draft" if is_draft else "published",
        published_at=at,
        modified_at=_moment(
            next((header[one] for one in ("lastmod", "updated", "modified") if one in header), None)
        ),
        slug=slug,
        link=_words(header, "url", "permalink"),
        guid=_words(header, "id", "guid"),
        category=categories[0] if categories else "",
        categories=tuple(categories[1:]),
        tags=tuple(_names(header, "tags")),
        authors=(*_names(header, "author"), *_names(header, "authors")),
        summary=escape(_words(header, "summary", "description", "excerpt")),
        was_at=tuple(_names(header, "aliases") + _names(header, "redirect_from")),
        marks=tuple(_marks(body)),
    )


def _words(header: Header, *names: str) -> str:
    found = (header[name] for name in names if name in header)
    return next((" ".join(str(one).split()) for one in found if isinstance(one, (str, int, float))), "")


def _names(header: Header, name: str) -> list[str]:
    value = header.get(name)
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return (
        [str(one).strip() for one in value if isinstance(one, (str, int))] if isinstance(value, list) else []
    )


def _moment(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    return read_moment(str(value)) if isinstance(value, str) else None


def _marks(body: str) -> list[str]:
    """What another program would fill in."""
    found = ((one["liquid"], one["shortcode"]) for one in LIQUID.finditer(body))
    return sorted(
        {f"{{% {liquid} %}}" if liquid else f"{{{{< {shortcode} >}}}}" for liquid, shortcode in found}
    )
