"""Threads: who answers whom, which number each comment gets, and its file. Pure."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from plugins.comments.model import Comment, Kind, Notation, Role, Status
from plugins.comments.parse import parse_comment
from plugins.comments.values import ID, IMPORTED_FROM
from plugins.comments.write import file_name, write_comment
from plugins.importer.bodies import body_of, without_controls
from plugins.importer.model import File, Line, Note, Outcome, Remark, Weight
from plugins.importer.moments import read_moment
from plugins.importer.names import NOBODY, author_of, website_of, without_addresses
from plugins.source import Source

PREFIXES: Final = {"wordpress": "wp", "disqus": "dq", "blogger": "bl", "movabletype": "mt"}
REASONS: Final = {
    "spam": "it was spam",
    "trash": "it was in the trash",
    "deleted": "it was deleted, and nothing answers it",
    "internal": "a note between people who wrote or ran the old site, which readers never saw",
}
STAYS: Final = Note(
    "it waits to be approved: approve it there and import again, or --pending hands it to the comment desk",
    Weight.SMALL,
)
FIRST: Final = datetime(1970, 1, 1, tzinfo=UTC)
NOT_IN_ID: Final = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Placed:
    """A comment in its thread."""

    number: int
    remark: Remark
    replyto: int | None
    notes: tuple[Note, ...]
    depth: int = 0
    """0 at the top, 1 for what answers that."""


@dataclass(frozen=True, slots=True)
class ThreadPlan:
    """What is known of a thread before its comments are placed."""

    system: str
    key: str
    """Its folder under comments/."""

    posted_at: datetime
    """For comments without a time that can be read."""

    now: datetime
    numbers: Mapping[str, int]
    """Id in the source → number of what was imported before."""

    last: int = 0
    """The highest number that the thread has already."""

    gone: frozenset[str] = frozenset()
    """Ids in the source of what was imported before and deleted here."""

    takes_pending: bool = False
    """Whether what waits to be approved goes to the comment desk: then nothing is said of it here."""


def place(remarks: Sequence[Remark], thread: ThreadPlan) -> tuple[list[Placed], list[Line]]:
    """Number what readers saw: by time, but never before what it answers. And what becomes of all else.

    Numbers of before stay; new comments come after them.
    """
    shown, lines = _shown(remarks, thread)
    by_id = {remark.id: remark for remark in shown}
    parents, notes = _parents(shown, by_id, {remark.id for remark in remarks})
    for one in [one for one, parent in parents.items() if parent in thread.gone]:
        del parents[one]
        notes.setdefault(one, []).append(
            Note("what it answers was deleted here; it stands at the top", Weight.DOUBT)
        )
    times = {remark.id: _time(remark, thread, notes) for remark in shown}
    numbers = {one: number for one, number in thread.numbers.items() if one in by_id}
    numbers |= _numbers_of_ours(shown, parents, set(numbers.values()))
    waiting: dict[str, list[str]] = {}
    ready: list[tuple[datetime, tuple[int, str], str]] = []
    for remark in shown:
        if remark.id in numbers:
            continue
        parent = parents.get(remark.id, "")
        if parent and parent not in numbers:
            waiting.setdefault(parent, []).append(remark.id)
        else:
            heapq.heappush(ready, (times[remark.id], _order(remark.id), remark.id))
    number, newest = max(thread.last, *numbers.values(), 0), FIRST
    while ready:
        at, _, one = heapq.heappop(ready)
        number += 1
        numbers[one] = number
        if at < newest:
            notes.setdefault(one, []).append(
                Note("it is older than what it answers; its number comes after that", Weight.SMALL)
            )
        newest = max(newest, at)
        for child in waiting.pop(one, ()):
            heapq.heappush(ready, (times[child], _order(child), child))
    for one, parent in list(parents.items()):
        if numbers[parent] > numbers[one]:  # its number is from an import that did not have the parent
            del parents[one]
            why = f"what it answers came later, as number {numbers[parent]}; it stands at the top"
            notes.setdefault(one, []).append(Note(why, Weight.DOUBT))
    placed = [
        Placed(
            numbers[one.id],
            replace(one, posted_at=times[one.id]),
            numbers.get(parents.get(one.id, "")),
            tuple(notes.get(one.id, ())),
        )
        for one in shown
    ]
    return _with_depths(sorted(placed, key=lambda one: one.number)), lines


def _with_depths(placed: Sequence[Placed]) -> list[Placed]:
    depths: dict[int | None, int] = {None: -1}
    for one in placed:  # what is answered comes before its answers
        depths[one.number] = depths.get(one.replyto, 0) + 1
    return [replace(one, depth=depths[one.number]) if depths[one.number] else one for one in placed]


def _numbers_of_ours(shown: Sequence[Remark], parents: Mapping[str, str], taken: set[int]) -> dict[str, int]:
    """Of an export of ours: the numbers by which people quote its comments, where they can be."""
    found: dict[str, int] = {}
    for remark in sorted(shown, key=_own_number):
        number, parent = _own_number(remark), parents.get(remark.id)
        if number and number not in taken and (parent is None or found.get(parent, number) < number):
            found[remark.id] = number
            taken.add(number)
    return found


def _own_number(remark: Remark) -> int:
    number = remark.own.get("Number", "")
    return int(number) if number.isdecimal() and len(number) < 8 else 0


def _order(identity: str) -> tuple[int, str]:
    return int(identity) if identity.isdecimal() and len(identity) < 25 else 0, identity


def _shown(remarks: Sequence[Remark], thread: ThreadPlan) -> tuple[list[Remark], list[Line]]:
    answered = _answered(remarks)
    shown: dict[str, Remark] = {}
    lines: list[Line] = []
    for remark in remarks:
        if remark.id in shown:
            lines.append(
                _skipped(remark, Note("it is in the export already, with the same id", Weight.SMALL))
            )
        elif remark.state == "approved" or (remark.state == "deleted" and remark.id in answered):
            shown[remark.id] = remark
        elif remark.state == "pending":
            lines += [] if thread.takes_pending else [_skipped(remark, STAYS)]
        else:
            lines.append(_skipped(remark, Note(REASONS[remark.state])))
    return list(shown.values()), lines


def _answered(remarks: Sequence[Remark]) -> set[str]:
    """Ids of what has an answer that is shown, however far below."""
    by_id = {remark.id: remark for remark in remarks}
    found: set[str] = set()
    for remark in remarks:
        one = remark
        while remark.state == "approved" and one.parent and one.parent not in found and one.parent in by_id:
            found.add(one.parent)
            one = by_id[one.parent]
    return found


def _skipped(remark: Remark, note: Note) -> Line:
    return Line(remark.source, "comment", remark.id, Outcome.SKIPPED, (note,))


def _parents(
    shown: Sequence[Remark], by_id: Mapping[str, Remark], known: set[str]
) -> tuple[dict[str, str], dict[str, list[Note]]]:
    """What each answers, without what is missing and without circles."""
    parents: dict[str, str] = {}
    notes: dict[str, list[Note]] = {}
    for remark in shown:
        if not remark.parent:
            continue
        if remark.parent == remark.id:
            notes[remark.id] = [Note("it answers itself; it stands at the top", Weight.SMALL)]
        elif remark.parent not in by_id:
            what = "was not approved" if remark.parent in known else "is not in this thread"
            notes[remark.id] = [Note(f"what it answers {what}; it stands at the top", Weight.DOUBT)]
        else:
            parents[remark.id] = remark.parent
    done: set[str] = set()
    for start in list(parents):
        way: list[str] = []
        one = start
        while one in parents and one not in done and one not in way:
            way.append(one)
            one = parents[one]
        if one in way:
            first = min(way[way.index(one) :], key=_order)
            del parents[first]
            notes.setdefault(first, []).append(
                Note("it answers what answers it; it stands at the top", Weight.DOUBT)
            )
        done.update(way)
    return parents, notes


def _time(remark: Remark, thread: ThreadPlan, notes: dict[str, list[Note]]) -> datetime:
    at = remark.posted_at
    if at is None or at < FIRST:
        notes.setdefault(remark.id, []).append(
            Note("its time cannot be read; it has that of its article", Weight.SMALL)
        )
        return max(thread.posted_at, FIRST)
    if at > thread.now:
        notes.setdefault(remark.id, []).append(
            Note("its time was to come; it has that of the import", Weight.SMALL)
        )
        return thread.now
    return at


def write_thread(placed: Sequence[Placed], thread: ThreadPlan) -> Iterator[tuple[File | None, Line]]:
    """The file of each comment, and its line in the ledger."""
    for one in placed:
        comment, notes = _comment(one, thread)
        folder = f"comments/{thread.key}"
        path = f"{folder}/{file_name(comment)}"
        text = write_comment(comment)
        notes = (*one.notes, *notes)
        if wrong := parse_comment(text.encode(), path)[1]:
            note = Note(f"it cannot be a comment here: {wrong[0].message}", Weight.LOSS)
            yield None, Line(one.remark.source, "comment", one.remark.id, Outcome.SKIPPED, (*notes, note))
            continue
        outcome = Outcome.CHANGED if notes else Outcome.KEPT
        if one.depth > 1:
            notes += (
                Note(
                    f"answers at depth {one.depth}: pages show two levels, and that it answers {one.replyto}"
                ),
            )
        yield File(path, text), Line(one.remark.source, "comment", one.remark.id, outcome, notes, path)


def _comment(placed: Placed, thread: ThreadPlan) -> tuple[Comment, tuple[Note, ...]]:
    remark, notes = placed.remark, list[Note]()
    is_deleted = remark.state == "deleted"
    website = website_of(remark.website)
    if remark.website.strip() not in ("", "http://", "https://") and website is None:
        notes.append(Note("its website is no address, and left out", Weight.SMALL))
    kind = remark.kind
    if kind is not Kind.COMMENT and website is None and not is_deleted:
        notes.append(Note(f"a {kind} without the page that it came from; it is a comment", Weight.SMALL))
        kind = Kind.COMMENT
    body, notation, more = ("", Notation.MARKDOWN, ()) if is_deleted else _body_of(remark)
    if not body and kind is Kind.COMMENT and not is_deleted:
        body, more = "…", (Note("it has no words", Weight.SMALL),)
    author = "" if is_deleted else author_of(remark.author)
    if author == NOBODY and remark.author.strip() not in ("", NOBODY):
        notes.append(Note("its name was none that may be shown; it is by Anonymous", Weight.SMALL))
    own = remark.own
    comment = Comment(
        number=placed.number,
        id=id_of(remark, thread.system),
        posted_at=remark.posted_at or thread.posted_at,
        author=author,
        body=body,
        source=Source(""),
        website=website if kind is Kind.COMMENT and not is_deleted else None,
        role=Role.AUTHOR if remark.is_by_author else Role.READER,
        kind=kind,
        replyto=placed.replyto,
        source_url=website if kind is not Kind.COMMENT and not is_deleted else None,
        status=Status.DELETED if is_deleted else Status.PUBLISHED,
        imported_from=own.get("Imported-From", f"{thread.system}:{NOT_IN_ID.sub('-', remark.id)[:90]}")
        if not own or IMPORTED_FROM.fullmatch(own.get("Imported-From", ""))
        else None,
        modified_at=read_moment(own.get("Modified", "")),
        notation=notation,
    )
    return comment, (*notes, *more)


def id_of(remark: Remark, system: str) -> str:
    """The id of a comment here, by which it is known when it comes again."""
    own = remark.own.get("Id", "")
    return (
        own
        if ID.fullmatch(own)
        else f"{PREFIXES.get(system, system[:8])}{NOT_IN_ID.sub('-', remark.id)[:50]}"
    )


def _body_of(remark: Remark) -> tuple[str, Notation, tuple[Note, ...]]:
    """As its file had it, where an export of ours says so."""
    if "body" not in remark.own:
        return body_of(remark.body)
    notation = Notation.HTML if remark.own.get("Markup") == "html" else Notation.MARKDOWN
    return without_addresses(without_controls(remark.own["body"])), notation, ()
