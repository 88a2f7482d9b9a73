"""From comment files to threads, with all that is wrong with them at once. Pure: the caller reads the files.

Format: docs/comment-format.md.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, tzinfo

from plugins.comments import older
from plugins.comments.header import CommentFile, FieldReader, split_file
from plugins.comments.model import (
    BODY_LIMIT,
    IMPORTED_BODY_LIMIT,
    Comment,
    Kind,
    Notation,
    Role,
    Status,
    Thread,
)
from plugins.comments.values import (
    read_author,
    read_choice,
    read_id,
    read_imported_from,
    read_moment,
    read_number,
    read_web_address,
)
from plugins.keys import keys_of
from plugins.source import AuthorError, Source

KNOWN = {name: key.name for name, key in keys_of("comment").items()}

CURRENT_NAME = re.compile(r"0*([1-9]\d{0,6})-.*\.md", re.ASCII)


def parse_comment(data: bytes, path: str) -> tuple[Comment | None, tuple[AuthorError, ...]]:
    """Read one comment file.

    Args:
        data: the file as it is on disk.
        path: for messages, from where the author works; its last part is checked against number and id.

    Returns:
        The comment, or None when anything is wrong; and all that is wrong.
    """
    return _understand(split_file(data, path, KNOWN))


def parse_thread(
    key: str, files: Mapping[str, bytes], older_zone: tzinfo = UTC
) -> tuple[Thread, tuple[AuthorError, ...]]:
    """Read the folder of one thread.

    Args:
        key: the folder's name under content/comments/.
        files: path → what is in the file; the order does not matter.
        older_zone: what the times of files in the older form are told in.

    Returns:
        The thread of those comments that are right, and everything that is wrong with the others.
    """
    current: list[CommentFile] = []
    before: list[CommentFile] = []
    findings: list[AuthorError] = []
    for path in sorted(files):
        if not path.endswith(".md"):
            findings.append(
                AuthorError(Source(path), 'not a comment file; name it "0001-<id>.md" or move it away')
            )
            continue
        file = split_file(files[path], path, KNOWN)
        name = path.rpartition("/")[2]
        if older.is_older(file.fields, name):
            before.append(split_file(files[path], path, older.KNOWN))
        else:
            current.append(file)
    upgraded = older.upgrade(key, before, older_zone, has_current=bool(current))
    read = [*(_understand(file) for file in current), *(_understand(file) for file in upgraded)]
    comments = sorted(
        (comment for comment, _ in read if comment), key=lambda comment: (comment.number, comment.id)
    )
    for _, found in read:
        findings += found
    by_path = {file.source.path: file for file in (*current, *upgraded)}
    findings += _check_relations(comments, by_path)
    return Thread(key, _without_doubles(comments)), tuple(sorted(findings, key=_place))


def parse_threads(
    files: Mapping[str, bytes], folder: str = "content/comments", older_zone: tzinfo = UTC
) -> tuple[dict[str, Thread], tuple[AuthorError, ...]]:
    """Read all threads.

    Args:
        files: path, starting with `folder` → what is in the file.

    Returns:
        Threads by key, sorted; and all findings, sorted by file and line.
    """
    folders: dict[str, dict[str, bytes]] = {}
    findings: list[AuthorError] = []
    for path, data in files.items():
        key = path.removeprefix(f"{folder}/").rpartition("/")[0]
        if not key:
            findings.append(AuthorError(Source(path), "not in the folder of a thread; move it into one"))
            continue
        folders.setdefault(key, {})[path] = data
    threads = {}
    for key in sorted(folders):
        threads[key], found = parse_thread(key, folders[key], older_zone)
        findings += found
    findings += check_ids(one for thread in threads.values() for one in ids_of(thread))
    return threads, tuple(sorted(findings, key=_place))


def check_keys(
    threads: Iterable[str], known: Iterable[str], folder: str = "content/comments"
) -> tuple[AuthorError, ...]:
    """Find threads of articles and entries that do not exist.

    Args:
        threads: their keys.
        known: slugs of articles, and "dictionary/" with the slugs of entries.
    """
    known = frozenset(known)
    return tuple(
        AuthorError(
            Source(f"{folder}/{key}"),
            f'no article or entry "{key}"; rename the folder to the slug of one, or delete it',
        )
        for key in sorted(threads)
        if key not in known
    )


def _understand(file: CommentFile) -> tuple[Comment | None, tuple[AuthorError, ...]]:
    if not file.is_readable:
        return None, file.findings
    reader = FieldReader(file)
    status = reader.read("Status", read_choice(Status)) or Status.PUBLISHED
    kind = reader.read("Kind", read_choice(Kind)) or Kind.COMMENT
    number = reader.require("Number", read_number)
    comment_id = reader.require("Id", read_id)
    posted_at = reader.require("Date", read_moment)
    modified_at = reader.read("Modified", read_moment)
    has_author = status is Status.PUBLISHED or "Author" in file.fields
    author = reader.require("Author", read_author) if has_author else ""
    website = reader.read("Website", read_web_address)
    replyto = reader.read("Replyto", read_number)
    source_url = reader.read("Source", read_web_address)
    imported_from = reader.read("Imported-From", read_imported_from)
    role = reader.read("Role", read_choice(Role)) or Role.READER
    notation = reader.read("Markup", read_choice(Notation)) or Notation.MARKDOWN
    _check_body(reader, status, kind)
    _check_kind(reader, status, kind)
    _check_name(reader, number, comment_id)
    if posted_at and modified_at and modified_at < posted_at:
        reader.fail('"Modified" is before "Date"; write a later time', "Modified")
    if reader.findings or number is None or comment_id is None or posted_at is None or author is None:
        return None, tuple(reader.findings)
    comment = Comment(
        number=number,
        id=comment_id,
        posted_at=posted_at,
        author=author,
        body=file.body,
        source=file.source,
        website=website,
        role=role,
        kind=kind,
        replyto=replyto,
        source_url=source_url,
        status=status,
        modified_at=modified_at,
        imported_from=imported_from,
        notation=notation,
        date_line=file.fields["Date"].source.line,
    )
    return comment, ()


def _check_body(reader: FieldReader, status: Status, kind: Kind) -> None:
    length = len(reader.file.body)
    limit = IMPORTED_BODY_LIMIT if "Imported-From" in reader.file.fields else BODY_LIMIT
    if length > limit:
        reader.fail(f"a body of {length:,} characters; write at most {limit:,}")
    if not length and status is Status.PUBLISHED and kind is Kind.COMMENT:
        reader.fail('no body; write it after an empty line, or "Status: deleted"')


def _check_kind(reader: FieldReader, status: Status, kind: Kind) -> None:
    if reader.is_faulty("Kind"):
        return
    has_source = "Source" in reader.file.fields
    if kind is Kind.COMMENT and has_source:
        reader.fail('only pings have a "Source"; write their "Kind", or delete the line', "Source")
    if kind is not Kind.COMMENT and not has_source and status is Status.PUBLISHED:
        reader.fail(f'a {kind} comes from somewhere; write "Source: https://…"', "Kind")


def _check_name(reader: FieldReader, number: int | None, comment_id: str | None) -> None:
    if number is None or comment_id is None or reader.file.is_upgraded:
        return
    expected = f"{number:04}-{comment_id}.md"
    if reader.file.name != expected:
        reader.fail(f'the name of the file does not match number and id; name it "{expected}"')


def _check_relations(comments: list[Comment], files: Mapping[str, CommentFile]) -> Iterable[AuthorError]:
    first: dict[int, Comment] = {}
    for comment in comments:
        holder = first.setdefault(comment.number, comment)
        if holder is not comment:
            name = holder.source.path.rpartition("/")[2]
            where = _line_of(files, comment, "Number")
            yield AuthorError(
                where, f"number {comment.number} is that of {name}; write one that was never used"
            )
    # A comment that is there, but has findings of its own, is not missing.
    claimed = first.keys() | {_claimed_number(file) for file in files.values()}
    for comment in comments:
        message = _fault_of_reply(comment, claimed)
        if message:
            yield AuthorError(_line_of(files, comment, "Replyto"), message)


def _claimed_number(file: CommentFile) -> int | None:
    found = CURRENT_NAME.fullmatch(file.name)
    return int(found[1]) if found else None


def _fault_of_reply(comment: Comment, numbers: Collection[int | None]) -> str | None:
    if comment.replyto is None:
        return None
    if comment.replyto == comment.number:
        return f"comment {comment.number} replies to itself; write the number of another one"
    if comment.replyto > comment.number:
        return f"comment {comment.number} replies to the later {comment.replyto}; write an earlier number"
    if comment.replyto not in numbers:
        return f"no comment {comment.replyto} in this thread; write the number of one, or delete the line"
    return None


def _line_of(files: Mapping[str, CommentFile], comment: Comment, key: str) -> Source:
    field = files[comment.source.path].fields.get(key)
    return field.source if field else comment.source


def _without_doubles(comments: list[Comment]) -> tuple[Comment, ...]:
    """The first of each number, and only such replies as have their parent: the rest has been reported."""
    kept: dict[int, Comment] = {}
    for comment in comments:
        parent_is_fine = comment.replyto is None or comment.replyto in kept
        if parent_is_fine and comment.number not in kept:
            kept[comment.number] = comment
    return tuple(kept.values())


def ids_of(thread: Thread) -> Iterator[tuple[str, Source]]:
    """The id of each comment, and where that is from."""
    for comment in thread.comments:
        yield comment.id, comment.source


def check_ids(ids: Iterable[tuple[str, Source]]) -> Iterator[AuthorError]:
    """Find comments that have the id of another. `ids`: as `ids_of`, of all threads in their order."""
    first: dict[str, Source] = {}
    for name, source in ids:
        holder = first.setdefault(name, source)
        if holder is not source:
            yield AuthorError(source, f'id "{name}" is that of {holder.path}; write another one')


def _place(finding: AuthorError) -> tuple[Source, str]:
    return finding.source, finding.message
