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
from functools import cache
from typing import Any, Final, NamedTuple

from plugins.glossary.dictionary import Dictionary
from plugins.glossary.entry import Entry
from plugins.glossary.plainly import (
    ADVERB,
    BETWEEN,
    CLOSED,
    DETERMINERS,
    GIVEN_UP,
    LITTLE,
    NEAR,
    PRONOUNS,
    SENTENCE_END,
    VERBAL,
    VOWEL,
    Form,
    form_of,
    joined,
    phrase_for,
    plain_forms,
)
from plugins.glossary.terms import VERBS, WORD, Term, TermIndex, fold_words, index_terms, is_letter
from plugins.html.projection import STRAIGHT, fold_case, straight

FORMAT: Final = 1
MOST_WORDS: Final = 20_000
"""Of a text; what follows is left out, and the reader is told."""

LONGEST_SENSE: Final = 240
"""Characters of what an entry says, in the list of words found."""

BLANK: Final = r"[\t\v\f \x1c-\x1f\xa0\u1680\u2000-\u200a\u202f\u205f\u3000\ufeff]"
LINE_END: Final = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
BLANKS: Final = re.compile(f"{BLANK}+")
ITEM: Final = re.compile(r"(?:[-*] |•|[0-9]+\. )")
"""With which a line of a list begins."""

GOES_ON: Final = re.compile("[a-z\xdf-\xff]")
"""With which a line begins that is surely of the sentence before it."""

WIDEST: Final = 100
"""Units of UTF-16: a text with a longer line was not broken by width, so that its lines end on purpose."""

SHOUTED: Final = (4, 5)
"""A block with a larger share of capitals among its letters shouts: spellings that must be exact are not looked for."""

CAPITAL: Final = re.compile("[A-Z]")
ASCII_LETTER: Final = re.compile("[A-Za-z]")

SIGNS: Final = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x40000), *range(0xE0000, 0xE0200))))
"""Those of all planes in which there are letters or marks."""

WORD_SIGNS: Final = re.compile(r"\w+")
OTHER_SIGNS: Final = re.compile(r"\W")


@dataclass(frozen=True, slots=True)
class Word:
    """What a text is told of an entry."""

    headword: str
    parts_of_speech: str
    """All of them, "n. and v."; empty where it has none."""

    sense: str
    """Plain text, at most LONGEST_SENSE characters."""

    plain: tuple[str, ...]
    """What stands for the head and for its other forms, by `Form`; none where the entry has no `Plain:`."""


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
        forms = {
            (text, term.slug): form
            for text, terms in index.words.items()
            for term in terms
            if (form := _form(text, term, entries[term.slug]))
        }
        never = frozenset(slug for slug, entry in entries.items() if entry.policy.link == "never")
        return cls(index, words, forms, never)

    def is_marked(self, term: Term) -> bool:
        """Whether its words count: all but those of `Link: never` and `Unlike`, and forms that two entries claim."""
        return term.is_clear and term.slug not in self.never

    def is_noun(self, term: Term) -> bool:
        """Whether its word is often a verb, "to report", which says something else."""
        return term.use == "noun" and term.is_everyday and not self.words[term.slug].plain


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

    An empty line ends a block, and so does a line that begins like an item of a list. So does a line that ended
    although there was room for the next word, such as a heading, unless what follows begins with a small letter.
    """
    lines: list[str] = []
    all_lines = [
        BLANKS.sub(" ", line).strip(" ") for line in LINE_END.split(unicodedata.normalize("NFC", text))
    ]
    width = max(map(_length, all_lines))
    for line in all_lines:
        if lines and (not line or ITEM.match(f"{line} ") or _is_ended(lines[-1], line, width)):
            yield " ".join(lines)
            lines = []
        if line:
            lines.append(line)
    if lines:
        yield " ".join(lines)


def _is_ended(before: str, line: str, width: int) -> bool:
    """Whether a line ended on purpose, and not where there was no more room."""
    if GOES_ON.match(line):
        return False
    return width > WIDEST or _length(before) + _length(line.partition(" ")[0]) < width


def _length(line: str) -> int:
    """As browsers count."""
    return len(line.encode("utf-16-le", "surrogatepass")) // 2


def in_plain_english(block: Block, vocabulary: Vocabulary) -> str:
    """A block with what stands for its words, where their entries have a `Plain:`."""
    written, copied = "", 0
    for found in block.found:
        before = written + block.text[copied : found.start]
        plain = vocabulary.words[found.term.slug].plain
        is_capital = block.text[found.start].isupper()
        is_titled = is_capital and not block.shouts
        phrase = phrase_for(plain, found.form, before, block.text[found.end :], is_titled=is_titled)
        if block.shouts:
            phrase = phrase.upper()
        said = joined(before, phrase, is_capital=is_capital) if phrase else None
        if said is not None:
            written, copied = said, found.end
    return written + block.text[copied:]


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


class Writing(NamedTuple):
    """What this Python's Unicode says of signs: ranges of those of words, and of these and their marks."""

    word: str
    letter: str

    folds: tuple[tuple[str, str], ...]
    """Signs that another one stands for, each with that."""


@cache
def signs_of_writing() -> Writing:
    signs = "".join(WORD_SIGNS.findall(SIGNS))
    marks = filter(is_letter, OTHER_SIGNS.findall(SIGNS))
    folds = ((sign, fold_case(sign)) for sign in signs if sign.casefold() != sign)
    letters = ranges("".join(sorted((*signs, *marks))))
    return Writing(ranges(signs), letters, tuple((sign, folded) for sign, folded in folds if sign != folded))


def vocabulary_data(vocabulary: Vocabulary) -> dict[str, Any]:
    """What a browser needs to find the same words: docs/translate.md describes it.

    The classes of signs travel with it, since a browser's Unicode is not the one of this Python.
    """
    writing = signs_of_writing()
    slugs = {slug: number for number, slug in enumerate(vocabulary.words)}
    known = set("".join(vocabulary.index.words))

    def terms(text: str) -> Iterator[list[Any]]:
        for term in vocabulary.index.words[text]:
            fragment = term.href.partition("#")[2]
            form = vocabulary.forms.get((text, term.slug), Form.HEAD)
            marked = vocabulary.is_marked(term) + (vocabulary.is_marked(term) and vocabulary.is_noun(term))
            row = [slugs[term.slug], term.spelling, marked, int(form), fragment]
            yield row if fragment else row[:-1]

    plain = {slugs[slug]: word.plain for slug, word in vocabulary.words.items() if word.plain}
    return {
        "format": FORMAT,
        "slugs": list(slugs),
        "words": [[text, *terms(text)] for text in sorted(vocabulary.index.words, key=_order)],
        "fold": {sign: folded for sign, folded in writing.folds if folded in known},
        "straight": list(map(list, STRAIGHT)),
        "word": writing.word,
        "letter": writing.letter,
        "plain": plain,
        "determiners": sorted(DETERMINERS),
        "pronouns": sorted(PRONOUNS),
        "given": sorted(GIVEN_UP),
        "little": sorted(LITTLE),
        "patterns": [
            f"^{VOWEL.pattern}",
            *(one.pattern for one in (ADVERB, CLOSED, VERBAL, SENTENCE_END, LINE_END, BLANKS)),
            f"^{ITEM.pattern}",
        ],
    }


def _order(words: str) -> tuple[int, str]:
    """The last are tried first: those that begin before their first word; of those with one beginning the longest."""
    first = WORD.search(words)
    return first.start() if first else 0, words


def senses_data(vocabulary: Vocabulary) -> list[list[str]]:
    """Head, part of speech and what it says, by the number of the slug."""
    return [[word.headword, word.parts_of_speech, word.sense] for word in vocabulary.words.values()]


def _word(entry: Entry) -> Word:
    plain = plain_forms(entry.policy.plain, is_verb=_is_verb(entry)) if entry.policy.plain else ()
    return Word(entry.headword, entry.part_of_speech, entry.gloss_within(LONGEST_SENSE), plain)


def _form(text: str, term: Term, entry: Entry) -> Form:
    """What folded words are of the entry to which they lead."""
    if "#" in term.href:
        return Form.OTHER
    heads, forms = (
        {*map(fold_words, words)} for words in ([head.text for head in entry.heads], entry.policy.forms)
    )
    return form_of(text, heads, forms, is_verb=_is_verb(entry) or entry.policy.plain.count(BETWEEN) > 1)


def _is_verb(entry: Entry) -> bool:
    return bool(set(entry.parts_of_speech) & VERBS)


def _read(block: str, vocabulary: Vocabulary) -> Block:
    plain = straight(block)
    capitals, letters = len(CAPITAL.findall(block)), len(ASCII_LETTER.findall(block))
    shouts = capitals * SHOUTED[1] > letters * SHOUTED[0]
    found = (
        Found(start, end, term, vocabulary.forms.get((fold_case(plain[start:end]), term.slug), Form.HEAD))
        for start, end, term in vocabulary.index.find(plain, fold_case(plain))
        if vocabulary.is_marked(term) and not (shouts and term.spelling)
    )
    return Block(block, shouts, tuple(one for one in found if not _is_done(one, block, vocabulary)))


def _is_done(found: Found, block: str, vocabulary: Vocabulary) -> bool:
    """Whether a noun is a verb where it stands."""
    near = block[max(0, found.start - NEAR) : found.start]
    return found.form is Form.HEAD and vocabulary.is_noun(found.term) and VERBAL.search(near) is not None
