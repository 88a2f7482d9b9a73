"""Counts over the texts, for whoever edits them: `python -m tests.content.counts`. It judges nothing (docs/voice.md does).

A paragraph is one of running prose: what stands in lists, tables, quotations, scripts, code and headings is none, nor is a
speech of somebody named before it (DES: So what happens?). A heading that is run into its paragraph is left out.
"""

import re
import statistics
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from plugins.glossary.block import Dialogue, Prose, Quotation, Senses, Verse, texts_of
from plugins.glossary.entry import Entry
from plugins.glossary.plain import plain_text
from plugins.glossary.read import read_text_file
from tests.content.prose import CONTENT, prose, sources

SHORT = 8
"""Words of a sentence that is short."""

SAMPLE = 18_000
"""Words among which different ones are counted, so that a longer publication has no more by being longer."""

WINDOW_STEP = 500
"""How far the next stretch of running words begins after the last."""

TWENTY = 20
NEW = "2026-11-*.md"
"""The files of the entries that docs/voice.md asks something of, twenty by twenty, as they stand."""

ANGRY = Path(__file__).with_name("angry.txt")
"""Heads of the entries that an editor read as angry, one a line: no script can tell."""

FAVOURITES = "eleven nineteen twenty-six thirty-one Monday Tuesday Thursday quite simply merely".split()
UNNAMED = re.compile(r"\b(?:somebody|someone|nobody|no one)\b", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d[\d,.]*")
END = re.compile(r"(?<=[.?!…])[\"'”’*_)]*\s+(?=[\"'“‘*_(]*[^\W_a-z])")
ABBREVIATION = re.compile(r"\b(Mr|Mrs|Ms|Dr|St|No|cf|e\.g|i\.e|p|pp|v|s|ss|Art|art)\.(?=\s)")
NO_PARAGRAPH = re.compile(r"\s*(?:[#>|<:]|[-*+] |\d+\. |\*\*.*\*\*$|!\[|\{)")
HEAD = re.compile(r"[A-ZÀ-Þ][A-ZÀ-Þ0-9 '’./&,-]*, (?:n|v|adj|adv|phr|abbr|interj|prep|pron)\.")
SPEECH = re.compile(r"[A-Z][A-Z ]+(?:, \*[^*]*\*)?: ")
RUN_IN = re.compile(r"\*\*[^*]+\*\*\s+")
LINKED = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
LINK = re.compile(r"\]\((https?://[^)\s]+)")
TAIL = re.compile(r", and (?P<rest>[^,;:]+)[.?!]$")
AFTERTHOUGHT = re.compile(r", (?P<rest>[^,;:()]+)[.;]$")


def paragraphs(text: str) -> list[str]:
    """The running prose of a file, without marks of emphasis, each paragraph in one line."""
    body = prose(LINKED.sub(r"\1", text)).partition("\n\n")[2]
    kept = [block for block in re.split(r"\n\s*\n", body) if block.strip() and not NO_PARAGRAPH.match(block)]
    kept = [
        RUN_IN.sub("", block, count=1) if RUN_IN.match(block) else block
        for block in kept
        if not SPEECH.match(block)
    ]
    plain = [" ".join(block.split()) for block in kept]
    return [re.sub(r"[*_`]", "", block) for block in plain if WORD.search(block) and not HEAD.match(block)]


def sentences(paragraph: str) -> list[str]:
    """Those of a paragraph."""
    return [part for part in END.split(ABBREVIATION.sub(r"\1", paragraph)) if WORD.search(part)]


def length(sentence: str) -> int:
    """Words of a sentence."""
    return len(WORD.findall(sentence))


def share(some: int, of: int) -> str:
    """As a percentage, with both numbers."""
    return f"{100 * some / of:.1f} % ({some:,} of {of:,})" if of else "none"


def about_articles(texts: dict[str, str]) -> Iterable[tuple[str, str]]:
    """What is counted over articles; each a name and a figure."""
    by_piece = {name: paragraphs(text) for name, text in texts.items()}
    all_paragraphs = [one for piece in by_piece.values() for one in piece]
    parts = list(filter(None, map(sentences, all_paragraphs)))
    lengths = {
        name: [length(one) for part in piece for one in sentences(part)] for name, piece in by_piece.items()
    }
    means = {name: statistics.mean(each) for name, each in lengths.items()}
    spread = statistics.pstdev(means.values()) / statistics.mean(means.values())
    yield (
        "articles",
        f"{len(texts)}, {sum(len(WORD.findall(prose(text))) for text in texts.values()):,} words",
    )
    shortest, longest = min(means, key=means.__getitem__), max(means, key=means.__getitem__)
    yield "words a sentence", f"{means[shortest]:.1f} ({shortest}) to {means[longest]:.1f} ({longest})"
    yield "spread of that between articles", f"{spread:.3f}"
    yield (
        "paragraphs that open on a short sentence",
        share(sum(length(one[0]) <= SHORT for one in parts), len(parts)),
    )
    yield "paragraphs that close on one", share(sum(length(one[-1]) <= SHORT for one in parts), len(parts))
    yield (
        "… of those with two sentences or more",
        share(
            sum(length(one[-1]) <= SHORT for one in parts if len(one) > 1), sum(len(one) > 1 for one in parts)
        ),
    )
    tails = Counter(
        {name: sum(map(_has_tail, chain(*map(sentences, piece)))) for name, piece in by_piece.items()}
    )
    yield 'sentences that end on a short ", and …"', share(sum(tails.values()), sum(map(len, parts)))
    yield "most of them in one article", _listed(tails, 3)
    yield "first words of articles", _listed(Counter(_first(piece[0]) for piece in by_piece.values()), 8)
    yield "first words of paragraphs", _listed(Counter(map(_first, all_paragraphs)), 8)
    yield from _about_links(texts)


def _has_tail(sentence: str) -> bool:
    found = TAIL.search(sentence)
    return found is not None and length(found["rest"]) <= SHORT


def _first(paragraph: str) -> str:
    return WORD.findall(paragraph)[0].lower()


def _listed(counts: Counter[str], most: int) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common(most))


def _about_links(texts: dict[str, str]) -> Iterable[tuple[str, str]]:
    links = {name: len(LINK.findall(text)) for name, text in texts.items()}
    yield "external links", str(sum(links.values()))
    yield "articles with one", share(sum(map(bool, links.values())), len(links))
    yield "articles without", ", ".join(sorted(name for name, count in links.items() if not count)) or "none"


def about_words(texts: Iterable[str]) -> Iterable[tuple[str, str]]:
    """What is counted over all texts."""
    plain = [re.sub(r"·+", " ", prose(text)) for text in texts]
    words = [word for text in plain for word in WORD.findall(text)]
    unnamed = sum(len(UNNAMED.findall(text)) for text in plain)
    rate = 1000 * unnamed / len(words)
    yield "somebody, someone, nobody, no one", f"{rate:.2f} in 1,000 ({unnamed:,} of {len(words):,})"
    yield "words of nine letters or more", share(sum(len(word) >= 9 for word in words), len(words))
    counts = Counter(word if word.istitle() and word in FAVOURITES else word.lower() for word in words)
    yield "favourites", ", ".join(f"{word} {counts[word]}" for word in FAVOURITES)
    yield from _about_different([word.lower() for word in words])


def _about_different(words: list[str]) -> Iterable[tuple[str, str]]:
    """How many different ones; a publication that is longer has no more of them by being longer."""
    size = min(SAMPLE, len(words))
    # One word in so many, from all over the texts, is what voice.md has figures of. It gives some thirty more or fewer
    # as soon as anything is cut; what would be drawn on average does not.
    some = [words[place * len(words) // size] for place in range(size)]
    yield f"different words in {size:,}", f"{len(set(some)):,}"
    missed = 1 - size / len(words)
    drawn = sum(1 - missed**count for count in Counter(words).values())
    yield "… on average, of that many drawn at random", f"{drawn:,.0f}"
    # What a reader meets who reads on, and what counts of other authors are of. An article says its own words again.
    starts = range(0, len(words) - size + 1, WINDOW_STEP)
    running = statistics.mean(len(set(words[start : start + size])) for start in starts)
    yield "… in that many running words, on average", f"{running:,.0f}"


def about_entries(entries: list[Entry]) -> Iterable[tuple[str, str]]:
    """What is counted over the dictionary."""
    glosses = [plain_text(one) for entry in entries for one in _glosses(entry)]
    sizes = [sum(map(length, _glosses(entry))) for entry in entries]
    after = [found["rest"] for one in glosses if (found := AFTERTHOUGHT.search(one.rstrip(";.") + "."))]
    yield "entries", f"{len(entries)}, {len(glosses)} glosses"
    yield (
        "words in the definition",
        f"median {statistics.median(sizes):.0f}, deviation {statistics.pstdev(sizes):.0f}, most {max(sizes)}",
    )
    yield "entries of one sentence and nothing else", share(sum(map(_is_single, entries)), len(entries))
    yield (
        'glosses that end on ", [six words or fewer]"',
        share(sum(length(one) <= 6 for one in after), len(glosses)),
    )
    yield 'glosses that begin with "Of a"', str(sum(one.lower().startswith("of a ") for one in glosses))
    for name, found in _forms(entries).items():
        yield name, str(len(found))


def about_twenties(entries: list[Entry]) -> Iterable[tuple[str, str]]:
    """Of each twenty, what it has of each form: the heads."""
    for start in range(0, len(entries), TWENTY):
        some = entries[start : start + TWENTY]
        for form, found in _forms(some).items():
            yield (
                f"{some[0].name} to {some[-1].name}, {form}",
                ", ".join(entry.name for entry in found) or "none",
            )


def _forms(entries: list[Entry]) -> dict[str, list[Entry]]:
    """Which are more than a definition, by what they are."""
    angry = ANGRY.read_text("utf-8").splitlines()
    return {
        "paragraphs of 100 to 200 words": [one for one in entries if any(map(_is_fable, one.blocks))],
        "quotations": [one for one in entries if any(isinstance(block, Quotation) for block in one.blocks)],
        "dialogues past four turns": [one for one in entries if any(map(_is_long_dialogue, one.blocks))],
        "verse past twelve lines": [one for one in entries if any(map(_is_long_verse, one.blocks))],
        "angry": [one for one in entries if one.name in angry],
    }


def _is_fable(block: object) -> bool:
    return isinstance(block, Prose) and 100 <= length(block.text) <= 200


def _is_long_dialogue(block: object) -> bool:
    return isinstance(block, Dialogue) and len(block.speeches) > 4


def _is_long_verse(block: object) -> bool:
    return isinstance(block, Verse) and sum(map(len, block.stanzas)) > 12


def _glosses(entry: Entry) -> list[str]:
    """What it says of its head: senses and paragraphs; neither verse nor dialogue, quotation or run-on."""
    said = (block for block in entry.blocks if isinstance(block, Senses | Prose))
    return [text for block in said for text in texts_of(block) if text]


def _is_single(entry: Entry) -> bool:
    """Whether it is one sentence, and no verse or dialogue follows."""
    glosses = _glosses(entry)
    return len(entry.blocks) == 1 and len(glosses) == 1 and len(sentences(plain_text(glosses[0]))) == 1


def _new(paths: Iterable[Path]) -> list[Entry]:
    """Those of the files that are `NEW`, in the order of the files."""
    return [
        entry
        for path in paths
        if path.match(NEW)
        for entry in read_text_file(path.read_bytes(), path.relative_to(CONTENT.parent).as_posix()).entries
    ]


def main() -> None:
    """Print everything."""
    articles = {path.stem: path.read_text("utf-8") for path in sources("articles")}
    words = [path for path in sources("dictionary") if path.is_file()]
    entries = [
        entry
        for path in (*words, *sources("articles", "openings", "pages"))
        for entry in read_text_file(path.read_bytes(), path.relative_to(CONTENT.parent).as_posix()).entries
    ]
    everything = sources("articles", "dictionary", "openings", "pages")
    for title, counts in (
        ("Articles", about_articles(articles)),
        ("Articles, words", about_words(articles.values())),
        ("Dictionary, words", about_words(path.read_text("utf-8") for path in words)),
        ("Everything, words", about_words(path.read_text("utf-8") for path in everything)),
        ("Dictionary", about_entries(entries)),
        ("Dictionary, the new entries by twenties", about_twenties(_new(words))),
    ):
        print(f"\n{title}\n")
        for name, figure in counts:
            print(f"  {name}: {figure}")


if __name__ == "__main__":
    main()
