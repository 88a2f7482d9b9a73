"""Lines "Key: value" directly above a head: the policy of that one entry, in a file of many or in an article."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from typing import Final

from plugins.glossary.chunk import Chunk, chunks
from plugins.glossary.entry import NO_POLICY, Policy
from plugins.glossary.front_matter import FIELDS, KEY
from plugins.source import AuthorError, Source, WrongValueError

CLOSE: Final = 0.8
"""How alike a line that stands alone and a key must be to be the same word, misspelt: "Shrot", not "Note"."""

HEAD_BELOW: Final = re.compile(r"(?:\*\*[^*]{1,100}\*\*|[^\Wa-z_][^a-z\n]{0,100}), \*?[a-z]{1,6}\.")
"""A line that surely begins an entry, so that those above it were meant as keys."""

INSTEAD: Final = {
    **dict.fromkeys(("Synonym", "Synonyms", "Aka"), 'write "Also"'),
    **dict.fromkeys(("Plural", "Plurals", "Inflections", "Variants"), 'write "Forms"'),
    **dict.fromkeys(("Gloss", "Summary", "Description"), 'write "Short"'),
    **dict.fromkeys(("Etymology", "Origin"), 'write "[from …]" behind the part of speech'),
    "Pronunciation": 'write "/…/" behind the part of speech',
    **dict.fromkeys(("See", "See-also"), 'write "See HEAD." at the end of the text'),
    **dict.fromkeys(("Date", "Modified", "Aliases"), "write it at the top of the file"),
}
"""What to write for a key that other dictionaries have."""

Line = tuple[str, str, Source]
"""Key, value, place."""


def split_keys(chunk: Chunk) -> tuple[tuple[Line, ...], Chunk | None]:
    """The key lines that begin a paragraph, and the rest of it; no keys if none is known and no head stands below."""
    lines: list[Line] = []
    for number, line in enumerate(chunk.lines):
        found = KEY.match(line)
        if found is None or chunk.kind != "prose":
            break
        lines.append((found[1], line[found.end() :].strip(), chunk.source.down(number)))
    rest = chunk.lines[len(lines) :]
    is_above_head = bool(lines and rest) and HEAD_BELOW.match(rest[0]) is not None
    if not is_above_head and not any(_is_meant(key) for key, _, _ in lines):
        return (), chunk
    return tuple(lines), Chunk("prose", rest, chunk.source.down(len(lines))) if rest else None


def with_keys(lines: Sequence[Line], base: Policy = NO_POLICY) -> tuple[Policy, tuple[AuthorError, ...]]:
    """`base` with what the lines say; what they say again, and what is wrong with them.

    A language may be said twice: that of the head above it, and that of an article in its front matter.
    """
    findings: list[AuthorError] = []
    read: dict[str, object] = {}
    for key, value, source in lines:
        if key not in FIELDS:
            near = get_close_matches(key, FIELDS, 1)
            some = (
                f'write "{near[0]}"'
                if near
                else f"write one of {', '.join(FIELDS)}, or the line into the text"
            )
            instead = INSTEAD.get(key, some)
            findings.append(AuthorError(source, f'"{key}" means nothing above a head; {instead}'))
            continue
        field, reader = FIELDS[key]
        if field in read or (field != "lang" and getattr(base, field) != getattr(NO_POLICY, field)):
            findings.append(AuthorError(source, f"{key} is there twice; write it once"))
        elif not value:
            findings.append(AuthorError(source, f"{key} has no value; write one, or leave the line out"))
        else:
            try:
                read[field] = reader(value)
            except WrongValueError as problem:
                findings.append(AuthorError(source, f'"{value[:40]}" {problem}'))
    is_auto_meant = base.is_auto_meant or read.get("link") == "auto"
    return replace(base, **read, is_auto_meant=is_auto_meant), tuple(findings)  # type: ignore[arg-type]  # FIELDS pairs each name with a reader of its type


def has_own_language(markdown: str) -> bool:
    """Whether the head with which a text begins says its language itself, so that the front matter's is the text's."""
    first = next(chunks(markdown, Source("")), None)
    return first is not None and any(key == "Lang" for key, _, _ in split_keys(first)[0])


def policy_lines(policy: Policy) -> Mapping[str, str]:
    """Key → value, as `with_keys` reads them; those that say nothing are left out."""
    written = {
        "Homograph": str(policy.homograph or ""),
        "Link": policy.link if policy.is_auto_meant or policy.link != "auto" else "",
        "Forms": ", ".join(policy.forms),
        "Also": ", ".join(policy.also),
        "Short": policy.short,
        "Plain": policy.plain,
        "Unlike": ", ".join(policy.unlike),
        "Slug": policy.slug,
        "Entry": "yes" if policy.is_entry else "",
        "Comments": policy.comments,
        "Lang": policy.lang,
    }
    return {key: value for key, value in written.items() if value}


def _is_meant(key: str) -> bool:
    return key in FIELDS or bool(get_close_matches(key, FIELDS, 1, CLOSE))
