"""All editions: the same bytes wherever they are made, and made once."""

import os
import subprocess
import sys
from pathlib import Path

from plugins.editions.keep import MOST, Shelf
from plugins.editions.make import FILES, names
from plugins.site.settings import EDITIONS

ROOT = Path(__file__).parents[2]
PROGRAM = """
import hashlib
from plugins.editions.make import make, names
from plugins.site.settings import EDITIONS
from tests.editions.conftest import HOSTILE, words_of
words = words_of(HOSTILE)
for kind in EDITIONS:
    for name in names(kind, "trial"):
        print(name, hashlib.sha256(make(kind, name, words, lambda: b"cover")).hexdigest())
"""


def digests(**environment):
    """Of every edition of the hostile words, made in another process."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


def test_the_same_bytes_everywhere():
    """Under another hash seed, zone, locale and umask."""
    # when
    here = digests(PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    before = os.umask(0o077)
    try:
        there = digests(PYTHONHASHSEED="2", TZ="Asia/Kathmandu", LC_ALL="C", SOURCE_DATE_EPOCH="1")
    finally:
        os.umask(before)

    # then
    assert here == there
    assert here.count("\n") == sum(len(files) for files in FILES.values())


def test_every_kind_that_a_setting_may_name_is_made():
    """The years have files of their own names."""
    assert {*FILES, "years"} == set(EDITIONS)
    assert list(names("stardict", "trial")) == ["trial.stardict.tar.gz", "trial.stardict.zip"]
    assert list(names("years", "trial")) == []


def test_a_build_without_editions_imports_none_of_this():
    """It is not slower by a millisecond."""
    program = "import sys, plugins.build, plugins.build.run, plugins.pages.produce; print(*sys.modules, sep=chr(10))"

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )

    loaded = done.stdout.splitlines()
    assert "plugins.pages.produce" in loaded
    assert [name for name in loaded if name.startswith("plugins.editions") or name == "typst"] == []


def test_what_was_made_is_not_made_again(tmp_path):
    """And what is damaged is; of old states some are left for a rollback."""
    # given
    made = []
    shelf = Shelf(tmp_path / "kept")

    def make(what):
        made.append(what)
        return what

    # when
    first = shelf.get("a.epub", b"key", lambda: make(b"one"))
    again = shelf.get("a.epub", b"key", lambda: make(b"two"))
    (kept,) = (tmp_path / "kept").iterdir()
    kept.write_bytes(b"damaged")
    mended = shelf.get("a.epub", b"key", lambda: make(b"three"))
    for number in range(9):
        shelf.get("a.epub", b"%d" % number, lambda: make(b"more"))

    # then
    assert (first, again, mended) == (b"one", b"one", b"three")
    assert made[:2] == [b"one", b"three"]
    assert len(list((tmp_path / "kept").iterdir())) == MOST
