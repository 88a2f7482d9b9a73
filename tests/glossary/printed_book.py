"""A printed dictionary, in plain text with its lines broken, to our grammar; and entries to the words of print.

The text is The Devil's Dictionary in the edition of 1911, public domain, as Debian's package dict-devil has it: 72
characters a line, four spaces before what is quoted, four more for each indent, signatures at the right, `_italics_`,
`{CROSS-REFERENCE}`.
"""

from __future__ import annotations

import gzip
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from plugins.glossary.headword import slugify
from plugins.glossary.model import (
    Block,
    Dialogue,
    Entry,
    Prose,
    Quotation,
    Reference,
    RunOn,
    Sense,
    Senses,
    Verse,
)
from plugins.glossary.parts_of_speech import PARTS_OF_SPEECH, one_or_more

PLACES = (Path(__file__).parents[2] / ".venv/devil.dict.dz", Path("/usr/share/dictd/devil.dict.dz"))
"""Where `make test` puts it, and where the package does."""

PARTS: Mapping[str, str] = MappingProxyType(
    PARTS_OF_SPEECH
    | {"pp.": "past participle", "p.p.": "past participle", "pro.": "pronoun", "x.": "unknown"}
)
"""Ours and those that this book has besides."""

WIDTH = 70
"""Of a full line; a line that ends earlier than it must ends a verse or a paragraph."""

SIGNED_FROM = 35
"""Spaces. A line that begins so far to the right, at the end of a quotation, is its signature."""

NOT_SIGNED = ("Because", "Um -- toast.")
"""Verse that stands as far to the right as a signature."""

SIGNED_TOO = (
    "(from the headstone of a British nobleman in Kalamazoo)",
    "(in a funeral sermon over a British nobleman)",
)
"""Signatures that are too long to stand so far to the right."""

MISPRINTS = (("IMPOSTOR n.", "IMPOSTOR, n."), ("INFERIAE,n.", "INFERIAE, n."))
"""As printed, and as our grammar wants it. All that a converter of this book must set right."""

Lines = tuple[str, ...]
"""A paragraph as it is printed."""


@dataclass(frozen=True, slots=True)
class Printed:
    """An entry as it is printed: its paragraphs, one or more."""

    paragraphs: tuple[Lines, ...]

    @property
    def text(self) -> str:
        """Its words with single spaces; a line that ends with a hyphen goes on without one."""
        return _unbroken(line for lines in self.paragraphs for line in lines)


def read_book() -> str | None:
    """The printed text, from the first entry to the last; None where it is not installed."""
    found = next((place for place in PLACES if place.is_file()), None)
    if found is None:
        return None
    text = gzip.decompress(found.read_bytes()).decode("ascii")
    return text[text.index("ABASEMENT, n.") : text.rindex("\n abcdef")]


def split_entries(text: str) -> tuple[Printed, ...]:
    """An entry begins where a paragraph begins with a capital at the margin."""
    entries: list[list[Lines]] = []
    for paragraph in filter(None, re.split(r"\n[ \t]*\n", text.rstrip())):
        if paragraph[0].isupper():
            entries.append([])
        entries[-1].append(tuple(line.rstrip() for line in paragraph.split("\n")))
    return tuple(Printed(tuple(paragraphs)) for paragraphs in entries)


def convert_book(entries: Sequence[Printed]) -> tuple[list[str], dict[str, str]]:
    """Files of content/dictionary/: one a letter, and one for each entry with front matter of its own.

    Returns:
        For each printed entry the name of its file, and the files by name.
    """
    converted = [convert_entry(entry) for entry in entries]
    count = Counter(head for head, _, _ in converted)
    seen: Counter[str] = Counter()
    names, files = [], {}
    for head, is_bare, text in converted:
        seen[head] += 1
        homograph = seen[head] if count[head] > 1 else 0
        policy = [f"Homograph: {homograph}"] * bool(homograph) + ["Entry: yes"] * is_bare
        names.append(f"{slugify(head, homograph) if policy else head[0].lower()}.md")
        files.setdefault(names[-1], ["\n".join(["Date: 1911-01-01", *policy])]).append(text)
    return names, {name: "\n\n".join(texts) + "\n" for name, texts in files.items()}


def convert_entry(entry: Printed) -> tuple[str, bool, str]:
    """The head, whether it has no part of speech, and the text in our grammar."""
    (first, *others), *paragraphs = entry.paragraphs
    own, *more = _split_indented((first, *others))
    head, is_bare, text = _convert_head(_inline(_unbroken(own)))
    blocks = [text, *(_inline(_unbroken(lines)) for lines in more), *_convert_blocks(paragraphs)]
    return head, is_bare, "\n\n".join(blocks)


def _convert_head(text: str) -> tuple[str, bool, str]:
    """A head of its own case is marked."""
    for printed, meant in MISPRINTS:
        text = text.replace(printed, meant)
    found = re.match(
        rf"([^a-z]+?|TZETZE \(or TSETSE\) FLY|BABE or BABY), {one_or_more(tuple(PARTS))}(?= |$)", text
    )
    if found is None:
        return re.match(r"(?:[A-Z]\.|LL\.)+(?:D\.)?|[A-Z]+(?: [A-Z]{2,})*\??", text)[0], True, text
    head = found[1]
    is_exact = not head.isupper() and " or B" not in head
    return head, False, text.replace(head, f"**{head}**", 1) if is_exact else text


def _convert_blocks(paragraphs: Sequence[Lines]) -> Iterator[str]:
    """What follows the first paragraph. Stanzas of one verse and paragraphs of one quotation go together."""
    held: list[Lines] = []
    for lines in paragraphs:
        if _indent(lines[-1]) == 0 or _indent(lines[0]) == 0:
            yield from _convert_quoted(held)
            held = []
            yield from (_inline(_unbroken(part)) for part in _split_indented(lines))
        else:
            held.append(lines)
    yield from _convert_quoted(held)


def _split_indented(lines: Lines) -> list[Lines]:
    """Paragraphs that begin with an indent and without an empty line."""
    parts: list[list[str]] = []
    for line in lines:
        if not parts or _indent(line):
            parts.append([])
        parts[-1].append(line)
    return [tuple(part) for part in parts]


def _convert_quoted(paragraphs: Sequence[Lines]) -> Iterator[str]:
    """Quotations, each up to its signature."""
    kinds = _kinds(paragraphs)
    held: list[str] = []
    kind = ""
    for lines, own in zip(paragraphs, kinds, strict=True):
        if held and own != kind:
            yield _quoted(held)
            held = []
        kind = own
        said, signature, after = _split_signature(lines)
        held += [
            *([{"verse": "|", "prose": "", "dialogue": ""}[kind]] if held else []),
            *CONVERTERS[kind](said),
        ]
        if signature:
            yield _quoted([*held, "", f"— {_inline(_unbroken(signature))}"])
            held = []
        if after:
            held = list(CONVERTERS[kind](after))
    if held:
        yield _quoted(held)


def _quoted(lines: Sequence[str]) -> str:
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _kinds(paragraphs: Sequence[Lines]) -> list[str]:
    """What each paragraph is; one of a single line is what its neighbours are."""
    known = [_kind(lines) for lines in paragraphs]
    others = [kind for kind in known if kind]
    return [kind or (others[0] if others else "prose") for kind in known]


def _kind(lines: Lines) -> str:
    if re.match(r" {4}[A-Z][A-Z ]+:  ", lines[0]):
        return "dialogue"
    said, signature, _ = _split_signature(lines)
    if len(said) == 1:
        return "prose" if signature and said[0].strip() not in NOT_SIGNED else ""
    return "prose" if all(map(_is_full, said, said[1:])) else "verse"


def _is_full(line: str, following: str) -> bool:
    """Whether the next word had no place in the line, or begins a paragraph."""
    begins = _indent(following) == 8 and _indent(line) == 4
    spaces = 2 if line[-1] in ".:?!" else 1
    return begins or len(line) + spaces + len(following.split()[0]) > WIDTH


def _split_signature(lines: Lines) -> tuple[Lines, Lines, Lines]:
    """What is said, who said it, and a postscript."""
    signed = [place for place, line in enumerate(lines) if _is_signature(line)]
    if not signed:
        return lines, (), ()
    return lines[: signed[0]], lines[signed[0] : signed[-1] + 1], lines[signed[-1] + 1 :]


def _is_signature(line: str) -> bool:
    text = line.strip()
    return text in SIGNED_TOO or (_indent(line) >= SIGNED_FROM and text not in NOT_SIGNED)


def _convert_verse(lines: Lines) -> Iterator[str]:
    for line in lines:
        yield f"| {' ' * (2 * indent_of(line))}{_inline(_unbroken((line,)))}"


def indent_of(line: str) -> int:
    """Of a line of verse, in steps of two spaces."""
    return max(0, (_indent(line) - 4) // 2)


def _convert_prose(lines: Lines) -> Iterator[str]:
    held: list[str] = []
    for place, line in enumerate(lines):
        if place and _indent(line) == 8 and _indent(lines[place - 1]) == 4:
            yield from (_inline(_unbroken(held)), "")
            held = []
        held.append(line)
    yield _inline(_unbroken(held))


def _convert_dialogue(lines: Lines) -> Iterator[str]:
    for speech in re.split(r"\n(?= {4}\S)", "\n".join(lines)):
        yield _inline(_unbroken(speech.split("\n")))


CONVERTERS = {"verse": _convert_verse, "prose": _convert_prose, "dialogue": _convert_dialogue}


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _unbroken(lines: Iterator[str] | Sequence[str]) -> str:
    joined = "\n".join(" ".join(line.split()) for line in lines)
    return re.sub(r"(?<=\w)-\n", "-", joined).replace("\n", " ")


def _inline(text: str) -> str:
    """The marks of print as Markdown."""
    text = re.sub(r"_([^_]+)_", r"*\1*", text)
    if text.endswith("See {HUSBAND}."):
        return text.replace("{HUSBAND}", "HUSBAND")
    return re.sub(r"\{([^}]+)\}", r"[\1](dict:\1)", text)


def as_printed(entry: Entry) -> str:
    """The words of an entry as this book prints them, with single spaces."""
    joint = {"or": " or ", "/": " / ", ";": "; ", ",": ", "}[entry.joint]
    text = joint.join(head.text for head in entry.heads) + entry.mark
    for place, part in enumerate(entry.parts):
        names = " and ".join(part.parts_of_speech)
        text += f", {names}" if names and place == 0 else f" {names}" if names else ""
        text += f" [{', '.join(part.labels)}]" if part.labels else ""
        text += "".join(f" {note.brackets[0]}{note.text}{note.brackets[1]}" for note in part.notes)
        text += "".join(f" {words}" for block in part.blocks for words in _words(block))
    text = re.sub(r"\[([^\[\]]+)\]\(dict:[^)]+\)", r"{\1}", text)
    text = re.sub(
        r"\(See \{(GIAOUR|DAMNYANK)\}", r"(See \1", text
    )  # read as a link; the print marks it as none
    for printed, meant in MISPRINTS:
        text = text.replace(meant, printed)
    return re.sub(r"\*([^*]+)\*", r"_\1_", text)


def _words(block: Block) -> Iterator[str]:
    match block:
        case Prose():
            yield from filter(None, (block.text, *map(_reference, block.references)))
        case Verse():
            yield from (line.text for stanza in block.stanzas for line in stanza)
        case Quotation():
            yield from block.paragraphs
        case Dialogue():
            yield from (f"{speech.speaker}: {speech.words}" for speech in block.speeches)
        case Senses():
            yield f"{block.separator} ".join(map(_sense, block.senses)) + block.closing
        case RunOn():
            raise AssertionError("this book has none")
    if isinstance(block, Verse | Quotation | Dialogue) and block.attribution:
        yield block.attribution


def _sense(sense: Sense) -> str:
    return f"({sense.number}) {sense.gloss}"


def _reference(reference: Reference) -> str:
    return f"{reference.words} {{{reference.targets[0].head.text}}}."
