"""Builds under all kinds of conditions: the same sources give the same bytes, and nobody has to tidy up."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.site.conftest import run_forked
from tests.site.edits import ARTICLES, Body, Gone, Header, NewArticle, Template
from tests.site.small_site import ROOT, START, SmallSite, article, differences, tree

MANY = {
    f"articles/2024/no-{number:03}.md": article(
        f"No. {number}", f"2024-01-{number % 28 + 1:02}", "Pay", f"WORD{number}, n. Number {number}.\n\nText."
    )
    for number in range(105)
}
"""Enough for processes to be forked."""


@pytest.fixture
def site(tmp_path: Path) -> SmallSite:
    """Sources, and nothing built."""
    return SmallSite(tmp_path / "site")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> SmallSite:
    """One site for all that go on from what was built; each test leaves it built."""
    one = SmallSite(tmp_path_factory.mktemp("built") / "site")
    assert one.build().status == 0
    return one


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What a build of many articles makes that nothing disturbs, in as many processes as it likes."""
    site = SmallSite(tmp_path_factory.mktemp("many") / "site", MANY)
    assert site.build().status == 0
    return tree(site.output)


def test_any_number_of_workers_gives_the_same_bytes(tmp_path, many):
    """One processor or several: the results come in the order of the work."""
    # given
    site = SmallSite(tmp_path / "site", MANY)

    # when
    ours = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(ours)})
    try:
        alone = site.build()
    finally:
        os.sched_setaffinity(0, ours)

    # then
    assert alone.status == 0, alone.said
    assert differences(tree(site.output), many) == []


def test_two_builds_at_once_both_end_well(site):
    """A devserver and a publish by hand: the second waits for the first."""
    # when
    first = site.start(site.output, site.cache)
    second = site.start(site.output, site.cache, "--quiet")
    outcomes = [first.wait(), second.wait()]

    # then
    assert [outcome.status for outcome in outcomes] == [0, 0], outcomes
    assert site.build().nothing_changed


def test_a_killed_build_leaves_no_process_and_no_lock(tmp_path, many):
    """Workers end with the build that started them; the next build does not wait for anybody."""
    for seconds in (0.4, 0.8, 1.2):
        # given
        site = SmallSite(tmp_path / str(seconds), MANY)
        killed = site.start(site.output, site.cache, die_after=seconds)
        killed.wait()

        # when
        deadline = time.monotonic() + 10
        while _is_somebody_left(killed.process) and time.monotonic() < deadline:
            time.sleep(0.05)

        # then
        assert not _is_somebody_left(killed.process)
        next_one = site.build()
        assert next_one.status == 0, next_one.said
        assert differences(tree(site.output), many) == []


def _is_somebody_left(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_changed_code_is_noticed(tmp_path):
    """A checkout that was updated: what its old code kept is worth nothing, also to a build that waited meanwhile."""
    # given
    house = tmp_path / "house"
    for name in ("plugins", "theme", "pelicanconf.py"):
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, house / name if source.is_dir() else _folder(house) / name)
    site = SmallSite(tmp_path / "site")
    command = [sys.executable, "-m", "plugins.incremental", str(site.content), "-o", str(site.output)]
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(START)}

    def build() -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=house, env=environment, capture_output=True, text=True, check=True)

    assert "first build" in build().stdout
    assert build().stdout.startswith("Nothing changed")
    views = house / "plugins/pages/lists.py"
    assert '"Archive"' in views.read_text("utf-8")

    # when
    waiting = subprocess.Popen(
        [*command, "--wait"],
        cwd=house,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    wait_until_loaded(waiting.pid)
    views.write_text(views.read_text("utf-8").replace('"Archive"', '"Storeroom"'), "utf-8")
    said, _ = waiting.communicate("\n", timeout=1200)

    # then
    assert "everything: code, libraries or settings changed" in said
    assert "Storeroom" in (site.output / "archive/index.html").read_text("utf-8")
    assert build().stdout.startswith("Nothing changed")


def wait_until_loaded(process: int) -> None:
    """A program that has not run for half a second waits for its standard input."""
    end, idle = time.monotonic() + 30, 0
    while idle < 5:
        assert time.monotonic() < end
        time.sleep(0.1)
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        idle = idle + 1 if state == "S" else 0


def _folder(path: Path) -> Path:
    path.mkdir(exist_ok=True)
    return path


def test_plain_pelican_makes_the_same_files(built):
    """People who know Pelican expect it to work; it must not be another site."""
    # when
    plain = run_forked(built.content, built.root / "plain", built.root / "conf.py", START)

    # then
    assert plain.returncode == 0, plain.log
    assert differences(tree(plain.folder), tree(built.output)) == []


def test_an_author_s_mistake_is_told_and_costs_nothing(built):
    """Exit code 1, the place, the site as it was; mended, it goes on from there."""
    # given
    before = tree(built.output)
    path = built.files(ARTICLES)[0]
    text = path.read_text("utf-8")

    # when
    Body(ARTICLES, 0, "[nowhere]({filename}nowhere.md)").apply(built)
    wrong = built.build()
    path.write_text(text, "utf-8")
    mended = built.build()

    # then
    assert wrong.status == 1
    assert wrong.said == (
        f"content/articles/2024/advert.md:{text.rstrip(chr(10)).count(chr(10)) + 3}: "
        'the link "{filename}nowhere.md" points to nothing; correct its name\n'
    )
    assert mended.status == 0
    assert "restored" in mended.said
    assert "Read 1 sources" in mended.said
    assert tree(built.output) == before


def test_an_edit_costs_what_depends_on_it(built):
    """Not being wrong is easy for who renders everything."""
    # when
    Body("pages/about.md", 0, "More.").apply(built)
    outcome = built.build()

    # then
    assert outcome.said.startswith("Read 1 sources, restored ")
    assert "wrote 1, removed 0" in outcome.said


@pytest.mark.parametrize(
    ("edit", "path", "reason"),
    [
        (Body("pages/about.md", 0, "More."), "about/index.html", "because these changed: view.body"),
        (Header("pages/about.md", 0, "Title", "Us"), "about/index.html", "page.title"),
        (Template("page.html", "x"), "about/index.html", "because these changed: template page.html"),
        (NewArticle("new", "2026-05-20", "Pay", "Words."), "2026/new/index.html", "was written: it is new"),
        (Gone("images/unused.svg", 0), "about/index.html", "was not written"),
    ],
)
def test_a_build_says_why_it_wrote_a_file(built, edit, path, reason):
    """Who wonders about a build asks it, and does not guess."""
    # when
    edit.apply(built)
    outcome = built.build("--why", path)

    # then
    assert outcome.status == 0, outcome.said
    assert reason in outcome.said.splitlines()[-1]
