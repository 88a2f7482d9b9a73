"""A publication of any size, made up from a seed: what the bench measures and what long tests edit.

python tests/bench/corpus.py FOLDER --articles 1000 --seed 1
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

SYLLABLES = (
    "ba be bo cor dan del en fer gan hol in jo kel lam mer nor ol pen quil ras sen tor ul ver win yol zan"
).split()
CATEGORIES = 12
TAGS = 60
START = datetime(2016, 1, 4, 8, 0, tzinfo=UTC)
WORDS_AN_ARTICLE = 750
COMMENTS_AN_ARTICLE = 6
BASE32 = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


@dataclass(frozen=True, slots=True)
class Size:
    articles: int
    definitions: int = 300
    comments_an_article: float = COMMENTS_AN_ARTICLE


class Writer:
    """Writes the same words for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - not a secret
        self.words = sorted({self.word() for _ in range(4000)})

    def word(self) -> str:
        return "".join(self.random.choice(SYLLABLES) for _ in range(self.random.randint(1, 3)))

    def sentence(self) -> str:
        words = self.random.choices(self.words, k=self.random.randint(6, 20))
        if self.random.random() < 0.2:
            words[2] = f'"{words[2]}"'
        if self.random.random() < 0.1:
            words[3] = f"*{words[3]}*"
        return " ".join(words).capitalize() + "."

    def paragraph(self, words: int) -> str:
        sentences: list[str] = []
        while sum(len(sentence.split()) for sentence in sentences) < words:
            sentences.append(self.sentence())
        return " ".join(sentences)

    def body(self, words: int, links: list[str]) -> str:
        blocks = [self.paragraph(70) for _ in range(max(1, words // 80))]
        blocks.insert(len(blocks) // 2, f"## {self.sentence()[:-1]}")
        blocks.append("- " + "\n- ".join(self.sentence() for _ in range(3)))
        blocks.append(f"> {self.sentence()}")
        blocks += [f"See [what was said]({{filename}}{link})." for link in links]
        return "\n\n".join(blocks)

    def identity(self) -> str:
        return "".join(self.random.choices(BASE32, k=12))


def write_corpus(folder: Path, size: Size, seed: int) -> list[str]:
    """Fill `folder` with articles/, dictionary/ and comments/ as our formats have them; the slugs, oldest first."""
    writer = Writer(seed)
    slugs = [f"{writer.random.choice(writer.words)}-{number}" for number in range(size.articles)]
    for number, slug in enumerate(slugs):
        write_article(folder, writer, number, slug, slugs)
        _write_thread(folder, writer, number, slug, size.comments_an_article)
    _write_dictionary(folder, writer, size.definitions)
    return slugs


def article_date(number: int) -> datetime:
    """When the article with this number, oldest first, was published."""
    return START + timedelta(hours=7 * number)


def write_article(folder: Path, writer: Writer, number: int, slug: str, slugs: list[str]) -> Path:
    """Write one article with two links to older ones; where it was written."""
    date = article_date(number)
    older = writer.random.sample(range(number), min(2, number))
    links = [f"../{article_date(other).year}/{slugs[other]}.md" for other in older]
    tags = ", ".join(f"tag {tag}" for tag in sorted(writer.random.sample(range(TAGS), 3)))
    front = {
        "Title": writer.sentence()[:60].rstrip(' ."*').replace("*", "").replace('"', ""),
        "Date": f"{date:%Y-%m-%d %H:%M}",
        "Category": f"Category {writer.random.randrange(CATEGORIES)}",
        "Tags": tags,
    }
    header = "\n".join(f"{key}: {value}" for key, value in front.items())
    path = folder / "articles" / str(date.year) / f"{slug}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{header}\n\n{writer.body(WORDS_AN_ARTICLE, links)}\n")
    return path


def _write_thread(folder: Path, writer: Writer, number: int, slug: str, mean: float) -> None:
    count = int(writer.random.expovariate(1 / mean) + 0.5) if mean else 0
    for comment in range(1, count + 1):
        write_comment(folder, writer, comment, slug, article_date(number) + timedelta(hours=comment))


def write_comment(folder: Path, writer: Writer, number: int, slug: str, posted_at: datetime) -> Path:
    """Write one comment on the article `slug`, every third an answer; where it was written."""
    identity = writer.identity()
    reply = writer.random.randrange(number)
    lines = [f"Number: {number}", f"Id: {identity}", f"Date: {posted_at:%Y-%m-%dT%H:%M:%SZ}"]
    lines.append(f"Author: Reader {writer.random.randrange(200)}")
    lines += [f"Replyto: {reply}"] if reply and number % 3 == 0 else []
    path = folder / "comments" / slug / f"{number:04}-{identity}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + f"\n\n{writer.paragraph(40)}\n")
    return path


def _write_dictionary(folder: Path, writer: Writer, count: int) -> None:
    heads = sorted(
        {word.upper() for word in writer.random.sample(writer.words, min(count, len(writer.words)))}
    )
    by_letter: dict[str, list[str]] = {}
    for head in heads:
        if len(head) > 3:
            by_letter.setdefault(head[0].lower(), []).append(f"{head}, n. {writer.sentence()}")
    for letter, entries in by_letter.items():
        path = folder / "dictionary" / f"{letter}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Date: 2016-01-04\n\n" + "\n\n".join(entries) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description="Make up a publication.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    write_corpus(arguments.folder, Size(arguments.articles), arguments.seed)


if __name__ == "__main__":
    main()
