"""What is wrong between entries, and what is doubtful within one. Each check yields all its findings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from pathlib import PurePosixPath
from typing import Final

from plugins.glossary.anchor import fragments
from plugins.glossary.block import texts_of
from plugins.glossary.dictionary import Dictionary
from plugins.glossary.headword import initial, is_initials, lookup_key
from plugins.glossary.mention import mentioned, without_links
from plugins.glossary.model import AuthorWarning, DictionaryFile, Entry, Prose, Reference, Senses, Target
from plugins.glossary.plain import plain_text
from plugins.glossary.plainly import BETWEEN, MOST_PHRASES
from plugins.source import AuthorError

ENDS: Final = tuple('.?!…:;,—"”’»)')
LONGEST_PLAIN: Final = 60
"""Characters. `Plain:` must fit where the word stood; longer than this it is a definition again."""

CAPITALS: Final = re.compile(r"(?<![\w’'&./-])[A-ZÀ-Þ]{3,}(?:[ -][A-ZÀ-Þ]{2,}){0,4}(?![\w’'&-])")
"""Words that may be a head as it is printed."""

MOST_STRANGERS: Final = 20
"""In the file of a letter: more have one cause, its name."""

LETTER_FILE: Final = 1
"""Length of the name of a file that holds the short entries of one letter."""


def check_entries(entries: Iterable[Entry], reserved: frozenset[str] = frozenset()) -> Iterator[AuthorError]:
    """Everything wrong between the entries of a site, wherever they are defined.

    Args:
        entries: all of them, also those that are there twice.
        reserved: slugs that are addresses of something else.
    """
    everything = tuple(entries)
    dictionary = Dictionary.of(everything)
    yield from check_duplicates(everything)
    yield from check_homographs(everything)
    yield from check_addresses(everything, reserved)
    yield from check_references(dictionary)
    yield from check_circles(dictionary)
    yield from check_forms(dictionary)


def check_duplicates(entries: Sequence[Entry]) -> Iterator[AuthorError]:
    """Two entries with one head that are not told apart as homographs."""
    seen: dict[tuple[str, int], Entry] = {}
    for entry in _in_order(entries):
        for head in entry.heads:
            first = seen.setdefault((lookup_key(head.text), entry.homograph), entry)
            if first is entry:
                continue
            name = head.text
            if entry.homograph:
                fix = f'write another number than "Homograph: {entry.homograph}"'
            else:
                fix = 'leave one out, or write "Homograph: 1" and "Homograph: 2" above them'
            yield AuthorError(entry.source, f"{name} is defined twice, first in {first.source}; {fix}")
            break


def check_homographs(entries: Sequence[Entry]) -> Iterator[AuthorError]:
    """Homographs are numbered 1, 2, … without a gap, and there are at least two."""
    alike: dict[str, dict[int, Entry]] = defaultdict(dict)
    for entry in _in_order(entries):
        alike[lookup_key(entry.headword)].setdefault(entry.homograph, entry)
    for numbered in alike.values():
        last = numbered[max(numbered)]
        if list(numbered) == [0]:
            continue
        if 0 in numbered:
            missing = next(number for number in range(1, len(numbered) + 1) if number not in numbered)
            message = f'{last.headword} has homographs and no number here; write "Homograph: {missing}"'
            yield AuthorError(numbered[0].source, message)
        elif len(numbered) == 1:
            message = f'{last.headword} has no other homograph; leave "Homograph" out, or define the other'
            yield AuthorError(last.source, message)
        elif max(numbered) != len(numbered):
            missing = next(number for number in range(1, max(numbered)) if number not in numbered)
            number = max(numbered)
            message = f'{last.headword} has homograph {number} but no {missing}; write "Homograph: {missing}"'
            yield AuthorError(last.source, message)


def check_addresses(
    entries: Sequence[Entry], reserved: frozenset[str] = frozenset()
) -> Iterator[AuthorError]:
    """Different heads, or a head and a sense, that would share an address."""
    within = {fragment: entry for entry in entries for fragment in fragments(entry)}
    seen: dict[str, Entry] = {}
    for entry in _in_order(entries):
        slug = entry.slug
        first = seen.setdefault(slug, entry)
        instead = 'write another "Slug"' if entry.policy.slug else "write another first head"
        if lookup_key(first.headword) != lookup_key(entry.headword):
            message = f'{entry.headword} and {first.headword} have one address, "{slug}"; {instead}'
            yield AuthorError(entry.source, message)
        elif slug in reserved:
            message = f'"{slug}" is the address of another page; {instead}'
            yield AuthorError(entry.source, message)
        elif slug in within:
            message = f'"{slug}" is also a part of {within[slug].headword}; {instead}'
            yield AuthorError(entry.source, message)


def check_references(dictionary: Dictionary) -> Iterator[AuthorError]:
    """Cross-references and links that lead nowhere; and cross-references back to where they stand."""
    for entry in _in_order(dictionary.entries):
        for reference in entry.references:
            for target in reference.targets:
                if not target.leads_nowhere:
                    yield from _check_target(dictionary, entry, reference, target)
        for target in dict.fromkeys((*entry.mentions, *mentioned(entry.policy.short))):
            if not target.leads_nowhere and dictionary.find(target.name) is None:
                yield AuthorError(entry.source, _dangling(dictionary, target, "see"))


def _check_target(
    dictionary: Dictionary, entry: Entry, reference: Reference, target: Target
) -> Iterator[AuthorError]:
    found = dictionary.find(target.name)
    words, name = reference.words, target.head.text
    if found is None:
        yield AuthorError(reference.source, _dangling(dictionary, target, words))
    elif found.entry.slug == entry.slug and not found.fragment:
        yield AuthorError(reference.source, f'"{words} {name}" leads back to itself; leave it out')


def _dangling(dictionary: Dictionary, target: Target, words: str) -> str:
    whole = dictionary.find(target.head.text)
    if whole is not None and target.sense:
        name = f"{target.head.text} ({target.sense})"
        return f'"{words} {name}" leads nowhere; write a sense that {whole.entry.headword} has'
    if whole is not None:
        return f'"{words} {target.name}" leads nowhere; write a homograph that there is'
    name = target.head.text
    joined = re.split(r" & | ?/ ?", name)
    if len(joined) > 1 and all(dictionary.find(piece) for piece in joined):
        return f'"{words} {name}" leads nowhere; write "{words} {" and ".join(joined)}"'
    near = dictionary.nearest(name)
    instead = f"define {name}, or write [{name}](dict:later) until it is written"
    return f'"{words} {name}" leads nowhere; {f"write {near}, " if near else ""}{instead}'


def check_capitals(dictionary: Dictionary) -> Iterator[AuthorWarning]:
    """Heads that stand in capitals in the text of another entry, as printed references do, and are none."""
    heads = {head.text: entry for entry in dictionary.entries for head in entry.heads if not head.exact}
    for entry in _in_order(dictionary.entries):
        texts = "\n".join(chain.from_iterable(map(texts_of, entry.blocks)))
        for found in CAPITALS.finditer(without_links(texts)):
            other = heads.get(found[0])
            if (
                other
                and other is not entry
                and "abbr." not in other.parts_of_speech
                and not is_initials(found[0])
            ):
                name = found[0].replace(" ", "%20")
                message = (
                    f'"{found[0]}" stands in capitals and is no reference; write "[{found[0]}](dict:{name})"'
                )
                yield AuthorWarning(entry.source, message)


def check_circles(dictionary: Dictionary) -> Iterator[AuthorError]:
    """Entries that only refer to each other, so that none of them says anything."""
    idle = {entry.slug: entry for entry in dictionary.entries if _only_refers(entry)}
    ends = {entry.slug for entry in dictionary.entries if entry.slug not in idle}
    to = {slug: [other.slug for other in dictionary.refers_to(entry)] for slug, entry in idle.items()}
    while reaching := {slug for slug in to if slug not in ends and any(other in ends for other in to[slug])}:
        ends |= reaching
    for entry in _in_order(idle.values()):
        slug = entry.slug
        if slug not in ends and to[slug]:
            other = idle[to[slug][0]].headword
            message = f"{entry.headword} and {other} only refer to each other; write what one of them means"
            yield AuthorError(entry.source, message)


def _only_refers(entry: Entry) -> bool:
    return all(isinstance(block, Prose) and not block.text for block in entry.blocks)


def check_forms(dictionary: Dictionary) -> Iterator[AuthorError]:
    """Heads that are another entry's form, and forms, or words of `Also`, that two entries claim."""
    heads = {lookup_key(head.text): entry for entry in dictionary.entries for head in entry.heads}
    claimed: dict[str, Entry] = {}
    for entry in _in_order(dictionary.entries):
        own = {lookup_key(head.text) for head in entry.heads}
        forms = dict.fromkeys(entry.policy.forms, "Forms")
        for form, name in (forms | dict.fromkeys(entry.policy.also, "Also")).items():
            key = lookup_key(form)
            other = heads.get(key) or claimed.get(key)
            claimed.setdefault(key, entry)
            if other is None or lookup_key(other.headword) in own:
                continue
            what = (
                "is an entry of its own"
                if key in heads
                else f"is also a {'form' if name == 'Forms' else 'word'} of {other.headword}"
            )
            kind = "form" if name == "Forms" else "word"
            yield AuthorError(entry.source, f'the {kind} "{form}" {what}; leave it out of "{name}"')


def check_style(entry: Entry) -> Iterator[AuthorWarning]:
    """What is read without trouble but not printed so."""
    for part in entry.parts:
        first, last = part.blocks[0], part.blocks[-1]
        if isinstance(first, Prose) and part.parts_of_speech and plain_text(first.text)[:1].islower():
            name = " and ".join(part.parts_of_speech)
            message = (
                f'the text of {entry.headword} begins with a small letter; write a capital after "{name}"'
            )
            yield AuthorWarning(entry.source, message)
        if isinstance(last, Prose | Senses) and not _is_closed(last):
            message = f"the text of {entry.headword} has no end; write a full stop"
            yield AuthorWarning(entry.source, message)


def check_plain(entry: Entry) -> Iterator[AuthorWarning]:
    """A `Plain:` that would not fit where the word stood."""
    phrases = entry.policy.plain.split(BETWEEN)
    if len(phrases) > MOST_PHRASES:
        yield AuthorWarning(
            entry.source,
            f"Plain of {entry.headword} has {len(phrases)} phrases; write those of the head, of what ends in -s, -ing "
            "and -ed, and of the head as a verb",
        )
    length = max(map(len, phrases))
    if length > LONGEST_PLAIN:
        message = (
            f"Plain of {entry.headword} has {length} characters; "
            f"write one phrase of at most {LONGEST_PLAIN}, not a definition"
        )
        yield AuthorWarning(entry.source, message)


def _is_closed(block: Prose | Senses) -> bool:
    if block.references:
        return True
    if isinstance(block, Prose):
        return plain_text(block.text).endswith(ENDS)
    last = block.senses[-1]
    if last.blocks or last.references:
        return True
    gloss = last.senses[-1].gloss if last.senses else last.gloss
    return bool(block.closing) or plain_text(gloss).endswith(ENDS)


def check_order(file: DictionaryFile) -> Iterator[AuthorWarning]:
    """A file of one letter holds entries of that letter, in their order."""
    letter = PurePosixPath(file.path).stem
    if len(letter) != LETTER_FILE:
        return
    strangers = [entry for entry in file.entries if initial(entry.headword) != letter]
    if len(strangers) >= MOST_STRANGERS:
        first, others = strangers[0], len(strangers) - 1
        message = (
            f'{first.headword} and {others} others stand in the file of "{letter}"; '
            "write a file a letter, or name this one otherwise"
        )
        yield AuthorWarning(first.source, message)
        return
    for entry in strangers:
        message = f'{entry.headword} stands in the file of "{letter}"; write it in that of "{entry.initial}"'
        yield AuthorWarning(entry.source, message)
    for before, entry in pairwise(file.entries):
        if entry.sort_key < before.sort_key:
            message = f"{entry.headword} stands after {before.headword}; write it before"
            yield AuthorWarning(entry.source, message)


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    return sorted(entries, key=lambda entry: entry.source)
