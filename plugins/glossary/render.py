"""An entry to HTML. The tags are in theme/templates/macros/definition.html; the views are made here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from markdown.extensions.codehilite import CodeHilite
from markupsafe import Markup, escape

from plugins.glossary.anchor import block_anchors, sense_anchor
from plugins.glossary.headword import is_abbreviation, superscript
from plugins.glossary.inline import render_inline, resolve_links
from plugins.glossary.model import (
    Alignment,
    Block,
    Code,
    Dialogue,
    Entry,
    Note,
    Part,
    Prose,
    Quotation,
    Reference,
    RunOn,
    Sense,
    Senses,
    Table,
    Target,
    Verse,
)
from plugins.glossary.parts_of_speech import PARTS_OF_SPEECH
from plugins.macros import macros

NOTHING: Final = Markup("")
EM_SPACE: Final = "\u2003"

Href: TypeAlias = Callable[[str], str | None]
"""The name in a cross-reference ("NETWORKING", "LEAD²#3") → where it leads; None leaves it without a link."""


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A part of speech or a label as printed, and in words; the same twice where it is no abbreviation."""

    text: str
    title: str


@dataclass(frozen=True, slots=True)
class TargetView:
    text: str
    href: str | None
    note: str
    """What is printed after the link: " (2)" for a sense, or nothing."""

    mark: str
    """ "²" of a homograph, or nothing."""

    before: str
    """What stands before it: "", ", " or " and "."""


@dataclass(frozen=True, slots=True)
class ReferenceView:
    words: str
    relation: str
    """For a class: "see-also"."""

    targets: tuple[TargetView, ...]
    closing: str


@dataclass(frozen=True, slots=True)
class NoteView:
    kind: str
    """ "pronunciation", "etymology" or "usage"."""

    opening: str
    text: Markup
    closing: str


@dataclass(frozen=True, slots=True)
class SenseView:
    id: str
    """Empty where ids are not wanted."""

    href: str
    """The sense's own address, for its mark; empty where ids are not wanted."""

    mark: str
    """As printed: "(1)", "(a)"."""

    labels: tuple[Abbreviation, ...]
    gloss: Markup
    senses: tuple[SenseView, ...]
    references: tuple[ReferenceView, ...]
    closing: str
    """ ";" or what ends the block; empty where sub-senses close it, or the gloss itself."""

    parts_of_speech: tuple[Abbreviation, ...] = ()
    notes: tuple[NoteView, ...] = ()
    blocks: tuple[BlockView, ...] = ()
    """What stands below it."""


@dataclass(frozen=True, slots=True)
class LineView:
    text: Markup
    indent: str
    """Em spaces, so that the verse stands as written without a stylesheet."""


@dataclass(frozen=True, slots=True)
class SpeechView:
    speaker: str
    words: Markup


@dataclass(frozen=True, slots=True)
class BlockView:
    """One block; which of the fields are filled depends on its kind."""

    kind: str
    """ "prose", "senses", "list", "verse", "quotation", "dialogue", "code", "table" or "run-on"; a list is senses of
    which one holds more than a line."""

    text: Markup = NOTHING
    """Of prose and code; of senses the words before the first."""

    senses: tuple[SenseView, ...] = ()
    references: tuple[ReferenceView, ...] = ()
    stanzas: tuple[tuple[LineView, ...], ...] = ()
    paragraphs: tuple[Markup, ...] = ()
    speeches: tuple[SpeechView, ...] = ()
    attribution: Markup = NOTHING
    id: str = ""
    head: str = ""
    parts_of_speech: tuple[Abbreviation, ...] = ()
    comma: str = ""
    labels: tuple[Abbreviation, ...] = ()
    notes: tuple[NoteView, ...] = ()
    body: tuple[BlockView, ...] = ()
    """Of a run-on entry: its one block."""

    rows: tuple[tuple[Markup, ...], ...] = ()
    """Of a table, its head first."""

    alignment: tuple[Alignment, ...] = ()


@dataclass(frozen=True, slots=True)
class PartView:
    parts_of_speech: tuple[Abbreviation, ...]
    comma: str
    """"," after the part of speech where numbered senses follow, or nothing."""

    labels: tuple[Abbreviation, ...]
    notes: tuple[NoteView, ...]
    blocks: tuple[BlockView, ...]


@dataclass(frozen=True, slots=True)
class DefinitionView:
    """What the macro `definition` shows."""

    id: str
    """Empty where ids are not wanted."""

    heads: tuple[str, ...]
    joint: str
    """With its spaces: " or ", "; "."""

    homograph: str
    """ "²", or nothing."""

    lang: str
    href: str | None
    """Where the head leads; None where it is at home."""

    parts: tuple[PartView, ...]
    """The first one's part of speech stands in the head, after a comma."""

    mark: str
    """What stands after a head without a part of speech."""


def to_be_resolved(name: str) -> str:
    """Where a cross-reference leads while the dictionary is not known: "dict:NETWORKING#2"."""
    return f"dict:{name}"


def render_entry(
    entry: Entry,
    href_of: Href = to_be_resolved,
    *,
    has_ids: bool = True,
    href: str | None = None,
    in_full: Mapping[str, str] = PARTS_OF_SPEECH,
) -> Markup:
    """The entry as `<dl class="definition">`; it reads well without a stylesheet.

    Args:
        entry: what to show.
        href_of: where a cross-reference leads.
        has_ids: False where the same entry may stand twice on a page.
        href: makes the head a link.
        in_full: abbreviation → words, of parts of speech and of labels.
    """
    return show(view_entry(entry, href_of, has_ids=has_ids, href=href, in_full=in_full))


def show(view: DefinitionView) -> Markup:
    """A view through the macro `definition`, for callers that are not templates."""
    return Markup(macros("definition.html").definition(view).strip())  # type: ignore[attr-defined]  # noqa: S704


def view_entry(
    entry: Entry,
    href_of: Href = to_be_resolved,
    *,
    has_ids: bool = True,
    href: str | None = None,
    in_full: Mapping[str, str] = PARTS_OF_SPEECH,
) -> DefinitionView:
    """What the macro needs of an entry. Arguments as for `render_entry`."""
    viewer = _Viewer(entry.slug if has_ids else "", href or "", href_of, in_full)
    anchors = iter(block_anchors(entry))
    return DefinitionView(
        id=entry.slug if has_ids else "",
        heads=tuple(head.text for head in entry.heads),
        joint=f"{entry.joint} " if entry.joint in ";," else f" {entry.joint} ",
        homograph=superscript(entry.homograph) if entry.homograph else "",
        lang=entry.policy.lang,
        href=href,
        parts=tuple(viewer.part(part, anchors) for part in entry.parts),
        mark=entry.mark,
    )


class _Viewer:
    """Makes the views of one entry."""

    def __init__(self, slug: str, page: str, href_of: Href, in_full: Mapping[str, str]) -> None:
        self._slug = slug
        self._page = page
        """Where the entry is at home; empty on that page itself."""

        self._href_of = href_of
        self._in_full = in_full

    def part(self, part: Part, anchors: Iterator[str]) -> PartView:
        """The view of one part; takes as many anchors as it has blocks."""
        blocks = tuple(self._block(block, next(anchors)) for block in part.blocks)
        names, notes = self._abbreviations(part.parts_of_speech), self._notes(part.notes)
        return PartView(names, _comma(part), self._abbreviations(part.labels), notes, blocks)

    def _abbreviations(self, printed: tuple[str, ...]) -> tuple[Abbreviation, ...]:
        return tuple(Abbreviation(name, self._in_full.get(name, name)) for name in printed)

    def _notes(self, notes: tuple[Note, ...]) -> tuple[NoteView, ...]:
        return tuple(
            NoteView(
                note.kind,
                note.brackets[0],
                escape(note.text) if note.kind == "pronunciation" else self._inline(note.text),
                note.brackets[1],
            )
            for note in notes
        )

    def _inline(self, text: str) -> Markup:
        return resolve_links(render_inline(text), self._href_of)

    def _block(self, block: Block, anchor: str) -> BlockView:
        match block:
            case Prose():
                return BlockView(
                    "prose", self._inline(block.text), references=self._references(block.references)
                )
            case Senses():
                return self._senses(block, anchor)
            case Verse():
                stanzas = tuple(
                    tuple(LineView(self._inline(line.text), EM_SPACE * line.indent) for line in stanza)
                    for stanza in block.stanzas
                )
                return BlockView("verse", stanzas=stanzas, attribution=self._inline(block.attribution))
            case Quotation():
                paragraphs = tuple(map(self._inline, block.paragraphs))
                return BlockView(
                    "quotation", paragraphs=paragraphs, attribution=self._inline(block.attribution)
                )
            case Dialogue():
                speeches = tuple(SpeechView(one.speaker, self._inline(one.words)) for one in block.speeches)
                return BlockView("dialogue", speeches=speeches, attribution=self._inline(block.attribution))
            case Code():
                return BlockView("code", highlight(block))
            case Table():
                rows = tuple(tuple(map(self._inline, row)) for row in (block.header, *block.rows))
                return BlockView("table", rows=rows, alignment=block.alignment)
            case RunOn():
                return self._run_on(block, anchor)

    def _senses(self, block: Senses, anchor: str) -> BlockView:
        last = len(block.senses)
        return BlockView(
            "list" if block.is_list else "senses",
            self._inline(block.lead),
            senses=tuple(
                self._sense(sense, block.closing if sense.number == last else block.separator, anchor)
                for sense in block.senses
            ),
            references=self._references(block.references),
        )

    def _sense(self, sense: Sense, closing: str, anchor: str, within: Sense | None = None) -> SenseView:
        """The view of a sense; of a sub-sense, if it stands `within` one."""
        closed_by_sub = bool(sense.senses) and not sense.references
        last = closing if closed_by_sub else ""
        subs = tuple(
            self._sense(sub, ";" if sub.number < len(sense.senses) else last, anchor, sense)
            for sub in sense.senses
        )
        end = self._id(sense_anchor(anchor, within, sense) if within else sense_anchor(anchor, sense))
        return SenseView(
            end,
            f"{self._page}#{end}" if end else "",
            f"({chr(96 + sense.number)})" if within else f"({sense.number})",
            self._abbreviations(sense.labels),
            self._inline(sense.gloss),
            subs,
            self._references(sense.references, closing="" if within or closing else "."),
            "" if closed_by_sub or (sense.blocks and sense.gloss.endswith(":")) else closing,
            self._abbreviations(sense.parts_of_speech),
            self._notes(sense.notes),
            tuple(self._block(held, "") for held in sense.blocks),
        )

    def _run_on(self, block: RunOn, anchor: str) -> BlockView:
        return BlockView(
            "run-on",
            id=self._id(anchor),
            head=block.head.text,
            parts_of_speech=self._abbreviations(block.parts_of_speech),
            comma=_comma(block),
            labels=self._abbreviations(block.labels),
            notes=self._notes(block.notes),
            body=(self._block(block.body, anchor),),
        )

    def _id(self, end: str) -> str:
        """ "networking-2" for the second sense."""
        return f"{self._slug}{end}" if self._slug else ""

    def _references(self, references: tuple[Reference, ...], closing: str = ".") -> tuple[ReferenceView, ...]:
        return tuple(
            ReferenceView(
                reference.words,
                reference.relation.replace(" ", "-"),
                tuple(self._targets(reference.targets)),
                "" if _ends_itself(reference.targets[-1]) else closing,
            )
            for reference in references
        )

    def _targets(self, targets: tuple[Target, ...]) -> Iterator[TargetView]:
        for place, target in enumerate(targets):
            before = "" if place == 0 else " and " if place == len(targets) - 1 else ", "
            yield TargetView(
                target.head.text,
                None if target.leads_nowhere else self._href_of(target.name),
                f" ({target.sense})" if target.sense else "",
                superscript(target.homograph) if target.homograph else "",
                before,
            )


def highlight(code: Code) -> Markup:
    """As code in an article is shown; the box can scroll, so it can take the keyboard."""
    shown = CodeHilite(code.text, lang=code.language or None, css_class="code", guess_lang=False).hilite()
    return Markup(shown.replace("<pre>", '<pre tabindex="0">'))  # noqa: S704 - Pygments escapes it


def _comma(of: Part | RunOn) -> str:
    """What stands between a part of speech and "(1)"."""
    first = of.body if isinstance(of, RunOn) else of.blocks[0]
    return "," if of.parts_of_speech and isinstance(first, Senses) and first.is_run_in else ""


def _ends_itself(target: Target) -> bool:
    text = target.head.text
    return not target.sense and not target.homograph and (text[-1] in "?!" or is_abbreviation(text))
