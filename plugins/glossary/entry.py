"""What an entry of the dictionary is, and a file of entries. No I/O, no Markdown and no Pelican here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias

from plugins.glossary.block import NOWHERE, Block, Head, Reference, RunOn, first_words, references_of
from plugins.glossary.headword import initial, is_initials, sentence_case, slugify, sort_key, superscript
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
        return slugify(self.headword, self.homograph)

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
    def gloss(self) -> str:
        """The first sense or paragraph, without marks; of an entry that only quotes, what it quotes."""
        return next(filter(None, map(first_words, self.blocks)), "")

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
