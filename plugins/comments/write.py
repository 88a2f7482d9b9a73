"""From a comment to its file: the inverse of parse."""

from __future__ import annotations

from collections.abc import Iterator

from plugins.comments.model import Comment, Kind, Notation, Role, Status
from plugins.comments.moment import write_moment


def write_comment(comment: Comment) -> str:
    """The text of the file. Reading it gives the same comment; what goes without saying is not said."""
    header = "".join(f"{key}: {value}\n" for key, value in _fields(comment))
    return f"{header}\n{comment.body}\n" if comment.body else header


def file_name(comment: Comment) -> str:
    """The only name that this comment's file may have."""
    return f"{comment.number:04}-{comment.id}.md"


def _fields(comment: Comment) -> Iterator[tuple[str, str]]:
    """Keys in the order of the format; those that have nothing to say are left out."""
    modified = write_moment(comment.modified_at) if comment.modified_at else None
    values = {
        "Number": str(comment.number),
        "Id": comment.id,
        "Date": write_moment(comment.posted_at),
        "Author": comment.author,
        "Website": comment.website,
        "Role": _unless(Role.READER, comment.role),
        "Kind": _unless(Kind.COMMENT, comment.kind),
        "Replyto": str(comment.replyto) if comment.replyto else None,
        "Source": comment.source_url,
        "Status": _unless(Status.PUBLISHED, comment.status),
        "Modified": modified,
        "Imported-From": comment.imported_from,
        "Markup": _unless(Notation.MARKDOWN, comment.notation),
    }
    return ((key, value) for key, value in values.items() if value)


def _unless(usual: str, value: str) -> str | None:
    return None if value == usual else value
