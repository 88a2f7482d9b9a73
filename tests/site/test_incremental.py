"""An incremental build is never wrong: whatever happened, it leaves what a clean build makes."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from plugins.incremental.digest import digest
from tests.site import edits
from tests.site.edits import (
    ARTICLES,
    WORDS,
    Body,
    CacheGarbage,
    Clock,
    Gone,
    Header,
    Helper,
    Killed,
    NewArticle,
    OutputGone,
    OutputStray,
    Renamed,
    RenamedUnderItsSlug,
    Setting,
    Static,
    Step,
    SwappedUnderTheirSlugs,
    Template,
)
from tests.site.small_site import Outcome, SmallSite, differences, tree

Move = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Clean:
    """What a clean build does."""

    outcome: Outcome
    files: dict[str, bytes]


class Kept:
    """A site that is held against clean builds of itself after every move."""

    def __init__(self, root: Path) -> None:
        self.site = SmallSite(root / "site")
        self.steps = 0
        self._fresh = root / "fresh"
        self._compiled = root / "compiled"
        """Templates that a clean build compiled, for the next one: half of its time."""

        self._known: dict[bytes, Clean] = {}
        """By a digest of all inputs: where these are as they were before, so is what a clean build makes."""

        self.look()

    def take(self, move: Move) -> None:
        """Let `move` happen and look. What stops a build is taken back, after it stopped both."""
        before, clock = self._sources(), self.site.clock
        for step in move:
            step.apply(self.site)
        if not self.look():
            self._take_back(before)
            self.site.clock = clock
            assert self.look(), "what was in order before is not any more"

    def look(self) -> bool:
        """Hold an incremental build against a clean one. False if both found the same fault."""
        self.steps += 1
        built, clean = self._build_both()
        assert built.status == clean.outcome.status, f"incremental: {built.said}\nclean: {clean.outcome.said}"
        if built.status:
            assert built.status == 1
            assert _faults(built) == _faults(clean.outcome)
            return False
        found = differences(tree(self.site.output), clean.files)
        assert not found, "\n".join([f"{len(found)} differences", *found[:8], built.said, clean.outcome.said])
        again = self.site.build()
        # A setting of an unknown type is doubt: then all is built, every time.
        assert again.nothing_changed or "nobody can say whether settings changed" in again.said, again.said
        return True

    def _build_both(self) -> tuple[Outcome, Clean]:
        """An incremental build, and beside it a clean one into a fresh folder with a fresh cache."""
        inputs = sorted((str(path), data) for path, data in self._sources().items())
        state = digest((inputs, self.site.clock))
        if state in self._known:
            return self.site.build(), self._known[state]
        shutil.rmtree(self._fresh, ignore_errors=True)
        compiled = self._fresh / "cache/templates"
        if self._compiled.exists():
            compiled.parent.mkdir(parents=True)
            self._compiled.rename(compiled)
        clean = self.site.start(self._fresh / "output", self._fresh / "cache")
        built, outcome = self.site.build(), clean.wait()
        if compiled.exists():
            compiled.rename(self._compiled)
        self._known[state] = Clean(outcome, tree(self._fresh / "output"))
        return built, self._known[state]

    def _sources(self) -> dict[Path, bytes]:
        site = self.site
        folders = [path for top in (site.content, site.theme) for path in top.rglob("*")]
        return {path: path.read_bytes() for path in (*folders, *site.root.glob("*.py")) if path.is_file()}

    def _take_back(self, before: dict[Path, bytes]) -> None:
        for path in self._sources().keys() - before.keys():
            path.unlink()
        for path, data in before.items():
            if not path.is_file() or path.read_bytes() != data:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)


def _faults(outcome: Outcome) -> list[str]:
    """What a build that stopped said to its author."""
    said = outcome.said.strip().split("\n")
    return said[-1:] if said[0].startswith("Traceback") else said


def play(moves: list[Move], root: Path) -> int:
    """Start a site, let `moves` happen; the number of comparisons."""
    try:
        kept = Kept(root)
        for number, move in enumerate(moves, start=1):
            try:
                kept.take(move)
            except AssertionError as error:
                raise AssertionError(f"move {number}, {move}: {error}") from error
        return kept.steps
    finally:
        shutil.rmtree(root / "site", ignore_errors=True)


def play_at_random(number: int, sites: int, moves: int, root: Path) -> int:
    """Made-up moves on so many sites, others for each `number`; how many comparisons."""
    steps = 0

    @seed(number)
    @settings(
        max_examples=sites,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],  # a sequence that fails is short enough to read, and shrinking takes an hour
    )
    @given(st.lists(edits.moves, min_size=moves, max_size=moves))
    def follow(made_up: list[Move]) -> None:
        nonlocal steps
        steps += play(made_up, root)

    follow()
    return steps


ONCE_WRONG: list[Move] = [
    (Gone("images/unused.svg", 0),),  # its copy stayed in the output folder
    (OutputGone("images"),),  # copies were in no manifest
    (Template("base.html", "one"),),  # a theme in another place was in no manifest
    (Static("css/site.css", "/* one */"),),
    (Header("articles/2025/notice.md", 0, "Status", "skip"),),  # it stayed, as it was before
    (Header("articles/2025/notice.md", 0, "Status", ""),),
    (NewArticle("alpha", "2026-05-03", "Pay", "Words."), Killed(40), Gone("articles/2026/alpha.md", 0)),
    (Body(ARTICLES, 0, "More."), CacheGarbage(".sqlite", 10, 1)),  # noticed in the middle of a build
    (Body(ARTICLES, 0, "More."), CacheGarbage(".sqlite", 90, 1)),
    (Renamed("dictionary/a.md", 0, "newest"),),  # words as data named their file
    (Header("articles/2026/scheduled.md", 0, "Modified", "2026-07-05"),),  # and their line
    (Setting("DEFAULT_PAGINATION = 1"),),
    (Setting("DEFAULT_PAGINATION = 9"), Killed(11)),  # when the store was new, and knew of no file to remove
    (Clock("2026-07-01"),),
    (Clock("2026-06-01"),),
    (
        SwappedUnderTheirSlugs(0, 1),
        Body(ARTICLES, 2, "More."),
    ),  # related articles named files that had changed
    (RenamedUnderItsSlug(0, "2026", "zeta"), Body(ARTICLES, 3, "More.")),  # or were there no more
    (Helper("Helped"),),
    (Helper("Otherwise helped"),),  # what settings import was no input
    (Setting("class Odd:\n    pass\n\nOF_NO_USE = Odd()"),),
    (Setting(""),),
    (OutputStray("2024/stray.html"),),  # it stayed, and would have been published
    (Body(WORDS, 1, "GAP YEAR, n. A longer word than the one that is there."),),
]
"""Each of these once left something else than a clean build."""


def test_what_was_once_wrong_stays_right(tmp_path):
    """The differences that were found, in one sequence."""
    assert play(ONCE_WRONG, tmp_path) >= len(ONCE_WRONG)


@pytest.mark.parametrize("half", range(2))
def test_fifty_moves_leave_what_a_clean_build_makes(half, tmp_path):
    """The promise of the house, in the time that a test may take before every commit."""
    assert play_at_random(half, sites=2, moves=12, root=tmp_path) >= 26


@pytest.mark.slow
@pytest.mark.parametrize("tenth", range(10))
def test_a_thousand_moves_leave_what_a_clean_build_makes(tenth, tmp_path):
    """The same for longer."""
    assert play_at_random(100 + tenth, sites=4, moves=25, root=tmp_path) >= 100
