"""What authors do, typed as they type it: `make` in a copy of the project, with everything that it starts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.site.small_site import ROOT, article
from tests.walks.walk import CONTENT

SETTINGS = """\
from pelicanconf import *

SITEURL = "https://walks.example"
SHOW_DRAFTS = False
FOOTER_LINKS = [("About", "/about/")]
DAYS_AHEAD = 7
"""


class Copy:
    """A checkout with another publication in it, and its author at a terminal."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name in ("Makefile", "plugins", "theme", "requirements"):
            (root / name).symlink_to(ROOT / name)
        shutil.copyfile(ROOT / "pelicanconf.py", root / "pelicanconf.py")
        (root / "publishconf.py").write_text(SETTINGS, "utf-8")
        for path, text in CONTENT.items():
            self.write(path, text)

    def write(self, path: str, text: str) -> Path:
        target = self.root / "texts" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, "utf-8")
        return target

    def make(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`make` with these arguments; the environment is made already, and by the one who runs the tests."""
        mine = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
        return subprocess.run(
            ["make", "--no-print-directory", "SITE=", f"PY={sys.executable}", *arguments, "CONTENT=texts"],
            cwd=self.root,
            env=mine | {"SOURCE_DATE_EPOCH": "1772445600", "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def publish(self) -> str:
        done = self.make("publish")
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def live(self, path: str) -> str:
        return (self.root / "public/current" / path).read_text("utf-8")


def test_an_author_writes_renames_and_errs(tmp_path):
    """Each by the documented command, from a first publish on."""
    # given
    copy = Copy(tmp_path)
    assert "\nPublished " in copy.publish()

    # when: an article is begun and written, with a title that a shell would read otherwise
    begun = copy.make("new", "TITLE=The $$offer & “you”", "CATEGORY=Pay")
    path = begun.stdout.partition(":")[0]
    text = (tmp_path / path).read_text("utf-8")
    (tmp_path / path).write_text(text.replace("Status: draft\n", "") + "\nThey named it first.\n", "utf-8")
    said = copy.publish()

    # then
    assert begun.returncode == 0, begun.stderr
    assert path == "texts/articles/2026/the-offer-you.md"
    assert f"\n      new article {path}\n  in the site: " in said
    assert "They named it first." in copy.live("2026/the-offer-you/index.html")

    # when: another is renamed
    old, new = tmp_path / "texts/articles/2025/number.md", tmp_path / "texts/articles/2025/figure.md"
    copy.write("articles/2026/notice.md", article("The notice", "2026-02-01 08:00", "Leaving", "Two weeks."))
    new.write_text(old.read_text("utf-8").replace("\n\n", "\nAliases: /2025/number/\n\n", 1), "utf-8")
    old.unlink()
    said = copy.publish()

    # then
    assert "/2025/number/ /2025/figure/ 301" in " ".join(copy.live("_redirects").split())
    assert 'href="https://walks.example/2025/figure/"' in copy.live("2025/number/index.html")

    # when: a text stands where nobody reads it
    live = (tmp_path / "public/current").readlink()
    copy.write("posts/secret.md", article("Secret", "2026-02-02", "Pay", "Unspoken."))
    refused = copy.make("publish")

    # then
    assert refused.returncode
    assert refused.stdout.splitlines()[0] == (
        "texts/posts/secret.md:1: not in a folder of texts, so it is not published; move it to articles/, "
        "or build with ARTICLES=posts"
    )
    assert "Traceback" not in refused.stderr
    assert (tmp_path / "public/current").readlink() == live
