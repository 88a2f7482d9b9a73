"""What an entry of the dictionary is, and a file of entries. No I/O, no Markdown and no Pelican here."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Literal, TypeAlias

from plugins.glossary.block import (
    NOWHERE,
    Block,
    Head,
    Note,
    Reference,
    RunOn,
    Senses,
    Target,
    labels_of,
    references_of,
    texts_of,
)
from plugins.glossary.gloss import LONGEST_GLOSS, gloss
from plugins.glossary.headword import initial, is_initials, sentence_case, slugify, sort_key, superscript
from plugins.glossary.mention import mentioned
from plugins.source import AuthorError, Source

Joint: TypeAlias = Literal["or", "/", ";", ","]
LinkPolicy: TypeAlias = Literal["auto", "exact", "explicit", "never"]


class AuthorWarning(AuthorError):  # noqa: N818 - it is one of the author's errors, only milder
    """Doubtful rather than wrong: lint shows it, nothing fails because of it."""


@dataclass(frozen=True, slots=True)
class Part:
    """What the entry says of one part of speech."""

    parts_of_speech: tuple[str, ...]
    """Abbreviations as printed, "adj. and n." being two; empty only in an entry without any."""

    blocks: tuple[Block, ...]
    """One or more, in reading order."""

    labels: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    """Pronunciation, origin and usage, in reading order."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What the front matter decides about an entry."""

    forms: tuple[str, ...] = ()
    """Other forms of the head, linked as it is."""

    link: LinkPolicy = "auto"
    homograph: int = 0
    """1-based among entries with one head; 0 when there is no other."""

    is_entry: bool = False
    """Entry: yes; the head may stand without a part of speech."""

    comments: str = ""
    """"open" or "closed"; empty leaves it to the site."""

    lang: str = ""
    """Language of the head where it is not the site's."""

    is_auto_meant: bool = False
    """Link: auto; the author wants the links, however many articles have one."""

    short: str = ""
    """Inline Markdown: the line that stands for the entry where there is no room; empty leaves it to `gloss`."""

    also: tuple[str, ...] = ()
    """Words that lead to the entry and are searched, but are no link where they stand in a text."""

    plain: str = ""
    """What to write instead of the head, one phrase that fits where it stood: "a salary"."""

    slug: str = ""
    """The address, where it is not made from the head."""

    unlike: tuple[str, ...] = ()
    """Words in which its own mean something else, such as "pay attention"; the head itself where no text means it."""


NO_POLICY = Policy()


@dataclass(frozen=True, slots=True)
class Entry:
    heads: tuple[Head, ...]
    """One or more, sharing the body."""

    parts: tuple[Part, ...]
    """One or more."""

    joint: Joint = "or"
    """What stands between several heads."""

    mark: str = ""
    """Without a part of speech, what stands after the heads: ".", ",", ":" or nothing."""

    policy: Policy = NO_POLICY
    source: Source = field(default=NOWHERE, compare=False)

    @property
    def headword(self) -> str:
        """The first head as printed."""
        return self.heads[0].text

    @property
    def homograph(self) -> int:
        return self.policy.homograph

    @property
    def slug(self) -> str:
        return self.policy.slug or slugify(self.headword, self.homograph)

    @property
    def name(self) -> str:
        """What lookups take and nothing else has: "NETWORKING", "LEAD²"."""
        return self.headword + (superscript(self.homograph) if self.homograph else "")

    @property
    def initial(self) -> str:
        return initial(self.headword)

    @property
    def sort_key(self) -> tuple[tuple[str, str], int]:
        return sort_key(self.headword), self.homograph

    @property
    def title(self) -> str:
        """The head where it is a title: sentence case, unless its capitals are its spelling."""
        return self.headword if self._is_spelt_so(self.heads[0]) else sentence_case(self.headword)

    @property
    def parts_of_speech(self) -> tuple[str, ...]:
        """All of them, in reading order."""
        return tuple(name for part in self.parts for name in part.parts_of_speech)

    @property
    def parts_of_speech_of_senses(self) -> tuple[str, ...]:
        """Those that single senses and their kinds have of their own, in reading order."""
        senses = (sense for block in self.blocks if isinstance(block, Senses) for sense in block.senses)
        return tuple(
            name for sense in senses for one in (sense, *sense.senses) for name in one.parts_of_speech
        )

    @property
    def labels(self) -> tuple[str, ...]:
        """All of them, in reading order."""
        return tuple(
            label for part in self.parts for label in (*part.labels, *chain(*map(labels_of, part.blocks)))
        )

    @property
    def part_of_speech(self) -> str:
        """As a line says it: "n. and v.", or empty."""
        return " and ".join(dict.fromkeys(self.parts_of_speech))

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All of them, in reading order."""
        return tuple(block for part in self.parts for block in part.blocks)

    @property
    def run_ons(self) -> tuple[RunOn, ...]:
        return tuple(block for block in self.blocks if isinstance(block, RunOn))

    @property
    def references(self) -> tuple[Reference, ...]:
        """All of them, in reading order."""
        return tuple(reference for block in self.blocks for reference in references_of(block))

    @property
    def mentions(self) -> tuple[Target, ...]:
        """What the links inside its sentences name, `[debt](dict:DEBT)`, in reading order."""
        texts = (
            *(note.text for part in self.parts for note in part.notes),
            *chain.from_iterable(map(texts_of, self.blocks)),
        )
        return tuple(target for text in texts for target in mentioned(text))

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that its definition is a link to, as `Dictionary.find` takes it."""
        said = (target for reference in self.references for target in reference.targets)
        return tuple(target.name for target in (*said, *self.mentions) if not target.leads_nowhere)

    @property
    def gloss(self) -> str:
        """What stands for it: plain text of at most LONGEST_GLOSS characters that can be read alone."""
        return self.gloss_within(LONGEST_GLOSS)

    def gloss_within(self, limit: int) -> str:
        """The same where there is less room, or more."""
        return gloss(self.blocks, self.policy.short, limit)

    @property
    def line(self) -> str:
        """The same in a list that prints all or nothing, however long; empty where it ends with what is not there."""
        said = self.gloss_within(sys.maxsize)
        return "" if said.endswith("…") else said

    def _is_spelt_so(self, head: Head) -> bool:
        return (
            head.exact
            or self.policy.link == "exact"
            or "abbr." in self.parts_of_speech
            or is_initials(head.text)
        )


@dataclass(frozen=True, slots=True)
class DictionaryFile:
    """A file of content/dictionary/: one entry with commentary, or many short ones."""

    path: str
    entries: tuple[Entry, ...]
    published_at: datetime | None
    """UTC; None only when the front matter was wrong."""

    commentary: str = ""
    """Markdown after "* * *"; only with a single entry."""

    commentary_source: Source = NOWHERE
    findings: tuple[AuthorError, ...] = ()
    """Everything wrong or doubtful in the file, in the order of its lines."""

    modified_at: datetime | None = None

    aliases: tuple[tuple[str, Source], ...] = ()
    """Addresses that its only entry had before, as written, with their places."""

    date_line: int = 1
    """Where its front matter says when it is published."""
