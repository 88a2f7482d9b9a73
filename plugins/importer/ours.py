"""What an export of ours says of texts and comments that no other system has a place for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Final

OUR_HEADER: Final = "_exit_interview_header"
"""Field of a text in an export of ours: the lines of its header that WordPress has nothing like."""

OUR_COMMENT: Final = "_exit_interview_comment"
"""Field of a comment in an export of ours: what its file says, as JSON."""

OUR_KEYS: Final = frozenset(
    "filed-because series checked terms lang comments aliases summary status forms link homograph entry short also"
    " plain unlike review-by".split()
)


def lines_in(text: str) -> Iterator[tuple[str, str]]:
    """Keys and values of a header, of the field OUR_HEADER."""
    for line in text.split("\n"):
        key, mark, value = line.partition(":")
        if mark and key.strip():
            yield key.strip(), value.strip()


def values_in(text: str) -> Iterator[tuple[str, str]]:
    """What the file of a comment said, of the field OUR_COMMENT."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    if isinstance(data, dict):
        yield from ((str(key), value) for key, value in data.items() if isinstance(value, str))
