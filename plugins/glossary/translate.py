"""A text from outside, such as a job ad, read with the dictionary: all its words that have an entry, and what the text
says when each is put plainly. docs/translate.md gives the rules; theme/static/js/translate.js keeps the same ones, with
`vocabulary_data`, and tests/glossary/vectors.json holds the two against each other.

An article links the first mention of what is meant (`linking.py`); here a person has asked, and every mention counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Final, NamedTuple

from plugins.glossary.dictionary import Dictionary
from plugins.glossary.entry import Entry
from plugins.glossary.inflection import plural_of
from plugins.glossary.terms import VERBS, WORD, Term, TermIndex, fold_words, index_terms, is_letter
from plugins.html.projection import STRAIGHT, fold_case, straight

FORMAT: Final = 1
MOST_WORDS: Final = 20_000
"""Of a text; what follows is left out, and the reader is told."""

LONGEST_SENSE: Final = 240
"""Characters of what an entry says, in the list of words found."""

BLANK: Final = r"[\t\v\f \x1c-\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]"
LINE_END: Final = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
BLANKS: Final = re.compile(f"{BLANK}+")
ITEM: Final = re.compile(r"(?:[-*] |•|[0-9]+\. )")
"""With which a line of a list begins."""

SHOUTED: Final = (4, 5)
"""A block with a larger share of capitals among its letters shouts: spellings that must be exact are not looked for."""

CAPITAL: Final = re.compile("[A-Z]")
ASCII_LETTER: Final = re.compile("[A-Za-z]")

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
    " and or but nor so as if when while where who whom whose which than because until unless not also only both then"
    " to of in on at by for from with without within across into onto over under up down out off about after before"
    " during through via per between against towards like you we they he she it i us them here there now today"
    " offer offers offering seek seeks seeking need needs want wants wanted hire hires find get give gives provide"
    " provides include includes including receive ask tell become".split()
)
"""Words that end a group of a noun and what stands before it."""

CLOSED: Final = re.compile("[0-9A-Za-z\xc0-\u017f\u1e9e'\u2019)]$", re.I)
"""How a word ends that an article or a pronoun may not follow, unless it is a little word: "excellent a salary"."""

ADVERB: Final = re.compile("(?:,|ly|^very|^more)$", re.I)
"""How a word ends that no phrase without its article may follow: "a highly salary", "a good, salary"."""

MOST_BEFORE: Final = 4
"""How many words before a word may belong to it, as in "a calm, full-stack ninja"."""

FOLLOWING: Final = re.compile(" ([A-Za-z]+)")
"""The word after another, if nothing parts them."""

VOWEL: Final = re.compile("(?:(?!uni|use|one|eu)[aeiou]|hour|honest|heir|honor|honour)", re.I)
"""With which a word begins that has "an" before it."""

SENTENCE_ENDS: Final = frozenset(".!?:-*•")
"""Of sentences, and signs of items of lists."""


SIGNS: Final = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x40000), *range(0xE0000, 0xE0200))))
"""Those of all planes in which there are letters or marks."""

WORD_SIGNS: Final = re.compile(r"\w+")
OTHER_SIGNS: Final = re.compile(r"\W")


class Form(IntEnum):
    """What words are of their entry's head: how its `Plain:` stands for them."""

    HEAD = 0
    PLURAL = 1
    POSSESSIVE = 2
    PLURAL_POSSESSIVE = 3
    OTHER = 4
    """A form of a verb, such as "leveraging", for which one phrase does not stand: the words are kept."""


@dataclass(frozen=True, slots=True)
class Word:
    """What a text is told of an entry."""

    headword: str
    parts_of_speech: str
    """All of them, "n. and v."; empty where it has none."""

    sense: str
    """Plain text, at most LONGEST_SENSE characters."""

    plain: tuple[str, str] | None
    """What stands for the head and for its plural; None where the entry has no `Plain:`."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The dictionary, as texts are read with it."""

    index: TermIndex
    words: Mapping[str, Word]
    """By slug, in the order of the dictionary."""

    forms: Mapping[tuple[str, str], Form]
    """Folded words and slug → what they are; the rest are HEAD."""

    never: frozenset[str]
    """Slugs of the entries with `Link: never`."""

    @classmethod
    def of(cls, dictionary: Dictionary, base: str) -> Vocabulary:
        """Of all entries.

        Args:
            base: address of the dictionary, "/dictionary/".
        """
        index = index_terms(dictionary, lambda slug: f"{base}{slug}/")
        entries = {entry.slug: entry for entry in dictionary.entries}
        words = {slug: _word(entry) for slug, entry in entries.items()}
        heads = {
            slug: [{fold_words(head.text) for head in entry.heads}, {*map(fold_words, entry.policy.forms)}]
            for slug, entry in entries.items()
        }
        verbs = {slug for slug, entry in entries.items() if set(entry.parts_of_speech) & VERBS}
        forms = {
            (text, term.slug): form
            for text, terms in index.words.items()
            for term in terms
            if (form := _form(text, *heads[term.slug], is_verb=term.slug in verbs))
        }
        never = frozenset(slug for slug, entry in entries.items() if entry.policy.link == "never")
        return cls(index, words, forms, never)

    def is_marked(self, term: Term) -> bool:
        """Whether its words count: all but those of `Link: never`, and forms that two entries claim."""
        return term.is_clear and term.slug not in self.never


class Found(NamedTuple):
    """A word of the dictionary in a block."""

    start: int
    end: int
    term: Term
    form: Form


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between two ends of lines that count."""

    text: str
    shouts: bool
    """Whether nearly all of it is in capitals."""

    found: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Translation:
    """A text as it was read."""

    blocks: tuple[Block, ...]

    words: int
    """How many it has, of any kind."""

    is_cut: bool
    """Whether what follows MOST_WORDS was left out."""

    @property
    def slugs(self) -> tuple[str, ...]:
        """Entries found, in reading order, each once."""
        return tuple(dict.fromkeys(found.term.slug for block in self.blocks for found in block.found))

    @property
    def count(self) -> int:
        """How many of its words, and groups of words, are in the dictionary."""
        return sum(len(block.found) for block in self.blocks)

    @property
    def tenths(self) -> int:
        """Ten times the density: words of the dictionary in a hundred words, to the nearest tenth."""
        return (2000 * self.count + self.words) // (2 * self.words) if self.words else 0

    @property
    def density(self) -> str:
        """As readers are told: "6.3"."""
        return f"{self.tenths // 10}.{self.tenths % 10}"


def translate(text: str, vocabulary: Vocabulary) -> Translation:
    """All mentions of words of the dictionary in plain text; nothing in it is markup."""
    blocks: list[Block] = []
    room = MOST_WORDS
    for block in blocks_of(text):
        pieces = block.split(" ")
        ends = [number for number, piece in enumerate(pieces, 1) if WORD.search(piece)]
        if is_cut := len(ends) > room:
            block = " ".join(pieces[: ends[room - 1]] if room else ())
        room -= min(len(ends), room)
        if block:
            blocks.append(_read(block, vocabulary))
        if is_cut:
            return Translation(tuple(blocks), MOST_WORDS, is_cut=True)
    return Translation(tuple(blocks), MOST_WORDS - room, is_cut=False)


def blocks_of(text: str) -> Iterator[str]:
    """The blocks of plain text, each in one line: no term runs over the end of one.

    An empty line ends a block, and so does a line that begins like an item of a list.
    """
    lines: list[str] = []
    for line in LINE_END.split(unicodedata.normalize("NFC", text)):
        line = BLANKS.sub(" ", line).strip(" ")
        if lines and (not line or ITEM.match(f"{line} ")):
            yield " ".join(lines)
            lines = []
        if line:
            lines.append(line)
    if lines:
        yield " ".join(lines)


def in_plain_english(block: Block, vocabulary: Vocabulary) -> str:
    """A block with what stands for its words, where their entries have a `Plain:`."""
    written, copied = "", 0
    for found in block.found:
        plain = vocabulary.words[found.term.slug].plain
        if plain is None or found.form > Form.PLURAL or block.text.startswith(("'", "\u2019"), found.end):
            continue  # what is whose: neither "people'" nor "whoever decides's"
        phrase = plain[found.form]
        following = FOLLOWING.match(block.text, found.end)
        if following and found.form is Form.HEAD and " " in phrase and following[1].lower() not in LITTLE:
            continue  # "rock star team": several words do not stand before a noun
        is_capital = block.text[found.start].isupper()
        before = written + block.text[copied : found.start]
        joined = _joined(before, phrase.upper() if block.shouts else phrase, is_capital=is_capital)
        if joined is not None:
            written, copied = joined, found.end
    return written + block.text[copied:]


def plain_forms(plain: str) -> tuple[str, str]:
    """What stands for a head and for its plural: "a person" has "people"; an author writes "a person / people" both."""
    one, slash, many = plain.partition(" / ")
    if slash:
        return one.strip(), many.strip()
    article = one.startswith(("a ", "an "))
    return one, plural_of(one.partition(" ")[2]) if article else one


def ranges(signs: str) -> str:
    """Signs, in their order, as the inside of a class of a regular expression with the flag `u`: "\\u{30}-\\u{39}"."""
    written: list[str] = []
    first = last = -2
    for place in map(ord, f"{signs}\0"):
        if place == last + 1:
            last = place
            continue
        if first >= 0:
            written.append(f"\\u{{{first:x}}}" + (f"-\\u{{{last:x}}}" if last > first else ""))
        first = last = place
    return "".join(written)


def vocabulary_data(vocabulary: Vocabulary) -> dict[str, Any]:
    """What a browser needs to find the same words: docs/translate.md describes it.

    The classes of signs travel with it, since a browser's Unicode is not the one of this Python.
    """
    signs = "".join(WORD_SIGNS.findall(SIGNS))
    marks = filter(is_letter, OTHER_SIGNS.findall(SIGNS))
    slugs = {slug: number for number, slug in enumerate(vocabulary.words)}
    known = set("".join(vocabulary.index.words))
    folds = ((sign, fold_case(sign)) for sign in signs)

    def terms(text: str) -> Iterator[list[Any]]:
        for term in vocabulary.index.words[text]:
            fragment = term.href.partition("#")[2]
            form = vocabulary.forms.get((text, term.slug), Form.HEAD)
            row = [slugs[term.slug], term.spelling, int(vocabulary.is_marked(term)), int(form), fragment]
            yield row if fragment else row[:-1]

    plain = {slugs[slug]: word.plain for slug, word in vocabulary.words.items() if word.plain}
    return {
        "format": FORMAT,
        "slugs": list(slugs),
        "words": [[text, *terms(text)] for text in sorted(vocabulary.index.words, key=_order)],
        "fold": {sign: folded for sign, folded in folds if sign != folded and folded in known},
        "straight": list(STRAIGHT),
        "word": ranges(signs),
        "letter": ranges("".join(sorted((*signs, *marks)))),
        "plain": plain,
        "determiners": sorted(DETERMINERS),
        "pronouns": sorted(PRONOUNS),
        "given": sorted(GIVEN_UP),
        "little": sorted(LITTLE),
        "patterns": [f"^{VOWEL.pattern}", ADVERB.pattern, CLOSED.pattern],
    }


def _order(words: str) -> tuple[int, str]:
    """The last are tried first: those that begin before their first word; of those with one beginning the longest."""
    first = WORD.search(words)
    return first.start() if first else 0, words


def senses_data(vocabulary: Vocabulary) -> list[list[str]]:
    """Head, part of speech and what it says, by the number of the slug."""
    return [[word.headword, word.parts_of_speech, word.sense] for word in vocabulary.words.values()]


def _word(entry: Entry) -> Word:
    plain = plain_forms(entry.policy.plain) if entry.policy.plain else None
    return Word(entry.headword, entry.part_of_speech, entry.gloss_within(LONGEST_SENSE), plain)


def _form(text: str, heads: set[str], forms: set[str], *, is_verb: bool) -> Form:
    """What folded words are of an entry with these folded heads and forms."""
    if text in heads:
        return Form.HEAD
    base = text.removesuffix("'s")
    is_plural = base not in heads and base in map(plural_of, heads | forms)
    form = Form.PLURAL * is_plural + Form.POSSESSIVE * (base != text)
    return Form(form) if form or not is_verb else Form.OTHER


def _read(block: str, vocabulary: Vocabulary) -> Block:
    plain = straight(block)
    capitals, letters = len(CAPITAL.findall(block)), len(ASCII_LETTER.findall(block))
    shouts = capitals * SHOUTED[1] > letters * SHOUTED[0]
    found = tuple(
        Found(start, end, term, vocabulary.forms.get((fold_case(plain[start:end]), term.slug), Form.HEAD))
        for start, end, term in vocabulary.index.find(plain, fold_case(plain))
        if vocabulary.is_marked(term) and not (shouts and term.spelling)
    )
    return Block(block, shouts, found)


def _joined(before: str, phrase: str, *, is_capital: bool) -> str | None:
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
        if is_pronoun or (is_led and ADVERB.search(last)):
            return None
        phrase = ARTICLE.sub("", phrase)
        if word in ("a", "an"):
            before = f"{stem}{last[0]}{'n' * bool(VOWEL.match(phrase))} "
    elif is_led and CLOSED.search(last) and word not in LITTLE:
        return None
    is_first = not last or last[-1] in SENTENCE_ENDS
    return before + (phrase[:1].upper() + phrase[1:] if is_first and is_capital else phrase)


def _is_determined(words: tuple[str, ...]) -> bool:
    """Whether a determiner stands before what comes after these words: after "our new", not after "our team is"."""
    for word in reversed(words[-MOST_BEFORE:]):
        if word.lower() in DETERMINERS:
            return True
        if word.lower() in LITTLE or word[-1:] in SENTENCE_ENDS:
            return False
    return False
