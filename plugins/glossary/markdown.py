"""Python-Markdown extension: a text that begins with a definition shows it as one.

After `md.convert(…)`, `md.entries` holds the entry that the text begins with, or nothing; `md.entry_findings`
what is doubtful about it. What is wrong is raised. Set each time before converting: `md.source_path`,
`md.first_line` (of the text within its file) and `md.entry_policy`.
"""

from __future__ import annotations

from xml.etree import ElementTree

import markdown
from markdown.blockprocessors import BlockProcessor
from markdown.preprocessors import Preprocessor

from plugins.front_matter import EVERYWHERE, Customs
from plugins.glossary.model import Entry, Policy
from plugins.glossary.parse import Reading, raise_first, read_opening
from plugins.glossary.parts_of_speech import in_full
from plugins.glossary.render import Href, render_entry, to_be_resolved
from plugins.source import AuthorError, Source

AFTER_EMPTY_LINES = 95
"""Priority: Python-Markdown's own block processors but the one for empty lines come later."""

AFTER_NORMALIZING = 25
"""Priority: line ends are alike by then, and no HTML has been taken out yet."""


class GlossaryExtension(markdown.Extension):
    """Definitions at the beginning of a text."""

    def __init__(self, customs: Customs = EVERYWHERE, href_of: Href = to_be_resolved) -> None:
        super().__init__()
        self.customs = customs
        self.href_of = href_of

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Connect to `md`."""
        md.source_path, md.first_line, md.entry_policy = "text", 1, Policy()  # type: ignore[attr-defined]
        self._md = md
        counter = EmptyLineCounter(md)
        md.preprocessors.register(counter, "glossary_empty_lines", AFTER_NORMALIZING)
        processor = DefinitionProcessor(md, counter, self)
        md.parser.blockprocessors.register(processor, "glossary_definition", AFTER_EMPTY_LINES)
        md.registerExtension(self)
        self.reset()

    def reset(self) -> None:
        """Forget the last text."""
        self._md.entries = ()  # type: ignore[attr-defined]
        self._md.entry_findings = ()  # type: ignore[attr-defined]


class EmptyLineCounter(Preprocessor):
    """Counts the empty lines before the first block, which Python-Markdown throws away."""

    count = 0

    def run(self, lines: list[str]) -> list[str]:
        self.count = next((number for number, line in enumerate(lines) if line.strip()), 0)
        return lines


class DefinitionProcessor(BlockProcessor):
    """Reads the first block, with what belongs to it, as an entry."""

    def __init__(self, md: markdown.Markdown, counter: EmptyLineCounter, settings: GlossaryExtension) -> None:
        super().__init__(md.parser)
        self._md = md
        self._counter = counter
        self._settings = settings

    def test(self, parent: ElementTree.Element, block: str) -> bool:
        """Only the first block of the whole text."""
        return parent is getattr(self.parser, "root", None) and not len(parent) and bool(block.strip())

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> bool:
        """Put the entry into the page; False if the text begins with something else."""
        md = self._md
        source = Source(md.source_path, md.first_line + self._counter.count)  # type: ignore[attr-defined]
        text = "\n\n".join(blocks)
        reading = read_opening(text, source, md.entry_policy, self._settings.customs)  # type: ignore[attr-defined]
        if reading is None:
            return False
        entry = _entry_of(reading, source)
        md.entries = (entry,)  # type: ignore[attr-defined]
        md.entry_findings = reading.findings  # type: ignore[attr-defined]
        html = render_entry(entry, self._settings.href_of, in_full=in_full(self._settings.customs))
        ElementTree.SubElement(parent, "p").text = md.htmlStash.store(str(html))
        blocks[:] = "\n".join(text.split("\n")[reading.lines :]).lstrip("\n").split("\n\n")
        return True


def _entry_of(reading: Reading, source: Source) -> Entry:
    raise_first(reading.findings)
    if reading.entry is None:
        raise AuthorError(source, 'there is no entry here; write "HEAD, n. Its text."')
    return reading.entry


def makeExtension(**settings: object) -> GlossaryExtension:  # noqa: N802 - the name is Python-Markdown's
    """What `Markdown(extensions=["plugins.glossary.markdown"])` calls."""
    return GlossaryExtension(**settings)  # type: ignore[arg-type]
