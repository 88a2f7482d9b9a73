"""Which paragraph begins an entry: "BOSS or CHIEF, n. …", and which only nearly does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Final

from plugins.glossary.headword import is_abbreviation, is_capitals
from plugins.glossary.model import Head, Joint
from plugins.glossary.parts_of_speech import PARTS_OF_SPEECH, after_head, without_comma

LONGEST_HEAD: Final = 100
"""Characters. Longer than any head in any dictionary of this kind; shorter than a paragraph in capitals."""

JOINTS: Final = re.compile(r" (or|/) |(;) ")
PAIR: Final = re.compile(r"[^\s,*]{2,}, [^\s,*]{2,}")
"""Two words with a comma between them: "CONFIDANT, CONFIDANTE". More are one head: "EAT, DRINK AND BE MERRY"."""

WORD: Final = re.compile(r"\S+")
EXACT: Final = re.compile(r"\*\*([^*]+)\*\*")
NOT_IN_A_HEAD: Final = re.compile(r"[*_`<>\[\]{}|\\¹²³⁴-⁹]|[#^]\d+$|^[\W_]*$|^—")
LIKE_A_PART: Final = re.compile(r",\s+\*?([a-z]{1,9}\.(?: ?[a-z]{1,4}\.)*)\*?(?=,?(?:\s|$))")
IN_WORDS: Final = re.compile(
    r",\s+\*?((?:plural |transitive |intransitive )?(?:noun|verb|adjective|adverb|preposition|conjunction"
    r"|interjection|pronoun|phrase|abbreviation|prefix|suffix)|(?:n|v|vt|vi|adj|adv|prep|conj|phr|abbr))\*?(?=,?\s)"
)
NO_PART: Final = re.compile(r"((?:\*\*[^*]{1,100}\*\*)|[^\s,.:*][^,.:*]{1,100})(, |[.:] )(?=(.))")


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


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A paragraph that was surely meant to begin an entry and does not."""

    message: str


def read_head_line(
    text: str, parts_of_speech: Mapping[str, str] = PARTS_OF_SPEECH, *, strict: bool = True
) -> HeadLine | NearMiss | None:
    """The head that begins the paragraph `text`; None if the paragraph is something else.

    `strict` is for files of entries, where a paragraph that looks like a head and has no part of speech is a
    mistake. Elsewhere it is a sentence that begins with an acronym.
    """
    names = tuple(parts_of_speech)
    found = after_head(names).search(text)
    if found is not None:
        heads = _split_heads(text[: found.start()])
        if heads is not None:
            return _head_line(heads, tuple(found["pos"].split(" and ")), text[found.end() :])
    return _near_miss(text, names, found, strict=strict)


def read_bare_head_line(text: str) -> HeadLine | NearMiss:
    """The head of an entry without a part of speech: "HABEAS CORPUS. A writ …", "**Mr. Perk** …".

    It ends where the capitals end, or at the first punctuation after a word.
    """
    end = _end_of_bold(text) or _end_of_capitals(text)
    raw, mark = text[:end], ""
    if raw[-1:] in (".", ",", ":") and not is_abbreviation(raw):
        raw, mark = raw[:-1], raw[-1]
    heads = _split_heads(raw)
    if heads is None:
        return NearMiss(f'"{_start(text)}" has no head; write "HEAD. Its text" with the head in capitals')
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
                f'the head "{_start(head.text)}" holds a sign that means something else; '
                "write it with letters, figures, spaces and plain punctuation"
            )
    return HeadLine(heads[0], heads[1], parts_of_speech, rest, mark)


def _split_heads(text: str) -> tuple[tuple[Head, ...], Joint] | None:
    """ "BOSS or CHIEF" at its joints; None if one of the pieces is no head."""
    if EXACT.fullmatch(text):
        return (Head(text[2:-2], exact=True),), "or"
    if PAIR.fullmatch(text) and is_capitals(text):
        return tuple(map(Head, text.split(", "))), ","
    pieces = JOINTS.split(text)
    heads = tuple(map(_as_head, pieces[::3]))
    if any(head is None for head in heads):
        return None
    joints = {first or second for first, second in zip(pieces[1::3], pieces[2::3], strict=True)}
    joint = joints.pop() if len(joints) == 1 else "or"
    return tuple(head for head in heads if head), joint  # type: ignore[return-value]  # JOINTS has no others


def _as_head(text: str) -> Head | None:
    exact = EXACT.fullmatch(text)
    if exact:
        return Head(exact[1], exact=True)
    return Head(text) if is_capitals(text) and text == text.strip() and text[0] != "(" else None


def _near_miss(
    text: str, names: tuple[str, ...], found: re.Match[str] | None, *, strict: bool
) -> NearMiss | None:
    """What was probably meant, for the mistakes that people make."""
    known = " ".join(names)
    for pattern in (LIKE_A_PART, IN_WORDS):
        like = pattern.search(text)
        if like and _split_heads(text[: like.start()]):
            return NearMiss(f'"{like[1]}" is no part of speech; write one of {known}')
    forgotten = without_comma(names).search(text)
    if forgotten and _split_heads(text[: forgotten.start()]) and not text[: forgotten.start()].endswith(","):
        head = text[: forgotten.start()]
        return NearMiss(f'a comma is missing after the head; write "{_start(head)}, {forgotten["pos"]}"')
    if not strict:
        return None
    if found and _is_phrase(text[: found.start()]):
        head = _start(text[: found.start()])
        return NearMiss(
            f'the head "{head}" is not in capitals; write "{head.upper()}, {found["pos"]}" '
            f'or, if its case matters, "**{head}**, {found["pos"]}"'
        )
    return _without_part(text)


def _without_part(text: str) -> NearMiss | None:
    """ "MEETING. A gathering": capitals like a head, but no part of speech."""
    bare = NO_PART.match(text)
    if bare is None or sum(sign.isupper() for sign in bare[1]) < 2 or _split_heads(bare[1]) is None:
        return None
    if bare[2] == ", " and (bare[3].islower() or bare[3].isdigit()):
        return None
    if bare[1].startswith("**") and bare[2] != ", ":
        return None
    head = _start(bare[1])
    return NearMiss(
        f'"{head}" stands like a head but has no part of speech; write "{head}, n. …", '
        "or begin the paragraph with another word"
    )


def _is_phrase(text: str) -> bool:
    """Whether `text` could be a head in the wrong case, and not the beginning of a sentence."""
    return 0 < len(text) <= 60 and "," not in text and len(text.split()) <= 5 and text[0].isalnum()


def _start(text: str) -> str:
    return shorten(text, 40, placeholder="…") if " " in text[:40] else text[:40] + "…" * (len(text) > 40)
