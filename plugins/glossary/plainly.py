"""How the phrases of a `Plain:` stand in a sentence for the words of their entry: docs/translate.md gives the rules.

theme/static/js/translate.js keeps the same ones.
"""

from __future__ import annotations

import re
from collections.abc import Set
from enum import IntEnum
from typing import Final

from plugins.glossary.inflection import plural_of

BETWEEN: Final = " / "
"""What parts the phrases of a `Plain:`."""

NONE: Final = "-"
"""As a phrase: the word stays in this form."""

MOST_PHRASES: Final = 5

ARTICLE: Final = re.compile("^(?:an?|the) ", re.I)
DETERMINERS: Final = frozenset(
    "a an the our your their its his her my this that these those every each any some no one another".split()
)
"""After these words a phrase loses its article: "our rockstar" is "our person", not "our a person"."""

PRONOUNS: Final = frozenset("somebody nobody anything whoever whatever what".split())
"""Before a phrase that begins with one of these stands no determiner: "your hiring manager" is "whoever decides"."""

GIVEN_UP: Final = frozenset("a an the our your their its his her my any all such".split())
"""What goes before a pronoun without a change of what is said; "no", "each" and others keep the word as it was."""

LITTLE: Final = frozenset(
    "is are was were be been being am will would can could may might must shall should has have had do does did"
    " and or but nor so as if when while where who whom whose which that than because until unless not also only"
    " both then to of in on at by for from with without within across into onto over under above below beyond up"
    " down out off about after before during through via per between against towards like you we they he she it i"
    " us them here there now today offer offers offering seek seeks seeking need needs want wants wanted hire"
    " hires find get give gives provide provides include includes including receive ask tell become take takes"
    " taking make makes making bring brings bringing join discuss regarding depending plus perform performs undertake"
    " undertakes undertaking".split()
)
"""Words that end a group of a noun and what stands before it."""

CLOSED: Final = re.compile("[0-9A-Za-z\xc0-\u017f\u1e9e'\u2019)]$", re.I)
"""How a word ends that an article or a pronoun may not follow, unless it is a little word: "excellent a salary"."""

ADVERB: Final = re.compile("(?:,|ly|^very|^more)$", re.I)
"""How a word ends that no phrase without its article may follow: "a highly salary", "a good, salary"."""

ADJECTIVE_AND_NOUN: Final = 2
"""Blanks in a phrase, with its article, that may: "a busy, understaffed place"."""

MOST_BEFORE: Final = 4
"""How many words before a word may belong to it, as in "a calm, full-stack ninja"."""

FIRST: Final = re.compile(r"(\w+)(?:-\w+)*")

FOLLOWING: Final = re.compile(" ([A-Za-z]+)")
"""The word after another, if nothing parts them."""

CAPITAL_NEXT: Final = re.compile(" (?:(?:and|&) )?[A-Z]")
"""After a word with a capital: it is of a name or a title, "Talent Acquisition Team", "Agile and Scrum", and stays."""

VOWEL: Final = re.compile("(?:(?!uni|use|one|eu)[aeiou]|hour|honest|heir|honor|honour)", re.I)
"""With which a word begins that has "an" before it."""

SENTENCE_END: Final = re.compile("[.!?:*•–—|-]$")
"""How a word ends after which a sentence begins, an item of a list, or a part of a title."""

VERBAL: Final = re.compile(
    "(?:^| )(?:to|will|would|can|could|may|might|must|shall|should|not|we|you|they|i|he|she|it|who|which|that"
    "|please) $",
    re.I,
)
"""After these words a word that is a noun and a verb is a verb: "to impact", not "an impact"."""

NEAR: Final = 9
"""Characters that hold one of those, and a sign of where it begins."""


class Form(IntEnum):
    """What words are of their entry's head. The first five are the places of the phrases of a `Plain:`."""

    HEAD = 0
    S = 1
    """The plural of a noun; of a verb what ends with an s, "leverages"."""

    ING = 2
    PAST = 3
    VERB = 4
    """The head as a verb, where it is a noun too."""

    POSSESSIVE = 5
    PLURAL_POSSESSIVE = 6
    OTHER = 7
    """A word that is explained within the entry of another: what stands for that one does not stand for it."""


def plain_forms(plain: str, *, is_verb: bool = False) -> tuple[str, ...]:
    """The phrases of a `Plain:` by `Form`; empty where the word stays.

    There are two of a noun or a word of another kind, five of a noun that is a verb too, else it is a verb. Of a noun
    the second may be left out: "a person" has "people".
    """
    one, *others = ("" if phrase == NONE else phrase for phrase in map(str.strip, plain.split(BETWEEN)))
    if others or is_verb:
        return (one, *others)
    return one, plural_of(one.partition(" ")[2]) if one.startswith(("a ", "an ")) else one


def form_of(text: str, heads: Set[str], forms: Set[str], *, is_verb: bool) -> Form:
    """What folded words are of an entry with these folded heads and forms."""
    if text in heads:
        return Form.HEAD
    if text in forms and is_verb:
        if not {*_firsts(text)}.isdisjoint(first for head in heads for first in _firsts(head)):
            return Form.HEAD
        first = _firsts(text)[1]
        return Form.ING if first.endswith("ing") else Form.S if first.endswith("s") else Form.PAST
    base = text.removesuffix("'s")
    is_plural = base not in heads and base in map(plural_of, heads | forms)
    if base != text:
        return Form.PLURAL_POSSESSIVE if is_plural else Form.POSSESSIVE
    return Form.S if is_plural else Form.HEAD


def _firsts(words: str) -> tuple[str, str]:
    """The first word, and the same with what a hyphen joins to it: "multi-tasking" is of "multitask"."""
    found = FIRST.search(words)
    return (found[1], found[0].replace("-", "")) if found else ("", "")


def phrase_for(
    phrases: tuple[str, ...], form: Form, before: str, after: str, *, is_titled: bool = False
) -> str:
    """What stands for words between `before` and `after`; empty where they stay.

    Args:
        is_titled: whether those words begin with a capital in a text that does not shout.
    """
    if is_titled and CAPITAL_NEXT.match(after):
        return ""
    if form is Form.HEAD and len(phrases) > Form.VERB and VERBAL.search(before[-NEAR:]):
        form = Form.VERB
    if form >= len(phrases) or after.startswith(("'", "\u2019")):
        return ""  # what is whose: neither "people'" nor "whoever decides's"
    phrase = phrases[form]
    following = FOLLOWING.match(after)
    is_noun = form is Form.HEAD and len(phrases) in (2, 5)
    if following and is_noun and " " in phrase and following[1].lower() not in LITTLE:
        return ""  # "rock star team": several words do not stand before a noun
    return phrase


def joined(before: str, phrase: str, *, is_capital: bool) -> str | None:
    """`before` and the phrase that stands for the words after it, as one sentence; None where they do not make one.

    Args:
        is_capital: whether those words begin with a capital; it is kept only where a sentence begins.
    """
    *earlier, last = before.rstrip(" ").split(" ")
    stem = before.rstrip(" ").removesuffix(last)
    is_pronoun = phrase.partition(" ")[0].lower() in PRONOUNS
    is_led = is_pronoun or bool(ARTICLE.match(phrase))
    word = last.lower()
    if is_pronoun and word in GIVEN_UP:
        is_capital = is_capital or last[0].isupper()  # of the word that goes: "The boss" as "Whoever"
        before, last = stem, stem.rstrip(" ")
    elif _is_determined((*earlier, last)):
        if is_pronoun or (is_led and ADVERB.search(last) and phrase.count(" ") != ADJECTIVE_AND_NOUN):
            return None
        phrase = ARTICLE.sub("", phrase)
        if word in ("a", "an"):
            before = f"{stem}{last[0]}{'n' * bool(VOWEL.match(phrase))} "
    elif is_led and CLOSED.search(last) and word not in LITTLE:
        return None
    is_first = not last or SENTENCE_END.search(last)
    return before + (phrase[:1].upper() + phrase[1:] if is_first and is_capital else phrase)


def _is_determined(words: tuple[str, ...]) -> bool:
    """Whether a determiner stands before what comes after these words: after "our new", not after "our team is"."""
    for word in reversed(words[-MOST_BEFORE:]):
        if word.lower() in DETERMINERS:
            return True
        if word.lower() in LITTLE or SENTENCE_END.search(word):
            return False
    return False
