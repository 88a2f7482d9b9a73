"""`python -m plugins.publish` in a project of its own: linted, built, checked, released."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = """
SITENAME = "Small"
SITEURL = "https://small.example"
THEME = "theme"
PATH = "content"
ARTICLE_PATHS = ["articles"]
SLUGIFY_SOURCE = "basename"
DELETE_OUTPUT_DIRECTORY = True
DIRECT_TEMPLATES = ["index", "404"]
ARTICLE_URL = "{date:%Y}/{slug}/"
ARTICLE_SAVE_AS = "{date:%Y}/{slug}/index.html"
CATEGORY_SAVE_AS = TAG_SAVE_AS = AUTHOR_SAVE_AS = ""
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
"""
PAGE = (
    '<!doctype html><html lang="en"><head><title>T</title>'
    '<link rel="canonical" href="{{{{ SITEURL }}}}/{}"></head><body><h1>{}</h1>{}</body></html>\n'
)
FILES = {
    "publishconf.py": SETTINGS,
    "theme/templates/index.html": PAGE.format("", "{{ SITENAME }}", "{{ articles|length }}"),
    "theme/templates/404.html": PAGE.format("", "Not found", ""),
    "theme/templates/article.html": PAGE.format(
        "{{ article.url }}", "{{ article.title }}", "{{ article.content }}"
    ),
    "theme/static/site.css": "p { color: red }\n",
    "content/articles/one.md": "Title: One\nDate: 2026-03-02\nCategory: Pay\n\nFirst words.\n",
    "content/articles/two.md": "Title: Two\nDate: 2026-03-02\nCategory: Pay\n\nMore words.\n",
}


class Project:
    def __init__(self, folder):
        self.folder = folder
        for path, text in FILES.items():
            self.write(path, text)

    def write(self, path, text):
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_text(text)

    def run(self, *arguments):
        return subprocess.run(
            [sys.executable, "-m", "plugins.publish", *arguments],
            cwd=self.folder,
            env=os.environ | {"PYTHONPATH": str(ROOT), "SOURCE_DATE_EPOCH": "1796000000"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=1200,
        )

    def publish(self, *arguments):
        return self.run("publish", "--now", "2026-03-02T08:00:00Z", *arguments)

    @property
    def live(self):
        """Path → bytes of what is shown, and the release's name."""
        current = self.folder / "public/current"
        files = sorted(path for path in current.rglob("*") if path.is_file())
        return current.readlink().name, {str(path.relative_to(current)): path.read_bytes() for path in files}


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def test_the_first_publish_says_what_it_published_and_where(project):
    """The last words are what to look at."""
    # when
    done = project.publish()

    # then
    assert done.returncode == 0, done.stdout + done.stderr
    release = project.live[0]
    assert done.stdout.splitlines() == [
        "Nothing wrong in 2 texts and 0 files of the dictionary",
        "Nothing wrong in 5 files",
        f"Published {release}: 2 articles; 5 files, 1 kB",
        "The first release",
        "In public/current; make serve shows it at http://127.0.0.1:8000/",
    ]
    assert done.stderr == ""
    assert b"First words." in project.live[1]["2026/one/index.html"]


def test_publishing_twice_gives_one_release_and_says_so(project):
    """The same sources are the same site."""
    # given
    project.publish()
    before = project.live

    # when
    done = project.publish()

    # then
    assert done.returncode == 0
    assert f"Nothing to publish: {before[0]} is live already" in done.stdout
    assert project.live == before


def test_an_edit_is_named(project):
    """First what the author did, in the author's words; then what follows from it, in a line."""
    # given
    project.publish()
    first = project.live[0]
    project.write("content/articles/one.md", "Title: One\nDate: 2026-03-02\nCategory: Pay\n\nOther words.\n")
    project.write("content/articles/three.md", "Title: Three\nDate: 2026-03-02\nCategory: Pay\n\nWords.\n")

    # when
    done = project.publish()

    # then
    assert [line.split() for line in done.stdout.splitlines()[3:-1]] == [
        ["Since", "release", f"{first}:"],
        ["new", "article", "content/articles/three.md"],
        ["changed", "article", "content/articles/one.md"],
        ["in", "the", "site:", "3", "files,", "1", "new,", "2", "changed"],
    ]


@pytest.mark.parametrize(
    ("path", "text", "said", "last"),
    [
        (
            "content/articles/one.md",
            "Title: One\nDate: soon\nCategory: Pay\n\nx\n",
            'content/articles/one.md:2: "soon" is no date; write it as "2026-11-14 08:00"',
            "Not published: mend this, then publish again",
        ),
        (
            "theme/templates/article.html",
            "{% if %}",
            "Expected an expression",
            "Not published: the build failed",
        ),
        (
            "content/articles/one.md",
            "Title: One\nDate: 2026-03-02\nCategory: Pay\n\n[x](/none/)\n",
            'content/articles/one.md:5: the link "/none/" leads to nothing; correct it, or take it out',
            "Not published: the built site has faults; mend this, then publish again",
        ),
    ],
)
def test_what_is_wrong_is_not_published(project, path, text, said, last):
    """In the sources, in the build, in the built site: what is live stays as it was."""
    # given
    project.publish()
    before = project.live
    project.write(path, text)

    # when
    done = project.publish()

    # then
    assert done.returncode == 1
    assert said in done.stdout + done.stderr
    assert done.stderr.splitlines()[-1] == last
    assert project.live == before


def test_a_dry_run_prints_the_plan_and_changes_nothing(project):
    """Also what would be refused, and as it would."""
    # given
    project.publish()
    before = project.live
    (project.folder / "content/articles/two.md").unlink()

    # when
    done = project.publish("--dry-run")

    # then
    assert (done.returncode, project.publish("--dry-run", "--allow-lost").returncode) == (1, 0)
    assert "make publish ALLOW_LOST=1" in done.stderr
    assert [line.split() for line in done.stdout.splitlines()[-3:]] == [
        ["gone", "article", "content/articles/two.md"],
        ["in", "the", "site:", "2", "files,", "1", "changed,", "1", "gone"],
        ["lost", "/2026/two/"],
    ]
    assert project.live == before


def test_an_article_that_disappears_stops_the_publish_until_it_is_allowed(project):
    """An address is kept, redirected, or given up by hand."""
    # given
    project.publish()
    (project.folder / "content/articles/two.md").unlink()

    # when
    refused = project.publish()
    allowed = project.publish("--allow-lost")

    # then
    assert refused.returncode == 1
    assert refused.stderr.endswith("\n  /2026/two/\n")
    assert allowed.returncode == 0
    assert "2026/two/index.html" not in project.live[1]


def test_a_rollback_shows_the_release_before(project):
    """In one command, without a build."""
    # given
    project.publish()
    first = project.live
    project.write("content/articles/one.md", "Title: One\nDate: 2026-03-02\nCategory: Pay\n\nOther words.\n")
    project.publish()

    # when
    done = project.run("rollback", "--now", "2026-03-03T08:00:00Z")
    listed = project.run("releases")

    # then
    assert (
        done.stdout
        == f"Release {first[0]} is live again; the next make publish publishes what is written now\n"
    )
    assert project.live == first
    rows = [line.split() for line in listed.stdout.splitlines()[1:]]
    assert [row[1:4] for row in rows] == [
        ["2026-03-02", "08:00", "publish"],
        ["2026-03-02", "08:00", "publish"],
        ["2026-03-03", "08:00", "rollback"],
    ]
    assert rows[-1][0] == first[0]


def test_before_the_first_publish_there_is_nothing_to_list_or_to_go_back_to(project):
    """Said in words."""
    assert project.run("releases").stdout == "Nothing was published yet: make publish\n"
    rolled = project.run("rollback")
    assert rolled.returncode == 1
    assert rolled.stderr == "there is no earlier release to go back to; make releases lists what is there\n"


def git(folder, *arguments):
    command = ["git", "-c", "user.name=Nan", "-c", "user.email=nan@small.example", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


def test_what_was_not_committed_is_not_published(project):
    """A timer runs while an author is in the middle of a sentence."""
    # given
    refused = project.publish("--only-committed")
    git(project.folder, "init", "-q")
    git(project.folder, "add", ".")
    git(project.folder, "commit", "-qm", "Begin")
    project.write("content/articles/one.md", "Title: One\nDate: 2026-03-02\nCategory: Pay\n\nHalf a sen\n")
    project.write("content/articles/three.md", "Title: Three\nDate: soon\n")

    # when
    first = project.publish("--only-committed")
    shown = project.live[1]["2026/one/index.html"]
    git(project.folder, "rm", "-q", "--cached", "content/articles/two.md")
    git(project.folder, "commit", "-qam", "One article less")
    second = project.publish("--only-committed", "--allow-lost")

    # then
    assert refused.returncode == 1
    assert refused.stderr.startswith("Not published: git rev-parse in content: not a git repository")
    assert first.returncode == 0, first.stdout + first.stderr
    assert b"First words." in shown
    assert "changed article content/articles/one.md" in second.stdout
    assert "gone article content/articles/two.md" in second.stdout
    assert b"Half a sen" in project.live[1]["2026/one/index.html"]
