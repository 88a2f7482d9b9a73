"""content/theme.css: colours, lengths and typefaces of one publication, in place of the theme's own. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from plugins.source import AuthorError, Source

PALETTE: Final = "theme.css"
"""Its name, in content/."""

TOKENS: Final = re.compile(r"@layer tokens \{\s*:root \{(?P<tokens>.*?)\n  \}", re.DOTALL)
TOKEN: Final = re.compile(r"(--[\w-]+)\s*:")
COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
BLOCK: Final = re.compile(r"\s*:root\s*\{(?P<inside>[^{}]*)\}")
VALUE: Final = re.compile(r"[\w\s#%.,()'\"+*/-]+")


@dataclass(frozen=True, slots=True)
class Palette:
    """What is in it."""

    values: tuple[tuple[str, str], ...]
    """Token and value."""

    findings: tuple[AuthorError, ...]

    def sheet(self) -> str:
        """The lines that follow the theme's stylesheet."""
        lines = "".join(f"    {name}: {value};\n" for name, value in self.values)
        return f"\n@layer tokens {{\n  :root {{\n{lines}  }}\n}}\n"


def tokens_of(sheet: str) -> frozenset[str]:
    """The names in the layer `tokens` of the theme's stylesheet."""
    found = TOKENS.search(sheet)
    return frozenset(TOKEN.findall(COMMENT.sub("", found["tokens"]))) if found else frozenset()


def read_palette(text: str, path: str, tokens: Collection[str]) -> Palette:
    """Take the file apart. `tokens`: the names that it may set."""
    bare = COMMENT.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)
    values: dict[str, str] = {}
    findings: list[AuthorError] = []
    end = 0
    for block in BLOCK.finditer(bare):
        if bare[end : block.start()].strip():
            break
        for line, declaration in _declarations(bare, block.start("inside"), block.end("inside")):
            name, _, value = (part.strip() for part in declaration.partition(":"))
            if fault := _fault(name, value, tokens):
                findings.append(AuthorError(Source(path, line), fault))
            else:
                values[name] = " ".join(value.split())
        end = block.end()
    if bare[end:].strip():
        line = bare.count("\n", 0, len(bare) - len(bare[end:].lstrip())) + 1
        message = 'only ":root { --name: value; }" can stand here; delete what else there is'
        findings.append(AuthorError(Source(path, line), message))
    return Palette(tuple(values.items()), tuple(findings))


def _declarations(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Line and text of each declaration of a block."""
    place = start
    for part in text[start:end].split(";"):
        if part.strip():
            yield text.count("\n", 0, place + len(part) - len(part.lstrip())) + 1, part
        place += len(part) + 1


def _fault(name: str, value: str, tokens: Collection[str]) -> str:
    if name not in tokens:
        close = get_close_matches(name, tokens, n=1, cutoff=0.6)
        advice = f'write "{close[0]}"' if close else "the names are in docs/theme.md"
        return f'"{name}" is nothing that the theme has; {advice}'
    if not VALUE.fullmatch(value) or "url(" in value.lower() or "/*" in value:
        return f'"{name}" cannot be "{value}"; write a colour, a length or names of typefaces'
    if value.count("(") != value.count(")") or any(value.count(mark) % 2 for mark in "\"'"):
        return f'"{name}" has a bracket or a mark of quotation that nothing closes; close it'
    return ""
