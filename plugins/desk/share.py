"""A draft that is shown to whoever has its address: for how long, and no longer."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from plugins.checks.inventory import waits
from plugins.checks.model import Document, Sources
from plugins.desk.edit import bytes_of, set_key, text_of
from plugins.desk.model import DeskError, Shared
from plugins.desk.ready import lacks_of
from plugins.desk.write import write_whole
from plugins.front_matter import Customs

DAYS = 30
"""For which a draft is shown."""

KEY = "Shared"


def shared_drafts(sources: Sources) -> tuple[Shared, ...]:
    """Those that a publish would show now, the first to end at the start."""
    found = (_shared(document, sources) for document in sources.documents)
    return tuple(sorted((one for one in found if one), key=lambda one: (one.until, one.path)))


def _shared(document: Document, sources: Sources) -> Shared | None:
    value = document.front.values.get("shared")
    if not isinstance(value, tuple) or not _is_unpublished(document, sources) or value[1] <= sources.now:
        return None
    return _told(document, sources, *value)


def _told(document: Document, sources: Sources, token: str, until: datetime) -> Shared:
    """As its author is told: what waits for its day is shown until then at most."""
    due = document.date if waits(document.date, sources) and document.status != "draft" else None
    end = min(until, due or until).astimezone(sources.zone)
    return Shared(document.path, document.slug, f"/preview/{token}/", end)


def _is_unpublished(document: Document, sources: Sources) -> bool:
    return document.kind == "article" and (document.status == "draft" or waits(document.date, sources))


def share(sources: Sources, name: str, customs: Customs, token: str) -> Shared:
    """Write into a draft that it is shown for thirty days from now; again, if it is shown already.

    Args:
        token: what its address is made of, where it has none.

    Raises:
        DeskError: there is no such draft, or all that it lacks.
    """
    document = _find(sources, name, "share")
    if wrong := lacks_of(document, sources, customs):
        raise DeskError("\n".join(wrong))
    known = document.front.values.get("shared")
    token = known[0] if isinstance(known, tuple) else token
    day = sources.now.astimezone(sources.zone) + timedelta(days=DAYS)
    until = day.replace(hour=0, minute=0, second=0, microsecond=0)
    _set(sources, document, f"{token} until {until:%Y-%m-%d}")
    return _told(document, sources, token, until)


def unshare(sources: Sources, name: str) -> str:
    """Take back that a draft is shown. Returns its path.

    Raises:
        DeskError: there is no such draft, or it is not shown.
    """
    document = _find(sources, name, "unshare")
    if KEY.lower() not in document.header.by_name:
        raise DeskError(f"{document.path} is not shared; there is nothing to do")
    _set(sources, document, None)
    return document.path


def _set(sources: Sources, document: Document, value: str | None) -> None:
    file = Path(sources.folder, document.place)
    data = file.read_bytes()
    text = set_key(text_of(data), KEY, value, ("title", "date", "category", "status"))
    write_whole(file, bytes_of(text, data))


def _find(sources: Sources, name: str, command: str) -> Document:
    drafts = [one for one in sources.documents if _is_unpublished(one, sources)]
    known = ", ".join(one.slug for one in drafts)
    there = f"there are {known}" if known else "there is no draft"
    if not name:
        raise DeskError(f"write make {command} ARTICLE=slug; {there}")
    found = [one for one in sources.documents if name in (one.slug, one.place, one.path)]
    if not found:
        raise DeskError(f'there is no text "{name}"; {there}')
    if found[0] not in drafts:
        raise DeskError(f"{found[0].path} is no article that waits; only a draft is shared; {there}")
    return found[0]
