"""What an author or a reader does between two builds, and how much a build may then cost."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import corpus

Paths = tuple[str, ...]
"""Files of the publication that are new or changed, from its folder."""


class Publication:
    """A made-up publication, and what happens to it."""

    def __init__(self, folder: Path, articles: int, seed: int) -> None:
        self.folder = folder
        self._slugs = corpus.write_corpus(folder, corpus.Size(articles), seed)
        self._first = articles
        self._writer = corpus.Writer(seed + 1)
        self._random = random.Random(seed)  # noqa: S311 - not a secret

    def paths(self) -> Paths:
        """All its files."""
        return tuple(sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*.md")))

    def edit_an_old_article(self) -> Paths:
        """A sentence more in the middle of a text of the older half."""
        path = self.pick_an_old_article()
        self.add_a_sentence(path)
        return (path,)

    def pick_an_old_article(self) -> str:
        """One of the older half: "articles/2016/slug.md"."""
        number = self._random.randrange(self._first // 2)
        return f"articles/{corpus.article_date(number).year}/{self._slugs[number]}.md"

    def add_a_sentence(self, path: str) -> None:
        """In the middle of that text."""
        blocks = (self.folder / path).read_text("utf-8").split("\n\n")
        blocks[4] += " " + self._writer.sentence()
        (self.folder / path).write_text("\n\n".join(blocks), "utf-8")

    def approve_a_comment(self) -> Paths:
        """The newest comment of all, on some article that has others."""
        thread = self._random.choice(sorted((self.folder / "comments").iterdir()))
        number = 1 + max(int(path.name.partition("-")[0]) for path in thread.iterdir())
        posted_at = corpus.article_date(len(self._slugs)) + timedelta(hours=100)
        return self._relative(
            [corpus.write_comment(self.folder, self._writer, number, thread.name, posted_at)]
        )

    def add_the_newest_article(self) -> Paths:
        """An article newer than all others."""
        number = len(self._slugs)
        self._slugs.append(f"{self._writer.word()}-{number}")
        return self._relative(
            [corpus.write_article(self.folder, self._writer, number, self._slugs[-1], self._slugs)]
        )

    def _relative(self, paths: Iterable[Path]) -> Paths:
        return tuple(path.relative_to(self.folder).as_posix() for path in paths)


@dataclass(frozen=True, slots=True)
class Goal:
    """How much something may be."""

    quantity: str
    """A field of measure.Run, or what table.medians adds for each article."""

    at_most: float

    of: str = ""
    """Times that of this program in the same case; empty for the quantity itself."""

    size: int = 10_000
    """Articles; the goal is set for publications of this size and larger."""

    up_to: int = 10**9


@dataclass(frozen=True, slots=True)
class Case:
    """What happens before a build, and the goals for that build."""

    name: str
    goals: tuple[Goal, ...]
    edit: Callable[[Publication], Paths] | None = None
    is_cold: bool = False
    """Nothing is left of earlier builds."""

    is_template: bool = False
    """A template is changed that every page uses."""

    is_preview: bool = False
    """Somebody writes with the preview running: only ours has one."""


WALL, USER, PEAK, WRITTEN = "wall_seconds", "user_seconds", "peak_bytes", "files_written"
EACH, FILES_EACH, KB_EACH = "seconds_an_article", "files_an_article", "kilobytes_an_article"
MB = 1_000_000

CASES = (
    Case(
        "clean, cold",
        (
            Goal(WALL, 1.7, size=0, up_to=100),
            Goal(WALL, 1, "Pelican", size=0, up_to=100),
            Goal(WALL, 0.6, "Pelican", size=1000),
            Goal(WALL, 2, "Hugo", size=1000),
            Goal(EACH, 1.1, "ours at 1,000"),
            Goal(FILES_EACH, 4),
            Goal(KB_EACH, 55),
            Goal(PEAK, 300 * MB),
        ),
        is_cold=True,
    ),
    Case("nothing changed", (Goal(WALL, 0.5), Goal(PEAK, 64 * MB), Goal(WALL, 0.012, "Hugo"))),
    Case(
        "one article edited",
        (Goal(WALL, 0.5, size=0, up_to=100), Goal(WALL, 1.0), Goal(WRITTEN, 40), Goal(WALL, 0.04, "Hugo")),
        Publication.edit_an_old_article,
    ),
    Case(
        "one comment approved",
        (Goal(WALL, 1.0), Goal(WRITTEN, 10), Goal(WALL, 0.04, "Hugo")),
        Publication.approve_a_comment,
    ),
    Case(
        "new newest article",
        (Goal(WALL, 1.2), Goal(WRITTEN, 60), Goal(WALL, 0.045, "Hugo")),
        Publication.add_the_newest_article,
    ),
    Case("a template changed", (Goal(WALL, 0.4, "Hugo"),), is_template=True),
    Case(
        "preview, saved to shown",
        (Goal(WALL, 1.0, size=1000, up_to=1000),),
        Publication.edit_an_old_article,
        is_preview=True,
    ),
)
