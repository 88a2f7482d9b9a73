"""Which paragraph begins an entry: "BOSS or CHIEF, n. …"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from plugins.glossary.headword import is_abbreviation, is_capitals
from plugins.glossary.joint import EXACT, INVERTED, split_heads, start
from plugins.glossary.model import Head, Joint
from plugins.glossary.near_head import NearMiss, near_miss
from plugins.glossary.parts_of_speech import PARTS_OF_SPEECH, after_head, split_names
from plugins.glossary.sentence import is_numbered

LONGEST_HEAD: Final = 100
"""Characters. Longer than any head in any dictionary of this kind; shorter than a paragraph in capitals."""

SPOKEN: Final = re.compile(r"(\S.*?),? (/[^/\s][^/]{0,80}/(?:, /[^/\s][^/]{0,80}/)*)")
NUMBERED: Final = re.compile(r"(?:[¹²³⁴-⁹]|\^\d| \(\d\))$")
WORD: Final = re.compile(r"\S+")
NOT_IN_A_HEAD: Final = re.compile(
    r"\*\*|[_`<>\[\]{}\\¹²³⁴-⁹]|[#^]\d+$|^[\W_]*$|^[—*|+#]|[^\W\d]\((?i:e?s)\)$"
)


@dataclass(frozen=True, slots=True)
class HeadLine:
    """The beginning of an entry, and the text after it."""

    heads: tuple[Head, ...]
    joint: Joint
    parts_of_speech: tuple[str, ...]
    """Empty only where an entry may have none."""

    rest: str
    mark: str = ""
    """Without a part of speech, what stands after the heads."""


def read_head_line(
    text: str, parts_of_speech: Mapping[str, str] = PARTS_OF_SPEECH, *, strict: bool = True
) -> HeadLine | NearMiss | None:
    """The head that begins the paragraph `text`; None if the paragraph is something else.

    `strict` is for files of entries, where a paragraph that looks like a head and has no part of speech is a
    mistake. Elsewhere it is a sentence that begins with an acronym.
    """
    names = tuple(parts_of_speech)
    found = after_head(names).search(text)
    if found is not None and is_numbered(text[found.start("pos") :], strict=strict):
        return None
    if found is not None:
        before, said = _split_pronunciation(text[: found.start()])
        heads = split_heads(before)
        if heads is not None and not NUMBERED.search(before) and not INVERTED.fullmatch(before):
            return _head_line(heads, split_names(found["pos"], names), _behind(said, text[found.end() :]))
    return near_miss(text, names, found, strict=strict)


def _split_pronunciation(text: str) -> tuple[str, str]:
    """ "TOASTER /ˈtəʊstə/" is the head and how it is spoken, which is read with what follows the part of speech."""
    found = SPOKEN.fullmatch(text)
    return (found[1], found[2]) if found else (text, "")


def _behind(said: str, rest: str) -> str:
    comma = "," if said and rest.startswith(",") else ""
    return f"{comma} {said}{rest.removeprefix(comma)}" if said else rest


def read_bare_head_line(text: str) -> HeadLine | NearMiss:
    """The head of an entry without a part of speech: "HABEAS CORPUS. A writ …", "**Mr. Perk** …".

    It ends where the capitals end, or at the first punctuation after a word.
    """
    end = _end_of_bold(text) or _end_of_capitals(text)
    raw, mark = text[:end], ""
    if raw[-1:] in (".", ",", ":") and not is_abbreviation(raw):
        raw, mark = raw[:-1], raw[-1]
    heads = split_heads(raw)
    if heads is None:
        return NearMiss(f'"{start(text)}" has no head; write "HEAD. Its text" with the head in capitals')
    return _head_line(heads, (), text[end:], mark)


def _end_of_bold(text: str) -> int:
    bold = EXACT.match(text)
    return bold.end() + (text[bold.end() : bold.end() + 1] in tuple(".,:")) if bold else 0


def _end_of_capitals(text: str) -> int:
    end = 0
    for word in WORD.finditer(text):
        if not is_capitals(word[0]) and not (end and word[0] in ("or", "/")):
            break
        end = word.end()
        if word[0][-1] in ".,:?!":
            break
    return end


def _head_line(
    heads: tuple[tuple[Head, ...], Joint], parts_of_speech: tuple[str, ...], rest: str, mark: str = ""
) -> HeadLine | NearMiss:
    for head in heads[0]:
        if len(head.text) > LONGEST_HEAD:
            return NearMiss(f"the head has {len(head.text)} characters; write at most {LONGEST_HEAD}")
        if NOT_IN_A_HEAD.search(head.text):
            return NearMiss(
                f'the head "{start(head.text)}" holds a sign that means something else; '
                "write it with letters, figures, spaces and plain punctuation"
            )
    return HeadLine(heads[0], heads[1], parts_of_speech, rest, mark)
