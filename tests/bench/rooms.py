"""What single rooms cost, without a build around them: processor time of one process, as JSON.

PYTHONPATH=. python tests/bench/rooms.py --seed 1
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from statistics import median
from typing import TypeVar

import corpus

Made = TypeVar("Made")
ROUNDS = 5
ARTICLES = 200
TERMS = 2000
MENTIONS = 5
"""In an article."""

ENTRIES = 1000
COMMENTS = 1000
VERSE = "\n\n> | {}\n> |   {}\n>\n> — Orton Plume"


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the report."""

    name: str
    value: float
    unit: str
    at_most: float | None = None
    """The goal, in the same unit; None where there is none."""


def parsing(writer: corpus.Writer) -> Iterator[Figure]:
    """A dictionary read for the first time, imports and all: must be measured before anything else."""
    text = (
        "Date: 2016-01-04\n\n" + "\n\n".join(_definition(writer, number) for number in range(ENTRIES)) + "\n"
    )
    begun = time.process_time()
    from plugins.glossary.parse import read_dictionary_file

    file = read_dictionary_file(text, "content/dictionary/a.md")
    seconds = time.process_time() - begun
    _must_hold(len(file.entries) == ENTRIES and not file.findings, f"{len(file.entries)} {file.findings[:3]}")
    yield Figure(f"glossary: parsing {ENTRIES:,} entries, cold", seconds, "s", 2)


def _definition(writer: corpus.Writer, number: int) -> str:
    head = f"{_term(number)}, n."
    if number % 5 == 0:
        return f"{head}, (1) {writer.sentence()[:-1]}; (2) {writer.sentence()[:-1]}; (3) {writer.sentence()}"
    verse = VERSE.format(writer.sentence(), writer.sentence()) if number % 5 == 1 else ""
    return f"{head} {writer.sentence()} {writer.sentence()}{verse}"


def _term(number: int) -> str:
    """A head that texts do not have by chance; every other of two words."""
    letters = "".join(chr(ord("A") + int(digit)) for digit in f"{number:04}")
    return f"QUI{letters}X JOB" if number % 2 else f"QUI{letters}X"


def linking(writer: corpus.Writer) -> Iterator[Figure]:
    """Articles of 750 words, typogrified, and 2,000 terms: few in the text, and as the worst, half of its words."""
    from markdown import markdown

    from plugins.html.typography import set_type

    texts = []
    for _ in range(ARTICLES):
        words = writer.body(corpus.WORDS_AN_ARTICLE, []).split(" ")
        for place in writer.random.sample(range(20, len(words) - 20), MENTIONS):
            words[place] = _term(writer.random.randrange(TERMS)).lower()
        texts.append(set_type(markdown(" ".join(words))))
    few = [f"{_term(number)}, n. {writer.sentence()}" for number in range(TERMS)]
    many = [
        f"{word.upper()}, n. A word." for word in writer.random.sample(writer.words, len(writer.words) // 2)
    ]
    name = f"glossary: linking {{}} with {TERMS:,} terms, {{}}"
    each, links = _link(texts, few)
    yield Figure(name.format("an article", f"{links:.0f} mentioned"), each, "ms", 1.5)
    each, links = _link(texts, [*many, *few[: TERMS - len(many)]], sys.maxsize)
    yield Figure(name.format("an article", f"half of its words, all {links:.0f} linked"), each, "ms")


def _link(texts: Sequence[str], definitions: list[str], most: int = 12) -> tuple[float, float]:
    """Milliseconds and links, for each text."""
    from plugins.glossary.dictionary import Dictionary
    from plugins.glossary.linking import link_terms
    from plugins.glossary.model import Policy
    from plugins.glossary.parse import parse_entry
    from plugins.glossary.terms import index_terms
    from plugins.source import Source

    entries = [parse_entry(text, Source("x.md"), Policy()) for text in definitions]
    index = index_terms(Dictionary.of(entries), "/dictionary/{}/".format)
    seconds, results = _timed(lambda: [link_terms(text, index, most=most) for text in texts])
    return 1000 * seconds / len(texts), sum(len(result.links) for result in results) / len(texts)


def baking(writer: corpus.Writer) -> Iterator[Figure]:
    """Comments read, parsed, sanitised, rendered: in threads of six, and one of a thousand."""
    with tempfile.TemporaryDirectory() as folder:
        content = Path(folder)
        for number in range(COMMENTS):
            moment = corpus.article_date(number)
            corpus.write_comment(content, writer, number % 6 + 1, f"thread-{number // 6}", moment)
            corpus.write_comment(content, writer, number + 1, "long", moment)
        *short, long = sorted((content / "comments").iterdir(), key=lambda thread: thread.name == "long")
        seconds, _ = _timed(lambda: [_bake(thread) for thread in short])
        yield Figure("comments: baking one, cold, in threads of six", 1000 * seconds / COMMENTS, "ms", 0.3)
        yield Figure("comments: 60,000 at that rate", 60_000 * seconds / COMMENTS, "s", 25)
        seconds, pages = _timed(lambda: _bake(long))
        said = _said(long)
    *parts, everything = pages
    yield Figure(f"comments: a thread of {COMMENTS:,}, all its pages", seconds, "s", 0.5)
    longest = max(len(gzip.compress(page)) for page in parts)
    yield Figure("comments: its longest page by number, gzipped", longest / 1000, "kB", 100)
    whole, words = (len(gzip.compress(page)) / 1000 for page in (everything, said))
    yield Figure(f"comments: its page with all, gzipped; {words:.0f} kB of it are what was said", whole, "kB")


def _bake(folder: Path) -> list[bytes]:
    """The thread's HTML on each of its pages."""
    from plugins.comments.length import list_parts
    from plugins.comments.parse import parse_thread
    from plugins.comments.render import render_thread, with_bodies

    files = {
        f"content/comments/{path.parent.name}/{path.name}": path.read_bytes() for path in folder.iterdir()
    }
    thread, findings = parse_thread(folder.name, files)
    _must_hold(not findings, f"{findings[:3]}")
    href = f"/2026/{folder.name}/"
    thread = with_bodies(thread)
    views = (render_thread(thread, href, part=part) for part in list_parts(thread))
    return [_macro()(view).encode() for view in views]


def _said(folder: Path) -> bytes:
    """The words of a thread and nothing else."""
    return b"\n".join(path.read_bytes().split(b"\n\n", 1)[1] for path in sorted(folder.iterdir()))


@cache
def _macro() -> Callable[..., str]:
    import plugins
    from plugins.pages.render import make_environment

    root = Path(plugins.__path__[0]).parent
    template = make_environment(root / "theme/templates").get_template("macros/thread.html")
    macro: Callable[..., str] = template.module.thread  # type: ignore[attr-defined]
    return macro


def _timed(work: Callable[[], Made]) -> tuple[float, Made]:
    """The median of several times, and what came of the last."""
    seconds = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        made = work()
        seconds.append(time.process_time() - begun)
    return median(seconds), made


def _must_hold(is_so: bool, otherwise: str) -> None:
    if not is_so:
        sys.exit(f"The bench measures something else than it should: {otherwise}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seed", type=int, default=1)
    seed = parser.parse_args().seed
    figures = [figure for room in (parsing, linking, baking) for figure in room(corpus.Writer(seed))]
    sys.stdout.write(json.dumps([asdict(figure) for figure in figures], indent=1) + "\n")


if __name__ == "__main__":
    main()
