"""Counts over the texts, for whoever edits them: `python -m tests.content.counts`. It judges nothing (docs/voice.md does).

A paragraph is one of running prose: what stands in lists, tables, quotations, scripts, code and headings is none, nor is a
speech of somebody named before it (DES: So what happens?). A heading that is run into its paragraph is left out.
"""

import re
import statistics
from collections import Counter
from collections.abc import Iterable
from itertools import chain

from plugins.glossary.block import Dialogue, Prose, Quotation, Senses, Verse, texts_of
from plugins.glossary.entry import Entry
from plugins.glossary.plain import plain_text
from plugins.glossary.read import read_text_file
from tests.content.prose import CONTENT, prose, sources

SHORT = 8
"""Words of a sentence that is short."""

SAMPLE = 18_000
"""Words among which different ones are counted, so that a longer publication has no more by being longer."""

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
    kept = [RUN_IN.sub("", block, count=1) if RUN_IN.match(block) else block for block in kept if not SPEECH.match(block)]
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
    lengths = {name: [length(one) for part in piece for one in sentences(part)] for name, piece in by_piece.items()}
    means = {name: statistics.mean(each) for name, each in lengths.items()}
    spread = statistics.pstdev(means.values()) / statistics.mean(means.values())
    yield "articles", f"{len(texts)}, {sum(len(WORD.findall(prose(text))) for text in texts.values()):,} words"
    shortest, longest = min(means, key=means.__getitem__), max(means, key=means.__getitem__)
    yield "words a sentence", f"{means[shortest]:.1f} ({shortest}) to {means[longest]:.1f} ({longest})"
    yield "spread of that between articles", f"{spread:.3f}"
    yield "paragraphs that open on a short sentence", share(sum(length(one[0]) <= SHORT for one in parts), len(parts))
    yield "paragraphs that close on one", share(sum(length(one[-1]) <= SHORT for one in parts), len(parts))
    yield "… of those with two sentences or more", share(
        sum(length(one[-1]) <= SHORT for one in parts if len(one) > 1), sum(len(one) > 1 for one in parts)
    )
    tails = Counter({name: sum(map(_has_tail, chain(*map(sentences, piece)))) for name, piece in by_piece.items()})
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
    # Evenly from all over the texts: the first 18,000 would be the oldest articles.
    some = [words[place * len(words) // SAMPLE] for place in range(SAMPLE)] if len(words) > SAMPLE else words
    yield f"different words in {len(some):,}", f"{len({word.lower() for word in some}):,}"


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
    yield 'glosses that end on ", [six words or fewer]"', share(sum(length(one) <= 6 for one in after), len(glosses))
    yield 'glosses that begin with "Of a"', str(sum(one.lower().startswith("of a ") for one in glosses))
    blocks = [block for entry in entries for block in entry.blocks]
    fables = [one for one in blocks if isinstance(one, Prose) and 100 <= length(one.text) <= 200]
    yield "paragraphs of 100 to 200 words", str(len(fables))
    yield "quotations", str(sum(isinstance(one, Quotation) for one in blocks))
    turns = [len(one.speeches) for one in blocks if isinstance(one, Dialogue)]
    yield "dialogues past four turns", str(sum(count > 4 for count in turns))
    lines = [sum(map(len, one.stanzas)) for one in blocks if isinstance(one, Verse)]
    yield "verse past twelve lines", str(sum(count > 12 for count in lines))


def _glosses(entry: Entry) -> list[str]:
    """What it says of its head: senses and paragraphs; neither verse nor dialogue, quotation or run-on."""
    said = (block for block in entry.blocks if isinstance(block, Senses | Prose))
    return [text for block in said for text in texts_of(block) if text]


def _is_single(entry: Entry) -> bool:
    """Whether it is one sentence, and no verse or dialogue follows."""
    glosses = _glosses(entry)
    return len(entry.blocks) == 1 and len(glosses) == 1 and len(sentences(plain_text(glosses[0]))) == 1


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
    ):
        print(f"\n{title}\n")
        for name, figure in counts:
            print(f"  {name}: {figure}")


if __name__ == "__main__":
    main()
