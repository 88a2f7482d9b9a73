"""What a reader reads of a file in content/. What is no prose is blanked out, so that every word keeps its line."""

import re
from collections.abc import Iterator
from pathlib import Path

CONTENT = Path(__file__).parents[2] / "content"
OURS = ("articles", "dictionary", "openings", "pages")

HEADER = re.compile(r"(?:[A-Z][\w-]*:.*\n|[ \t]+\S.*\n)+")
HEADER_OF_NO_WORDS = re.compile(r"^(?!(?:Title|Summary|Filed-Because):).*$", re.MULTILINE)
NO_PROSE = re.compile(
    r"^```.*?^```"  # code
    r"|`[^`\n]*`"
    r"|https?://\S+"
    r"|(?<=\]\()[^)\"\n]*"  # where a link leads, not what is said of it in quotes
    r"|</?[a-z][^>]*>"
    r"|\{#[^}\n]*\}",
    re.MULTILINE | re.DOTALL,
)
WORD = re.compile(r"[^\W\d_²³]+(?:['’][^\W\d_²³]+)*")
EMPHASIS = re.compile(r"[*_]")
TWICE = re.compile(r"\b([^\W\d_]+)(?:[ \t]+|[ \t]*\n(?:>[ \t]?\|?[ \t]*)?)(?=\1\b)", re.IGNORECASE)


def sources(*folders: str) -> list[Path]:
    """The Markdown files of these folders of content/, sorted."""
    return sorted(path for folder in folders for path in (CONTENT / folder).rglob("*.md"))


def prose(text: str) -> str:
    """A source, each word in its place. Code, addresses, tags and those headers that nobody reads are dots."""
    header = HEADER.match(text)
    end = header.end() if header else 0
    return HEADER_OF_NO_WORDS.sub(blank, text[:end]) + NO_PROSE.sub(blank, text[end:])


def blank(found: re.Match[str]) -> str:
    """As many dots, on as many lines: what stood there still stands between its neighbours."""
    return re.sub(r"\S", "·", found[0])


def words(text: str) -> Iterator[tuple[int, str]]:
    """(1-based line, word) of what `prose` leaves, with straight apostrophes and without a possessive "'s"."""
    for number, line in enumerate(prose(text).splitlines(), start=1):
        for word in WORD.findall(line):
            yield number, word.replace("’", "'").removesuffix("'s")


def doubled(text: str) -> Iterator[tuple[int, str]]:
    """(1-based line of the second, word) of each word that stands twice, also across the end of a line."""
    plain = EMPHASIS.sub("", prose(text))
    for found in TWICE.finditer(plain):
        yield plain.count("\n", 0, found.end()) + 1, found[1]
