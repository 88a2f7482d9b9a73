"""Two hundred wrong headers and bodies: each ends in findings with path and line, none in a traceback, none silently.

What no rule speaks of must be on the page as it was meant: `RIGHT` says why for each kind.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from plugins.checks import rules
from plugins.checks.read import read_sources

NOW = datetime(2026, 11, 14, tzinfo=UTC)
GOOD = {"Title": "The advert", "Date": "2026-03-02 08:00", "Category": "Job Search"}
PLACE = re.compile(r"content/[^:]+\.md:\d+$")
WORDS = ("honey", "wax", "notice", "salary", "lift", "desk", "queen", "winter")


HEADERS: dict[str, Callable[[random.Random], list[str]]] = {
    "a key is misspelt": lambda r: [f"{r.choice(('Titel', 'Dat', 'Categroy', 'Tgas', 'Sumary', 'Statsu'))}: x"],
    "a key is there twice": lambda r: [f"{r.choice(('Title', 'DATE', 'category'))}: {GOOD['Date']}"],
    "a date is none": lambda r: [f"Modified: {r.choice(('soon', '2026-13-01', '08:00', '3/4/26', '2026-02-30'))}"],
    "a year is a slip": lambda r: [f"Modified: {r.choice(('0206', '2062', '1026', '20266'))}-11-15"],
    "a status that is none": lambda r: [f"Status: {r.choice(('drfat', 'public', 'yes', 'live'))}"],
    "comments that are none": lambda r: [f"Comments: {r.choice(('maybe', 'true', 'closed soon'))}"],
    "a series without its number": lambda r: [f"Series: {r.choice(WORDS)} talk"],
    "a series that lacks a part": lambda r: [f"Series: {r.choice(WORDS)} talk, {r.randint(2, 9)}"],
    "tags in brackets": lambda r: [f"Tags: [{r.choice(WORDS)}, {r.choice(WORDS)}s]"],
    "a summary in quotes": lambda r: [f'Summary: "{r.choice(WORDS)}"'],
    "an alias that is no address": lambda r: [f"Aliases: {r.choice(('x y', '../z', 'https://e.example/', '/a b/'))}"],
    "text among the keys": lambda r: [f"The {r.choice(WORDS)} comes first."],
    "terms that are none": lambda r: [f"Terms: {r.choice(('maybe', 'on', '1'))}"],
}  # fmt: skip

BODIES: dict[str, Callable[[random.Random], str]] = {
    "a block of code stays open": lambda r: f"```{r.choice(('', 'python', 'js'))}\n{r.choice(WORDS)}\n\nText.",
    "an element stays open": lambda r: f"A <{r.choice(('em', 'div', 'b', 'aside'))}>{r.choice(WORDS)}.",
    "an element that is none": lambda r: f"A List<{r.choice(('T', 'String', 'Item'))}> of it.",
    "an odd attribute": lambda r: f"A <b {r.choice(('{x}y', '2=3', '$a', '(x)'))}>{r.choice(WORDS)}</b>.",
    "a list runs on": lambda r: f"Buy:\n{r.choice('-*+')} {r.choice(WORDS)}\n{r.choice('-*+')} more",
    "a table runs on": lambda r: f"Table:\n| {r.choice(WORDS)} | b |\n|---|---|\n| 1 | 2 |",
    "a table is uneven": lambda r: f"| {r.choice(WORDS)} | b |\n|---|\n| 1 | 2 |",
    "brackets are swapped": lambda r: f"See ({r.choice(WORDS)})[https://example.org/].",
    "a space in a link": lambda r: f"See [{r.choice(WORDS)}] (https://example.org/).",
    "a link stays open": lambda r: f"See [{r.choice(WORDS)}](https://example.org/",
    "a reference to nothing": lambda r: f"See [{r.choice(WORDS)}][nope].",
    "a footnote that is not there": lambda r: f"A claim[^{r.choice(WORDS)}].",
    "a footnote that nobody uses": lambda r: f"A claim.\n\n[^{r.choice(WORDS)}]: Note.",
    "a merge is not finished": lambda r: f"<<<<<<< HEAD\n{r.choice(WORDS)}\n=======\ntheirs\n>>>>>>> branch",
    "a note of the author": lambda r: f"{r.choice(('TODO', 'FIXME', 'TKTK'))}: {r.choice(WORDS)}.",
    "a comment": lambda r: f"Text. <!-- {r.choice(WORDS)} -->",
    "a wrong encoding": lambda r: f"The {r.choice(('cafÃ©', 'â€™s', 'naÃ¯ve', 'Â£5', '�'))} of it.",
    "a wiki link": lambda r: f"See [[{r.choice(WORDS)}]].",
    "a shortcode": lambda r: r.choice(("{{< x >}}", "{% y %}", "{{ z }}", "[gallery]")),
    "a mark of another program": lambda r: r.choice(("A ==word==.", "A ~~word~~.", "- [ ] open", "- [x] done")),
    "a second title": lambda r: f"# {r.choice(WORDS)}\n\nText.",
    "a file that is not there": lambda r: f"[x]({{{r.choice(('filename', 'static'))}}}{r.choice(WORDS)}.md)",
    "a source in place of its page": lambda r: f"[x]({r.choice(WORDS)}.md)",
    "a word that is not defined": lambda r: f"[x](dict:{r.choice(WORDS).upper()})",
    "an image that is not there": lambda r: f"![A desk](/images/{r.choice(WORDS)}.png)",
    "an image without words": lambda r: f'<img src="https://example.org/{r.choice(WORDS)}.png">',
    "a definition skips a number": lambda r: f"{r.choice(WORDS).upper()}, n., (1) one; (3) three.",
    "a definition comes late": lambda r: f"Text first.\n\n{r.choice(WORDS).upper()}, n. A thing.",
    "nothing but a header": lambda r: r.choice(("", "\n\n", "   ")),
    "a character of control": lambda r: f"A {r.choice(WORDS)}{r.choice(chr(0) + chr(8) + chr(0x202E))}.",
}  # fmt: skip

RIGHT: dict[str, Callable[[random.Random], str]] = {
    "marks in code are meant": lambda r: f"Write `{r.choice(('[[x]]', '==x==', '<T>', '[x] (y)', 'TODO'))}`.",
    "a fence may show a fence": lambda _: "````\n```\nx\n```\n````",
    "brackets around words are words": lambda r: f"He said [{r.choice(('sic', 'laughs', 'x'))}] so.",
    "a year may begin a line": lambda r: f"It was in\n{r.randint(1900, 1999)}. A good year.",
    "signs of arithmetic are signs": lambda r: f"{r.randint(1, 9)} < {r.randint(10, 19)} and a == b, x ~ y.",
    "letters of other languages are letters": lambda r: r.choice(("São Ångström", "Âge, Ära", "naïve café", "“Ça”")),
    "an image may only decorate": lambda _: '<img src="https://example.org/line.png" alt="">',
    "an element may end by itself": lambda _: "<ul>\n<li>one\n<li>two\n</ul>",
    "an address in angle brackets": lambda r: f"<https://example.org/{r.choice(WORDS)}>",
    "a custom element": lambda r: f"<x-bee>{r.choice(WORDS)}</x-bee>",
}  # fmt: skip


def text(header: list[str], body: str) -> str:
    return "\n".join([*(f"{key}: {value}" for key, value in GOOD.items()), *header, "", body])


def generated() -> list[tuple[str, str]]:
    """Kind and text of two hundred wrong files: the same ones in every run."""
    r = random.Random(13)  # noqa: S311 - a seed, not a secret
    kinds: list[tuple[str, Callable[[], str]]] = [
        *((kind, lambda make=make: text(make(r), "Text.")) for kind, make in HEADERS.items()),
        *((kind, lambda make=make: text([], make(r))) for kind, make in BODIES.items()),
    ]
    return [(kind, make()) for number in range(200) for kind, make in [kinds[number % len(kinds)]]]


def found_in(tmp_path, body: str) -> tuple[list, list]:
    """Findings and warnings of one article."""
    file = tmp_path / "content/articles/2026/one.md"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(body, "utf-8")
    sources = read_sources(tmp_path / "content", NOW)
    return rules.every_finding(sources), rules.every_warning(sources)


def test_two_hundred_wrong_texts_end_in_findings_with_their_lines(tmp_path):
    """Nothing is published without a word, and nothing ends in a traceback."""
    assert found_in(tmp_path, text([], "Text.")) == ([], [])

    for kind, body in generated():
        # when
        findings, warnings = found_in(tmp_path, body)

        # then
        assert findings or warnings, f"{kind}: {body!r}"
        lines = body.count("\n") + 1
        for finding in (*findings, *warnings):
            assert PLACE.search(str(finding.source)), f"{kind}: {finding}"
            assert 1 <= finding.source.line <= lines, f"{kind}: {finding}"
            assert "; " in finding.message, f"{kind} says not what to write: {finding}"


@pytest.mark.parametrize("kind", RIGHT)
def test_what_is_meant_is_not_told(tmp_path, kind):
    """A warning that is mostly wrong is read by nobody."""
    r = random.Random(13)  # noqa: S311 - a seed, not a secret

    for _ in range(5):
        body = RIGHT[kind](r)
        assert found_in(tmp_path, text([], body)) == ([], []), body
