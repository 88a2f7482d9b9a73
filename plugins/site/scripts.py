"""Python-Markdown extension: what a reader may say or send is marked where it stands.

A quotation whose first line is a mark and a name is a script:

    > [!script] To leave, aloud
    > I am resigning. My last day is the twelfth.
"""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element, SubElement

import markdown
from markdown.blockparser import BlockParser
from markdown.blockprocessors import BlockQuoteProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor

from plugins.slug import slugify
from plugins.source import AuthorError, AuthorErrors, Source

MARK = re.compile(r"(?:^|\n) {0,3}>[ \t]?\[!(?P<kind>script|letter)\](?P<label>[^\n]*)\n?")
MADE = re.compile(  # attributes are in the order of their names: so Python-Markdown writes them
    r'<blockquote aria-label="(?P<label>[^"]*)" class="script(?P<letter> letter)?" id="(?P<id>[^"]*)">'
    r"(?P<body>.*?)</blockquote>",
    re.DOTALL,
)

MARKED = re.compile(r"\*\S|`|(?<!\w)_\S|\]\(")
"""Markdown in a name, which is a label and a line of a list: what marks make would not be seen there."""

MARKS = re.compile(r"[*`_]+(?=\S)|(?<=\S)[*`_]+|\[|\]\([^()]*\)")

BEFORE_QUOTATIONS = 25
"""Priority: Python-Markdown's own quotations have 20."""

AFTER_NORMALIZING = 26
"""Priority: lines are as in the file, but for their ends."""

BEFORE_INLINE = 30
"""Priority: nothing is made of a text that is wrong."""


class ScriptsExtension(markdown.Extension):
    """For scripts. What is wrong with one is raised, with all else that is wrong with the others of the text."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Connect to `md`."""
        self._md = md
        md.preprocessors.register(_Lines(md, self), "script_lines", AFTER_NORMALIZING)
        md.parser.blockprocessors.register(_ScriptProcessor(md.parser, self), "scripts", BEFORE_QUOTATIONS)
        md.treeprocessors.register(_Findings(md, self), "script_findings", BEFORE_INLINE)
        md.registerExtension(self)
        self.reset()

    def reset(self) -> None:
        """Forget the last text."""
        self.lines: list[str] = []
        self.ids: set[str] = set()
        self.findings: list[AuthorError] = []

    def find_fault(self, kind: str, label: str, quotation: Element) -> None:
        """Note what is wrong with a script."""
        if not slugify(label):
            fault = f'a script has a name; write "> [!{kind}] What it is for"'
        elif MARKED.search(label):
            fault = f'the name of a script is plain text; write "{MARKS.sub("", label)}"'
        elif not len(quotation):
            fault = 'nothing is in this script; write its words in the lines below, after ">"'
        elif quotation.find(".//blockquote") is not None:
            fault = 'a script holds no other quotation; leave out the second ">"'
        elif quotation.attrib["id"] in self.ids:
            fault = f'another script of this text is called "{label}"; write another name'
        else:
            self.ids.add(quotation.attrib["id"])
            return
        mark = re.compile(rf"\[!{re.escape(kind)}\]\s*{re.escape(label)}\s*$")
        places = [place for place, line in enumerate(self.lines) if mark.search(line)] or [0]
        path, first = getattr(self._md, "source_path", "text"), getattr(self._md, "first_line", 1)
        self.findings.append(AuthorError(Source(path, first + places[-1]), fault))


class _Lines(Preprocessor):
    """Keeps the text, which says where a script stands."""

    def __init__(self, md: markdown.Markdown, extension: ScriptsExtension) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, lines: list[str]) -> list[str]:
        self._extension.lines = lines
        return lines


class _ScriptProcessor(BlockQuoteProcessor):
    """A quotation that begins with a mark."""

    def __init__(self, parser: BlockParser, extension: ScriptsExtension) -> None:
        super().__init__(parser)
        self._extension = extension

    def test(self, _parent: Element, block: str) -> bool:
        return MARK.search(block) is not None

    def run(self, parent: Element, blocks: list[str]) -> bool | None:
        found = MARK.search(block := blocks[0])
        if found is None:
            return False
        del blocks[0]
        self.parser.parseBlocks(parent, [block[: found.start()]])
        kind, label = found["kind"], found["label"].strip()
        quotation = SubElement(parent, "blockquote", {"class": f"script {kind}".removesuffix(" script")})
        quotation.set("id", f"script-{slugify(label)}")
        quotation.set("aria-label", label)
        self.parser.state.set("blockquote")
        self.parser.parseChunk(quotation, "\n".join(map(self.clean, block[found.end() :].split("\n"))))
        self.parser.state.reset()
        self._extension.find_fault(kind, label, quotation)
        return None


class _Findings(Treeprocessor):
    """Raises what was found."""

    def __init__(self, md: markdown.Markdown, extension: ScriptsExtension) -> None:
        super().__init__(md)
        self._extension = extension

    def run(self, _root: Element) -> None:
        if self._extension.findings:
            raise AuthorErrors(self._extension.findings)


def makeExtension(**settings: object) -> ScriptsExtension:  # noqa: N802 - the name is Python-Markdown's
    """What `Markdown(extensions=["plugins.site.scripts"])` calls."""
    return ScriptsExtension(**settings)


def has_scripts(body: str) -> bool:
    """Whether there is a script in the HTML of a text."""
    return MADE.search(body) is not None
