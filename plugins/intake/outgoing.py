"""Telling other sites that we mention them: which links are new, and what became of each. Never by a build.

content/mentions.jsonl    one line for each mention, and for each release that was looked through
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, NamedTuple
from urllib.parse import urlencode, urlsplit

from lxml import html

from plugins.comments.moment import write_moment
from plugins.intake.endpoint import endpoint_of
from plugins.intake.fetch import Answer, ForbiddenError, Limits, Question, UnreachableError, ask
from plugins.publish.model import Manifest
from plugins.site.addresses import SHARES

MAX_TRIES: Final = 5
"""Of what may be better tomorrow."""

State = Literal["sent", "no endpoint", "not delivered", "unreachable"]
"""The last is tried again by the next run; "not delivered" only when somebody says so."""

Ask = Callable[[Question], Answer]


class Mention(NamedTuple):
    """That a page of ours links to a page of somebody else's."""

    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the ledger: what became of a mention."""

    at: str
    source: str
    target: str
    state: State
    endpoint: str = ""
    said: str = ""
    """The status that the endpoint answered with, or what is wrong."""

    tries: int = 1

    @property
    def mention(self) -> Mention:
        return Mention(self.source, self.target)


@dataclass(frozen=True, slots=True)
class Ledger:
    """What content/mentions.jsonl says."""

    told: dict[Mention, Told]
    """The last line of each."""

    release: str
    """Looked through last; empty for none."""


def read_ledger(path: Path) -> Ledger:
    """A line that was cut off by a kill counts as not written."""
    told: dict[Mention, Told] = {}
    release = ""
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        try:
            row = json.loads(line)
            release = row.get("release", release)
            if "source" in row:
                one = Told(**row)
                told[one.mention] = one
        except (ValueError, TypeError, AttributeError):
            continue
    return Ledger(told, release)


def note(path: Path, row: dict[str, object]) -> None:
    """Append a line that is on the disk when this returns."""
    has_half_a_line = path.exists() and path.stat().st_size and not path.read_bytes().endswith(b"\n")
    with path.open("a", encoding="utf-8") as ledger:
        ledger.write("\n" if has_half_a_line else "")
        ledger.write(json.dumps(row, ensure_ascii=False) + "\n")
        ledger.flush()
        os.fsync(ledger.fileno())


def links_of(page: bytes, origin: str) -> frozenset[Mention]:
    """What the text of an article or a word links to elsewhere. What its readers link to in the thread is not ours."""
    main = html.document_fromstring(page).find(".//main[@class='h-entry']")
    own = main.find("data[@class='u-url']") if main is not None else None
    if main is None or own is None:
        return frozenset()
    for thread in main.xpath(".//*[@id='comments']"):
        thread.drop_tree()
    # A release has the whole address there, a build for looking at the path alone.
    value = own.get("value", "")
    source = value if value.startswith(("https://", "http://")) else origin + value
    hrefs = (link.get("href", "").partition("#")[0] for link in main.iter("a"))
    return frozenset(Mention(source, href) for href in hrefs if _is_elsewhere(href, origin))


def _is_elsewhere(href: str, origin: str) -> bool:
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.netloc != urlsplit(origin).netloc


@dataclass(frozen=True, slots=True)
class Release:
    """A published tree."""

    folder: Path
    manifest: Manifest

    def links(self, origin: str, than: Release | None) -> set[Mention]:
        """Those of all pages that `than` has not, or has otherwise. Nobody is told of a draft that is shared."""
        same = {(file.path, file.sha256) for file in than.manifest.files} if than else set()
        found: set[Mention] = set()
        for file in self.manifest.files:
            is_public = file.path.endswith("/index.html") and not file.path.startswith(SHARES)
            if is_public and (file.path, file.sha256) not in same:
                found |= links_of((self.folder / file.path).read_bytes(), origin)
        return found


def to_tell(
    origin: str, live: Release, before: Release | None, ledger: Ledger, *, again: bool
) -> list[Mention]:
    """What is to be sent now, sorted: new links; links that were told and are gone; what could not be reached.

    Args:
        again: what was not delivered too.
    """
    now, then = live.links(origin, before), before.links(origin, live) if before else set()
    sent = {mention for mention, told in ledger.told.items() if told.state == "sent"}
    fresh = (now - then) - ledger.told.keys()
    gone = (then - now) & sent
    late = {mention for mention, told in ledger.told.items() if _is_due(told, again=again)}
    return sorted(fresh | gone | late)


def _is_due(told: Told, *, again: bool) -> bool:
    if told.state == "unreachable":
        return again or told.tries < MAX_TRIES
    return again and told.state == "not delivered"


def tell(mentions: Iterable[Mention], ledger: Ledger, now: datetime, ask_for: Ask = ask) -> Iterator[Told]:
    """Send them one after the other; each line as soon as it is known."""
    for mention in mentions:
        earlier = ledger.told.get(mention)
        told = _told(mention, write_moment(now), ask_for)
        is_next = earlier is not None and earlier.state == told.state == "unreachable"
        yield replace(told, tries=earlier.tries + 1) if earlier and is_next else told


def as_row(told: Told) -> dict[str, object]:
    """The line of the ledger."""
    return asdict(told)


def _told(mention: Mention, at: str, ask_for: Ask) -> Told:
    told = Told(at, *mention, state="unreachable")
    try:
        page = ask_for(Question(mention.target))
        endpoint = endpoint_of(page)
        if endpoint is None:
            is_late = page.status >= 500 or page.status == 429
            return replace(
                told, state="unreachable" if is_late else "no endpoint", said=f"the page: {page.status}"
            )
        told = replace(told, endpoint=endpoint)
        form = urlencode({"source": mention.source, "target": mention.target}).encode()
        answer = ask_for(Question(endpoint, "*/*", form, Limits(redirects=0)))
    except ForbiddenError as wrong:
        return replace(told, state="not delivered", said=str(wrong))
    except UnreachableError as wrong:
        return replace(told, said=str(wrong))
    if 200 <= answer.status < 300:
        return replace(told, state="sent", said=str(answer.status))
    if answer.leads_to:
        # The POST would become a GET there, which succeeds and says nothing.
        return replace(told, state="not delivered", said=f"{answer.status}, leads to {answer.leads_to}")
    is_late = answer.status >= 500 or answer.status == 429
    return replace(told, state="unreachable" if is_late else "not delivered", said=str(answer.status))
