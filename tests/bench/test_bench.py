"""What the bench does to a publication, and what it says."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # its modules are those of a command

import corpus
from cases import CASES, MB, PEAK, WALL, Goal, Publication
from measure import FailedRunError, measure
from table import BEGIN, END, judge, write_docs
from tools import as_hugo

RUN = {
    "wall_seconds": 2.0,
    "user_seconds": 1.5,
    "system_seconds": 0.1,
    "peak_bytes": 50 * MB,
    "files_written": 9,
    "files_removed": 0,
    "files": 90,
    "output_bytes": 1,
}


def test_the_same_seed_makes_the_same_publication(tmp_path):
    """Figures of two days are of the same work."""
    one, other = (Publication(tmp_path / name, 8, seed=3) for name in ("one", "other"))

    assert one.paths() == other.paths()
    assert all((one.folder / path).read_bytes() == (other.folder / path).read_bytes() for path in one.paths())


@pytest.mark.parametrize("case", [case for case in CASES if case.edit], ids=lambda case: case.name)
def test_an_edit_touches_one_file(tmp_path, case):
    """What is measured is what is said."""
    publication = Publication(tmp_path, 8, seed=3)
    before = {path: (tmp_path / path).read_bytes() for path in publication.paths()}

    named = case.edit(publication)

    after = {path: (tmp_path / path).read_bytes() for path in publication.paths()}
    assert [path for path in after if before.get(path) != after[path]] == list(named)
    assert len(named) == 1


def test_hugo_reads_the_same_words():
    """Only the header and the way of linking differ."""
    text = 'Title: A "title\nDate: 2016-01-04 08:00\nCategory: Pay\nTags: b, a\n\nSee [it]({filename}../2016/x.md).\n'

    assert as_hugo(text) == (
        '---\ntitle: "A \\"title"\ndate: "2016-01-04T08:00:00Z"\ncategories: ["Pay"]\nauthors: ["The Editor"]\n'
        'tags: ["b", "a"]\n---\n\nSee [it](/2016/x/).\n'
    )


def test_memory_of_children_is_counted(tmp_path):
    """Workers are part of what a build costs."""
    hold = "import time; held = bytearray(40_000_000); time.sleep(0.6)"
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {hold!r}])"

    run = measure([sys.executable, "-c", program], tmp_path, {}, tmp_path / "output")

    assert 40 * MB < run.peak_bytes < 120 * MB


def test_a_program_that_fails_is_not_measured(tmp_path):
    """A fast failure would look like a fast build."""
    with pytest.raises(FailedRunError, match="no such house"):
        measure(
            [sys.executable, "-c", "raise SystemExit('no such house')"], tmp_path, {}, tmp_path / "output"
        )


@pytest.mark.parametrize(
    ("goal", "size", "words"),
    [
        (Goal(WALL, 3), 10_000, "wall ≤ 3 s: met"),
        (Goal(WALL, 0.5, "Hugo"), 10_000, "wall ≤ 0.5 ×: NOT MET"),
        (Goal(PEAK, 60 * MB), 1000, "(peak ≤ 60 MB at 10,000)"),
    ],
)
def test_a_goal_is_told_with_its_verdict(goal, size, words):
    """A goal for another size is told, and not judged."""
    assert judge(goal, RUN, RUN | {WALL: 3.0}, size) == words


def test_the_page_keeps_its_words(tmp_path):
    """Only what stands between the markers is written."""
    page = tmp_path / "performance.md"
    page.write_text(f"before\n{BEGIN}\nof last year\n{END}\nafter\n")
    machine = {"processors": "2 × a processor", "Python": "3.11.7"}
    results = {"size": 100, "seed": 1, "machine": machine, "load": [0, 0], "day": "2026-01-01", "rooms": []}
    runs = [{"case": case.name, "program": "ours", "runs": [RUN]} for case in CASES]
    (tmp_path / "100-20260101T000000Z.json").write_text(json.dumps(results | {"runs": runs}))

    write_docs(tmp_path, page)

    text = page.read_text()
    assert text.startswith(f"before\n{BEGIN}\n\n### 100 articles\n")
    assert text.endswith(f"{END}\nafter\n")
    assert "of last year" not in text
    assert text.count("| ours | 1 | 2.00 | 1.50 |") == len(CASES)


def test_articles_come_out_in_the_order_of_their_dates():
    """The newest article is the newest."""
    assert corpus.article_date(9) < corpus.article_date(10)
