"""Words that mean too much in everyday English to be linked wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from plugins.glossary.entry import AuthorWarning, Entry

AMBIGUOUS: Final = frozenset(
    "act action age allowance apply archive area article bank bill block board body book box branch bridge call"
    " capital card case cause cell centre chair change charge check choice class code colour command company"
    " contract control copy correction cost country course court credit culture cut date day deal degree design desk"
    " direction door drive duty edge effect end energy equity event exchange exercise exit experience face fact"
    " family field figure file film fire firm flat flexible floor focus force form frame friend function game gap"
    " goal ground group growth hand head heart help hire history home hope hour house idea image impact interest"
    " issue job key kind kitchen language law lead leave letter level leverage lift light line link list load look"
    " loss love market mass master match matter message method mind minute mission model money month mood move name"
    " nature network news night note notice number object offer office operation order page panel paper part party"
    " pass past path pattern people period person pipeline place plan plant platform play point policy position post"
    " power practice press pressure price principle probation problem process product profit programme project"
    " promise promotion proof property purpose quality quarter question race range rate reason record reference"
    " relief report request research resource respect response rest result return review reward risk road role room"
    " root round rule run sale scale scene school score screen search season seat sense series service session set"
    " share shift show side sign signal silo size skill sound source space speech speed staff stage standard start"
    " state statement status step stock stop store story strategy strength stress structure study style subject"
    " success support surface system table talent talk target task tax team term test text theory thing thought time"
    " title tone touch track trade training travel treatment trial trust turn type union unit use value view vision"
    " visit voice volume walk wall war waste watch water way weakness week weight will wind window wish woman word"
    " work workshop world worth year yield zero".split()
)
"""One word each, with several meanings of everyday speech; rules cannot tell which is meant."""


def is_linked_anywhere(entry: Entry) -> bool:
    """Whether words of an entry are linked where nobody wrote a link."""
    return entry.policy.link in ("auto", "exact") and not _is_undecided(entry)


def check_ambiguity(entries: Iterable[Entry]) -> Iterator[AuthorWarning]:
    """Entries whose head is such a word, while its author has not decided how it is linked."""
    for entry in filter(_is_undecided, entries):
        message = (
            f"{entry.headword} means too much to be linked wherever it stands, and is linked nowhere; "
            'write "Link: explicit" above it, or "Link: auto" if links are meant'
        )
        yield AuthorWarning(entry.source, message)


def _is_undecided(entry: Entry) -> bool:
    is_left_open = entry.policy.link == "auto" and not entry.policy.is_auto_meant
    return is_left_open and entry.headword.casefold() in AMBIGUOUS
