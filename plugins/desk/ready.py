"""A draft becomes an article: what it still lacks, and what will be public of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from plugins.checks.model import Document, Finding, Sources
from plugins.checks.parse import parse_document
from plugins.checks.rules import every_finding, every_warning
from plugins.checks.source_rules import address_of
from plugins.clock import DateError, doubt, read_date
from plugins.desk.edit import bytes_of, set_key, text_of
from plugins.desk.model import DeskError
from plugins.desk.write import write_whole
from plugins.front_matter import Customs


@dataclass(frozen=True, slots=True)
class Ready:
    """What an author is told."""

    path: str
    at: datetime
    """In the zone of the publication."""

    is_due: bool
    address: str
    words: tuple[str, ...]
    """Heads that it defines, as printed."""

    images: tuple[str, ...]


def draft_of(sources: Sources, name: str) -> Document:
    """The draft with this slug, or at this path.

    Raises:
        DeskError: there is none, or it is no draft.
    """
    found = [one for one in sources.documents if name and name in (one.slug, one.place, one.path)]
    drafts = [one for one in sources.documents if one.status == "draft"]
    if not found:
        known = ", ".join(one.slug for one in drafts)
        there = f"there are {known}" if known else "there is no draft"
        raise DeskError(
            f"write make ready ARTICLE=slug; {there}" if not name else f'there is no text "{name}"; {there}'
        )
    if found[0] not in drafts:
        since = f", from its Date: {found[0].value('date')} on; change that line to move it"
        is_public = found[0].status == "published" and found[0].value("date")
        raise DeskError(
            f"{found[0].path} is {found[0].status} already{since if is_public else '; there is nothing to do'}"
        )
    return found[0]


def text_when_ready(data: bytes, at: datetime) -> bytes:
    """The file of a draft as it is when it is published at this time."""
    text = set_key(set_key(text_of(data), "Status", None), "Shared", None)
    return bytes_of(set_key(text, "Date", f"{at:%Y-%m-%d %H:%M}", ("title",)), data)


def as_published(sources: Sources, files: Mapping[str, bytes], customs: Customs) -> Sources:
    """As it would be if these drafts were published now. `files`: place → bytes of the file."""
    changed = {
        document.path: parse_document(
            text_when_ready(files[document.place], sources.now.astimezone(sources.zone)),
            document.path,
            document.place,
            document.kind,
            customs,
        )
        for document in sources.documents
        if document.place in files
    }
    return replace(
        sources, documents=tuple(changed.get(document.path, document) for document in sources.documents)
    )


def drafts_in(sources: Sources) -> dict[str, bytes]:
    """Place → bytes of every draft, as it is on disk."""
    return {
        document.place: Path(sources.folder, document.place).read_bytes()
        for document in sources.documents
        if document.status == "draft"
    }


def missing(sources: Sources, files: Mapping[str, bytes], customs: Customs) -> dict[str, tuple[Finding, ...]]:
    """What drafts lack before they can go out: path → findings, and warnings of their texts.

    Lines are those of the drafts as they will be, which have one line less above their text.
    """
    if not files:
        return {}
    published = as_published(sources, files, customs)
    found: dict[str, list[Finding]] = {
        document.path: [] for document in sources.documents if document.place in files
    }
    for finding in (*every_finding(published), *every_warning(published)):
        if finding.source.path in found:
            found[finding.source.path].append(_in_the_draft(finding, sources, published))
    return {path: tuple(findings) for path, findings in found.items()}


def lacks_of(draft: Document, sources: Sources, customs: Customs) -> tuple[str, ...]:
    """What is wrong with a draft if it is published now, a line each."""
    published = as_published(sources, {draft.place: Path(sources.folder, draft.place).read_bytes()}, customs)
    wrong = [finding for finding in every_finding(published) if finding.source.path == draft.path]
    return tuple(str(_in_the_draft(one, sources, published)) for one in wrong)


def _in_the_draft(finding: Finding, sources: Sources, published: Sources) -> Finding:
    """The finding at its line in the file as it is now."""
    path = finding.source.path
    before, after = (
        next(one for one in picture.documents if one.path == path).body_line
        for picture in (sources, published)
    )
    down = before - after if finding.source.line >= after else 0
    message = finding.message.removesuffix(', or "Status: draft"')  # which it has
    return replace(finding, source=finding.source.down(down), message=message)


def make_ready(sources: Sources, name: str, at: str, customs: Customs) -> Ready:
    """Take a draft to published, dated now or `at`. Nothing is written if anything is wrong with it.

    Raises:
        DeskError: it is no draft, the date is none, or all that it lacks.
    """
    draft = draft_of(sources, name)
    file = Path(sources.folder, draft.place)
    when = _read_at(at, sources)
    data = file.read_bytes()
    if wrong := lacks_of(draft, sources, customs):
        raise DeskError("\n".join(wrong))
    text = text_when_ready(data, when)
    document = parse_document(text, draft.path, draft.place, draft.kind, customs)
    write_whole(file, text)
    images = dict.fromkeys(
        one.typed.rpartition("/images/")[2] for one in draft.body.addresses if "/images/" in one.typed
    )
    return Ready(
        draft.path,
        when,
        when <= sources.now,
        address_of(document),
        tuple(entry.headword for entry in sources.entries.get(draft.path, ())),
        tuple(images),
    )


def _read_at(at: str, sources: Sources) -> datetime:
    if not at:
        return sources.now.astimezone(sources.zone)
    try:
        when = read_date(at, sources.zone).astimezone(sources.zone)
    except DateError as wrong:
        raise DeskError(f"AT: {wrong}") from None
    if wrong_day := doubt(when, sources.now):
        raise DeskError(f"AT: {wrong_day}")
    return when
