"""From an approved row to its file in content/comments/. Done again it does nothing; killed anywhere it is done again.

The file comes first, its row is told after: what is there with the right id is done, whatever the row says.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from plugins.comments.model import Comment, Kind, Role, Status
from plugins.comments.parse import parse_comment
from plugins.comments.values import ID
from plugins.comments.write import file_name, write_comment
from plugins.intake.model import DeskError, Entry, moment_of
from plugins.source import Source

NAME = re.compile(r"0*([1-9]\d{0,6})-(.+)\.md", re.ASCII)

KEY = re.compile(r"(?:dictionary/)?[^/\\\x00]{1,255}")
"""What the key of a thread may look like: it becomes a folder."""


@dataclass(frozen=True, slots=True)
class Approved:
    """What a file is made from: the same whether it came from the database or over the network."""

    thread_key: str
    thread_id: str
    version: str
    comment: Comment


class Stranded(str):
    """What is said of a comment that waits for an article that is gone: no reason to stop, all others are written."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one."""

    approved: Approved
    path: Path
    is_new: bool
    """False where the file was there already, as it should be."""

    @property
    def number(self) -> int:
        return self.approved.comment.number


def approved_of(entry: Entry, thread_key: str) -> Approved:
    """From a row that has its number."""
    is_comment = entry.kind in ("comment", "mail")
    comment = Comment(
        number=entry.number or 0,
        id=entry.comment_id,
        posted_at=moment_of(entry.posted_at or entry.received_at),
        author=entry.author,
        body=entry.body,
        source=Source(""),
        website=entry.website if is_comment else None,
        role=Role(entry.role),
        kind=Kind.COMMENT if is_comment else Kind(entry.kind),
        replyto=entry.replyto,
        source_url=None if is_comment else entry.source,
        modified_at=moment_of(entry.modified_at) if entry.modified_at else None,
    )
    if entry.deleted_at:
        comment = replace(comment, status=Status.DELETED, author="", body="", website=None, source_url=None)
    return Approved(thread_key, entry.thread_id, entry.version, comment)


def as_data(one: Approved) -> dict[str, Any]:
    """For the author's machine."""
    return {
        "thread": one.thread_key,
        "thread_id": one.thread_id,
        "version": one.version,
        "id": one.comment.id,
        "number": one.comment.number,
        "file": write_comment(one.comment),
    }


def from_data(data: Any) -> Approved:
    """The inverse of `as_data`. Nothing is believed: what comes is parsed as any file is.

    Raises:
        DeskError: it is no comment, or of no thread that could be.
    """
    try:
        name = f"{int(data['number']):04}-{data['id']}.md"
        key, identity, version = str(data["thread"]), str(data["thread_id"]), str(data["version"])
        comment, findings = parse_comment(str(data["file"]).encode(), name)
    except (KeyError, TypeError, ValueError):
        raise DeskError("the desk answered something that is no comment; is it the same version?") from None
    if comment is None or not KEY.fullmatch(key) or key.split("/")[-1] in (".", ".."):
        raise DeskError(f"the desk sent no comment that could be written: {'; '.join(map(str, findings))}")
    return Approved(key, identity, version, comment)


def highest_in(folder: Path) -> int:
    """The highest number in the folder of a thread; 0 where there is none."""
    return max((number for number, _ in _names(folder)), default=0)


def _names(folder: Path) -> Iterator[tuple[int, str]]:
    """Number and id of each file."""
    try:
        names = sorted(path.name for path in folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return
    for name in names:
        if found := NAME.fullmatch(name):
            yield int(found[1]), found[2]


@contextmanager
def only_writer(content: Path) -> Iterator[Path]:
    """The folder of the threads, which nobody else writes to meanwhile. Nothing is left behind by it."""
    folder = content / "comments"
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(handle)


def write_one(folder: Path, approved: Approved) -> Done:
    """The file of one comment, in the folder of all threads, which is locked.

    A number that another file has is not taken: nothing was published under it, and the next one is given.

    Raises:
        DeskError: what was written cannot be read again; nothing is left of it.
    """
    comment = approved.comment
    if not ID.fullmatch(comment.id) or not KEY.fullmatch(approved.thread_key):
        raise DeskError(f"{approved.thread_key}: no name for a file")
    thread = folder / approved.thread_key
    held = {identity: number for number, identity in _names(thread)}
    _clear(thread, comment.id)
    if comment.id in held:
        return _rewrite(thread, approved, held[comment.id])
    numbers = {number for number, _ in _names(thread)}
    if comment.number in numbers:
        comment = replace(comment, number=max(numbers) + 1)
    done = replace(approved, comment=comment)
    return Done(done, _put(thread, comment), is_new=True)


def _rewrite(thread: Path, approved: Approved, number: int) -> Done:
    """The file is there. It is written again where something was decided that it does not say: an author's own
    corrections of it stay."""
    comment = replace(approved.comment, number=number)
    path = thread / file_name(comment)
    there, _ = parse_comment(path.read_bytes(), path.name)
    is_newer = there is not None and (
        (comment.is_deleted and not there.is_deleted)
        or (
            comment.modified_at is not None
            and not there.is_deleted
            and (there.modified_at is None or there.modified_at < comment.modified_at)
        )
    )
    if is_newer:
        _put(thread, comment)
    return Done(replace(approved, comment=comment), path, is_new=is_newer)


def _clear(thread: Path, identity: str) -> None:
    """What a writer that was killed has left."""
    with suppress(FileNotFoundError, NotADirectoryError):
        for path in list(thread.iterdir()):
            if path.name.startswith(".") and path.name.endswith(f"-{identity}.md.part"):
                path.unlink()


def _put(thread: Path, comment: Comment) -> Path:
    text = write_comment(comment).encode()
    parsed, findings = parse_comment(text, file_name(comment))
    if parsed is None or parsed.body != comment.body:
        raise DeskError(
            f"comment {comment.id} cannot be written: {'; '.join(map(str, findings)) or 'it would change'}"
        )
    if not thread.is_dir():
        thread.mkdir(parents=True)
        _sync(thread.parent)
    path = thread / file_name(comment)
    half = thread / f".{path.name}.part"
    with half.open("xb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
    _sync(thread)
    if path.read_bytes() != text:
        raise DeskError(f"{path}: the disk gave back something else than was written")
    return path


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_all(
    content: Path,
    read: Callable[[], list[Approved]],
    tell: Callable[[Done], bool],
    place: Callable[[Approved], Approved | None],
) -> tuple[list[Done], list[str]]:
    """Write everything that is approved, and tell the desk of each.

    Args:
        read: what is approved and has no file, or the first of it; asked again when that is written, and after a
            number had to change, for others follow it.
        tell: that a file is there. False: something was decided since, and it is read again.
        place: as content/ takes it, under the key that its thread has now; None where there is no thread.

    Returns:
        What was done, and what could not be, each in a sentence.
    """
    done: list[Done] = []
    faults: dict[str, str] = {}
    with only_writer(content) as folder:
        waiting, count = read(), 0
        while waiting or len(done) > count:
            if not waiting:  # a desk elsewhere names some at a time
                waiting, count = read(), len(done)
                continue
            one = waiting.pop(0)
            if one.comment.id in faults:
                continue
            placed = place(one)
            if placed is None:
                faults[one.comment.id] = Stranded(
                    f'content has no article or word "{one.thread_key}": comment {one.comment.number} waits for it'
                )
                continue
            try:
                written = write_one(folder, placed)
            except DeskError as wrong:
                faults[one.comment.id] = str(wrong)
                continue
            is_final = tell(written)
            if is_final:
                done.append(written)
            if not is_final or written.number != one.comment.number:
                waiting = read()
    return done, list(faults.values())
