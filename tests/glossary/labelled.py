"""Sentences in which the mentions that are meant stand in square brackets, and how well the linker finds those."""

import re
from html import escape
from pathlib import Path
from typing import NamedTuple

from plugins.glossary.linking import link_terms
from plugins.glossary.terms import TermIndex


def sentences_of(path: Path) -> list[str]:
    """Those of a file of marked sentences, without its comments."""
    return [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]


class Score(NamedTuple):
    """How many links there are and are meant, and which are wrong and missed."""

    links: int
    wrong: tuple[str, ...]
    meant: int
    missed: tuple[str, ...]

    @property
    def precision(self) -> float:
        return 1 - len(self.wrong) / self.links

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.meant


def measure(sentences: list[str], index: TermIndex) -> Score:
    """What is linked, and what of it is marked."""
    links, meant, wrong, missed = 0, 0, [], []
    for sentence in sentences:
        wanted = spans(sentence, r"\[", r"\]")
        plain = re.sub(r"[\[\]]", "", sentence)
        found = spans(
            link_terms(escape(plain, quote=False), index).html.replace("&amp;", "&"), "<a [^>]*>", "</a>"
        )
        links, meant = links + len(found), meant + len(wanted)
        wrong += [f"{plain[slice(*span)]}: {plain}" for span in sorted(found - wanted)]
        missed += [f"{plain[slice(*span)]}: {plain}" for span in sorted(wanted - found)]
    return Score(links, tuple(wrong), meant, tuple(missed))


def spans(text: str, opening: str, closing: str) -> set[tuple[int, int]]:
    """Where marked words begin and end in the text without its marks."""
    found, open_at, length = set(), 0, 0
    for piece in re.split(f"({opening}|{closing})", text):
        if re.fullmatch(opening, piece):
            open_at = length
        elif re.fullmatch(closing, piece):
            found.add((open_at, length))
        else:
            length += len(piece)
    return found
