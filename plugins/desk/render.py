"""Model to output: what the commands say."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC
from typing import TYPE_CHECKING

from plugins.desk.model import Queue, Shared, State
from plugins.desk.state import say_when
from plugins.site.texts import Changes, say_count

SHOWN = 10
"""Lines of one kind, in status."""

if TYPE_CHECKING:
    from pathlib import Path

    from plugins.desk.begin import Facts
    from plugins.desk.ready import Ready


def render_begun(facts: Facts, article: Path) -> str:
    """What was made, what of it is permanent, and what comes next."""
    return f"""{facts.folder}: a publication with one article, two words and three pages
Permanent from the first publish on, in {facts.folder}/pelicanconf.py; look at it now:
  ID_AUTHORITY = "{facts.authority}"   part of the id of everything in a feed; keep it when you move
  FEED_SIZE = 20   items in one archive of a feed
  addresses: {facts.address}/<year>/<name of the file>/
Next: cd {shlex.quote(str(facts.folder))} && make publish, then make serve. {article} is there to be changed."""


def render_ready(ready: Ready, site: str) -> str:
    """When it goes out, and what of it will be public then. `site` is where, without its last "/"."""
    when = "with the next make publish" if ready.is_due else f"on {ready.at:%A %Y-%m-%d at %H.%M %Z}"
    lines = [f"{ready.path}: no draft any more; public {when}:", f"  {site}{ready.address}"]
    lines += [f"  the word {word}" for word in ready.words] + [
        f"  {site}/images/{name}" for name in ready.images
    ]
    if not ready.is_due:
        lines.append("Publish once after that time: make publish, by hand or by a timer")
    return "\n".join(lines)


def render_shared(shared: Shared, site: str) -> str:
    """Where a draft can be read, from when on, and until when."""
    until = f"{shared.until:%A %Y-%m-%d}"
    return f"""{shared.path}: from the next make publish on whoever has this address reads it, until {until}:
  {site}{shared.address}
make unshare ARTICLE={shared.slug} ends it before; make publish takes it away, by hand or by a timer"""


def render_state(state: State) -> str:
    """What a publish would show, then what waits, one thing a line."""
    rows = [(f"{number:,}", kind if number == 1 else f"{kind}s") for kind, number in state.counts.items()]
    rows += [(f"{state.reading:,}", "words to read in articles"), *_waiting(state), ("", _release(state))]
    rows += [("", _next(state.changes))] if state.changes is not None else []
    width = max(len(what) for what, _ in rows)
    return "\n".join(f"{what:>{width}}  {text}" for what, text in rows)


def _waiting(state: State) -> Iterator[tuple[str, str]]:
    """What waits for the author, and how that is called."""
    yield from _some("stops", state.wrong, "finding", "at which a publish stops: make check")
    for draft in state.drafts:
        lacks = f", lacks {say_count(len(draft.lacks), 'thing')}" if draft.lacks else ""
        age = say_count(draft.days, "day")
        yield "draft", f"{draft.path}, {age} old, {say_count(draft.words, 'word')}{lacks}"
    for share in state.shared:
        yield "shared", f"{share.path}, until {share.until:%Y-%m-%d}, at {share.address}"
    for due_at, path in state.scheduled:
        yield "due", f"{path}, {say_when(due_at, state.now)}"
    if state.queue:
        yield from _waiting_comments(state.queue)
    asked = [f"{one.author}, {one.thread} {one.number}, {one.asked_at:%Y-%m-%d}" for one in state.questions]
    yield from _some("asks", asked, "question", "without an answer")
    for place in state.unchecked:
        yield "old", f"{place}, law and figures looked up more than a year ago"
    for since, place in state.reviews:
        yield "review", f"{place}, to be looked at again since {since:%Y-%m-%d}"
    yield from _waiting_words(state)
    for path in state.uncommitted:
        yield "commit", f"{path}, which says what was published"


def _waiting_comments(queue: Queue) -> Iterator[tuple[str, str]]:
    if queue.since:
        yield "decide", f"{say_count(queue.waiting, 'comment')}, since {queue.since:%Y-%m-%d}: make moderate"
    if queue.unwritten:
        yield "write", f"{say_count(queue.unwritten, 'comment')} approved: make comments"


def _waiting_words(state: State) -> Iterator[tuple[str, str]]:
    for word, place in state.unwritten:
        yield "later", f"{word}, {place}"
    alone = [f"{word}, nothing leads to it" for word in state.unused]
    yield from _some("alone", alone, "word", "to which nothing leads")


def _some(name: str, lines: Sequence[str], one: str, what: str) -> Iterator[tuple[str, str]]:
    """The first of them, and how many there are more."""
    yield from ((name, line) for line in lines[:SHOWN])
    if (more := len(lines) - SHOWN) > 0:
        yield "", f"and {say_count(more, one)} more {what}"


def _next(changes: Changes) -> str:
    parts = [("new", changes.new), ("changed", changes.changed), ("gone", changes.gone)]
    said = ", ".join(f"{say_count(len(texts), 'text')} {what}" for what, texts in parts if texts)
    return f"make publish would show: {said}" if said else "make publish would change no text"


def state_as_data(state: State) -> str:
    """JSON, as docs/status.md says."""
    data = asdict(state) | {
        "scheduled": [{"at": at.isoformat(), "path": path} for at, path in state.scheduled],
        "reviews": [{"since": since.isoformat(), "place": place} for since, place in state.reviews],
        "unwritten": [{"word": word, "place": place} for word, place in state.unwritten],
    }
    if state.changes:
        names = ("new", "changed", "gone")
        data["changes"] = {
            name: [{"kind": text.kind, "name": text.name} for text in getattr(state.changes, name)]
            for name in names
        }
    return json.dumps(data, ensure_ascii=False, indent=2, default=lambda at: at.isoformat())


def _release(state: State) -> str:
    if state.released_at is None:
        return "nothing released yet: make publish"
    return f"last release {state.release}, {state.released_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
