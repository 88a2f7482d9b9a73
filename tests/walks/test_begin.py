"""From nothing to a publication of somebody's own, and an update of the software: by the commands of docs/begin.md."""

import os
import re
import resource
import shutil
import subprocess
import threading
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from plugins.desk.server import address_of, handler_of, start
from tests.site.small_site import tree
from tests.walks.test_another_publication import OURS
from tests.walks.test_privacy import unpacked

ROOT = Path(__file__).parents[2]
SOFTWARE = ("Makefile", "plugins", "requirements", "theme")
NAMES = ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL")
TYPED = [
    "FOLDER=../my-magazine",
    'NAME=The "Other" Paper & $5',
    "ADDRESS=https://paper.test/magazine",
    "AUTHOR=A. Nother",
    "LICENSE=all rights reserved",
    "TIMEZONE=Asia/Tokyo",
]


def run(folder, *command, **environment):
    """What it said; it must end well. What is None in the environment is not there."""
    wanted = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "MAKE"))},
        **dict.fromkeys(NAMES, "A"),
        "VENV": str(ROOT / ".venv"),
        "SOURCE_DATE_EPOCH": "1796000000",
        **environment,
    }
    done = subprocess.run(
        command,
        cwd=folder,
        env={name: value for name, value in wanted.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def make(folder, *words):
    return run(folder, "make", "--no-print-directory", *words)


@pytest.fixture
def software(tmp_path):
    """A clone of the software, and where it was cloned from. It has no content."""
    origin = tmp_path / "origin"
    origin.mkdir()
    for name in SOFTWARE:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        copy(ROOT / name, origin / name)
    (origin / ".gitignore").write_text("__pycache__/\n")
    run(origin, "git", "init", "--quiet", "--initial-branch=main")
    run(origin, "git", "add", ".")
    run(origin, "git", "commit", "--quiet", "--message=One")
    run(tmp_path, "git", "clone", "--quiet", "origin", "software")
    return tmp_path / "software"


def ids(folder):
    return re.findall(r"<id>(.*?)</id>", (folder / "public/current/feeds/all.atom").read_text("utf-8"))


def test_a_publication_is_begun_published_and_outlives_an_update(software):
    """Nothing of ours is in it; every command works in its folder; an update changes no address and no id."""
    # when
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    said = make(software, "begin", *TYPED)
    mine = software.parent / "my-magazine"
    first = make(mine, "publish")
    seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before

    # then
    assert 'ID_AUTHORITY = "paper.test"' in said
    assert "Published" in first
    assert "warning" not in first
    assert seconds < 60
    made = tree(mine / "public/current")
    ours = {
        path: hit[0]
        for path, data in made.items()
        for part in unpacked(path, data)
        if (hit := OURS.search(part))
    }
    assert ours == {}
    assert (
        OURS.search(
            b"\n".join(p.read_bytes() for p in mine.rglob("*") if p.is_file() and "." not in p.parts[-2])
        )
        is None
    )
    page = made["2026/a-first-article/index.html"].decode()
    assert "The “Other” Paper" in page or "The &#34;Other&#34; Paper" in page
    assert 'href="/magazine/dictionary/draft/"' in page

    # when
    assert make(mine, "check").count("Nothing wrong") == 2
    assert "Nothing would be published" in make(mine, "test")
    assert "nothing" not in make(mine, "status")
    assert "make publish" in make(mine, "help")
    written = make(mine, "new", "TITLE=Second", "CATEGORY=Notes").split(":")[0]
    assert (mine / written).is_file()
    assert make(mine, "publish", "IF_DUE=1") == ""
    make(mine, "clean")
    assert (mine / "public/current").is_dir()

    # when
    known = ids(mine)
    origin = software.parent / "origin"
    sheet = origin / "theme/static/css/site.css"
    sheet.write_text(sheet.read_text().replace("--hair: 1px", "--hair: 2px"))
    (origin / "plugins/site/__init__.py").write_text('"""Another version."""\n')
    run(origin, "git", "commit", "--quiet", "--all", "--message=Two")
    run(software, "git", "pull", "--quiet")
    again = make(mine, "publish")

    # then
    assert "Published" in again
    assert ids(mine) == known
    after = tree(mine / "public/current")
    assert {path for path in made.keys() - after.keys() if not path.startswith("static/")} == set()
    assert run(software, "git", "status", "--short") == ""


@pytest.mark.slow
@pytest.mark.browser
def test_what_was_begun_is_read_in_a_browser(software, chromium):
    """Its article, and every page that menu and footer lead to: nothing fails, and axe finds nothing."""
    # given
    make(software, "begin", *TYPED)
    mine = software.parent / "my-magazine"
    make(mine, "publish")
    served = start("127.0.0.1", 0, handler_of(mine / "public/current"), "serve")
    threading.Thread(target=served.serve_forever, daemon=True).start()
    context = chromium.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    wrong = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("response", lambda answer: wrong.append(answer.url) if answer.status >= 400 else None)

    # when
    page.goto(f"{address_of(served)}magazine/2026/a-first-article/")
    links = page.locator("header a, nav a, footer a").evaluate_all(
        "all => all.map((one) => one.href.split('#')[0])"
    )
    inner = sorted({link for link in links if link.startswith(address_of(served)) and link.endswith("/")})

    # then
    expect(page.get_by_role("heading", level=1)).to_have_text("A first article")
    assert Axe().run(page).response["violations"] == []
    assert len(inner) > 5
    for link in inner:
        page.goto(link)
        assert Axe().run(page).response["violations"] == [], link
    context.close()
    served.shutdown()
    served.server_close()
    assert wrong == []


def test_its_tests_find_what_is_wrong_with_its_texts(software):
    """And its colours are its own: the sheet that it publishes says so."""
    # given
    mine = software.parent / "my-magazine"
    make(software, "begin", *TYPED)
    (mine / "content/theme.css").write_text(":root { --paper: light-dark(#ffe, #001) }\n")

    # when
    make(mine, "test")

    # then
    (sheet,) = (mine / "staging/static/css").glob("site.*.css")
    assert sheet.read_text().endswith("@layer tokens{:root{--paper:light-dark(#ffe,#001);}}")

    # when
    (mine / "content/theme.css").write_text(":root { --papre: red }\n")
    done = subprocess.run(
        ["make", "test", f"VENV={ROOT}/.venv"],
        cwd=mine,
        capture_output=True,
        text=True,
        check=False,
        timeout=1200,
    )

    # then
    assert done.returncode
    assert 'content/theme.css:1: "--papre" is nothing that the theme has; write "--paper"\n' in done.stdout


def test_the_workflow_of_a_forge_does_what_its_page_says(software):
    """Every command of it, as it stands in docs/begin.md, in the folders that its checkouts make.

    A runner knows nobody: it has an empty home, and git no name to commit by.
    """
    # given
    text = (ROOT / "docs/begin.md").read_text("utf-8")
    steps = re.findall(r"^      - run: (?:\|\n((?: {10}.*\n)+)|(.*)\n)", text, re.MULTILINE)
    commands = [re.sub("^ {10}", "", many, flags=re.MULTILINE) or one for many, one in steps]
    make(software, "begin", *TYPED)
    mine = software.parent / "my-magazine"
    run(mine, "git", "init", "--quiet", "--initial-branch=main")
    run(mine, "git", "add", ".")
    run(mine, "git", "commit", "--quiet", "--message=Mine")
    run(mine.parent, "git", "clone", "--quiet", "--bare", "my-magazine", "forge.git")
    run(mine, "git", "remote", "add", "origin", "../forge.git")
    run(mine, "git", "push", "--quiet", "--set-upstream", "origin", "main")
    (mine.parent / "home").mkdir()
    nobody = {"HOME": str(mine.parent / "home"), **dict.fromkeys(NAMES)}

    # when
    for command in commands:
        run(mine.parent, "bash", "-e", "-c", command, **nobody)

    # then
    assert len(commands) == 2
    assert (mine / "public/current/index.html").is_file()
    assert run(mine, "git", "log", "--format=%s", "origin/main").splitlines() == ["Published", "Mine"]
    assert "content/ledger.txt" in run(mine, "git", "show", "--stat", "origin/main")
    assert run(mine, "git", "status", "--short") == ""

    # when
    for command in commands:
        run(mine.parent, "bash", "-e", "-c", command, **nobody)

    # then
    assert run(mine, "git", "log", "--format=%s", "origin/main").splitlines() == ["Published", "Mine"]


def test_the_page_for_authors_is_true_from_top_to_bottom(software):
    """All its commands, in a publication of yesterday, in order; the preview has tests of its own."""
    # given
    text = (ROOT / "docs/authors.md").read_text("utf-8")
    lines = [
        line
        for block in re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
        for line in block.splitlines()
    ]
    make(software, "begin", *TYPED)
    mine = software.parent / "my-magazine"
    typed = []

    # when
    for line in lines:
        if line == "make devserver":
            continue
        if line.startswith("make reply"):
            folder = mine / "content/comments/the-second-offer"
            folder.mkdir(parents=True)
            (folder / "0001-c1.md").write_text(
                "Number: 1\nId: c1\nDate: 2026-11-30T09:00:00Z\nAuthor: Skeptic\n\nIs *that* so?\n"
            )
        said = run(mine, "bash", "-e", "-c", line)
        typed.append(line.split()[1])
        if line.startswith('make new TITLE="The counteroffer"'):
            file = mine / said.split(":")[0]
            file.write_text(file.read_text() + "Do not [take it](dict:HANDOVER).\n")
        assert "warning" not in said

    # then
    assert (
        typed
        == "new define share unshare ready publish rename rename rename reply define new status fix check".split()
    )
    assert (mine / "content/articles/2026/the-second-offer.md").is_file()
    assert "dict:FAREWELL%20TOUR" in (mine / "content/articles/2026/the-second-offer.md").read_text()
    assert "Aliases: /dictionary/handover/" in (mine / "content/dictionary/farewell-tour.md").read_text()
    assert "Published" in make(mine, "publish")
    assert "You are right" in (mine / "public/current/2026/the-second-offer/index.html").read_text()
