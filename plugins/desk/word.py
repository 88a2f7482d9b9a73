"""What authors begin: new words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from plugins.checks.model import Sources
from plugins.desk.author import begin_file
from plugins.desk.model import DeskError, in_one_line
from plugins.desk.write import write_entry
from plugins.glossary.check import check_entries, check_style
from plugins.glossary.parse import parse_entry
from plugins.glossary.parts_of_speech import PARTS_OF_SPEECH, one_or_more
from plugins.site.addresses import WORDS_TAKEN
from plugins.slug import fault_of_slug, slugify
from plugins.source import Source


def begin_entry(
    sources: Sources,
    head: str,
    part_of_speech: str,
    text: str,
    now: datetime,
    known: Mapping[str, str] = PARTS_OF_SPEECH,
    quoted: str = "",
) -> Path:
    """Write the first lines of an entry of the dictionary. Returns its path.

    A head is set in capitals; one between `**` keeps its case.

    Args:
        known: the parts of speech that there are, with their names.
        quoted: its commentary.

    Raises:
        DeskError: there is no head, it is defined already, or has a part of speech that is not known.
        AuthorError: what would be written could not be read.
    """
    head, text = in_one_line("HEAD", head), in_one_line("TEXT", text)
    name = slugify(head)
    if not name:
        none = f'HEAD: no address can be made of "{head}"; write a word with a letter'
        raise DeskError(none if head else 'write make define HEAD="The word"')
    if fault := fault_of_slug(name):
        raise DeskError(f'HEAD: "{name}" {fault}')
    parts = one_or_more(tuple(known))
    if not re.fullmatch(parts, part_of_speech):
        raise DeskError(f'"{part_of_speech}" is no part of speech; write one of {" ".join(known)}')
    if more := re.fullmatch(rf"(?P<head>[^,]+), ?(?P<part>{parts})(?: (?P<text>.*))?", head, re.IGNORECASE):
        apart = f'HEAD="{more["head"]}" PART="{more["part"].lower()}" TEXT="{more["text"] or "Its text."}"'
        raise DeskError(f'HEAD: "{head}" holds a part of speech; write {apart}')
    if not head.startswith("**"):
        head = head.upper()
    path = Path(sources.folder, "dictionary", f"{name}.md")
    commentary = f"\n* * *\n\n{quoted}" if quoted else ""
    definition = _as_printed(text)
    # what a build would refuse is refused while it is on the author's screen
    where = Source("TEXT" if definition else "HEAD", 1)
    entry = parse_entry(f"{head}, {part_of_speech} {definition or 'Text.'}", where, parts_of_speech=known)
    if entry.slug in WORDS_TAKEN:
        raise DeskError(f"HEAD: /dictionary/{entry.slug}/ is the address of another page; write another word")
    for other in sources.all_entries:
        if other.slug == entry.slug:
            raise DeskError(f"{other.source}: {other.headword} is defined here already; change that")
    return begin_file(path, write_entry(head, part_of_speech, definition, now) + commentary)


def remarks_on(sources: Sources, path: Path, known: Mapping[str, str]) -> tuple[str, ...]:
    """What `make check` will say of a dictionary with this new word: of what it refers to, and who has its head."""
    line = path.read_text("utf-8").split("\n")[2]
    entry = parse_entry(line, Source(str(path), 3), parts_of_speech=known)
    return tuple(map(str, (*check_style(entry), *check_entries((*sources.all_entries, entry), WORDS_TAKEN))))


def _as_printed(text: str) -> str:
    """A definition is a sentence: with a capital, and with a full stop. Numbered senses need no capital."""
    capital = text if text.startswith("(1)") else text[:1].upper() + text[1:]
    return capital + ("" if not text or text[-1] in ".!?…”’\"'" else ".")
