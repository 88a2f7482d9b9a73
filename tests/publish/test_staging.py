"""The folder that is built into, from one publish to the next."""

import shutil
from dataclasses import replace

import pytest

from plugins.publish.model import Manifest
from plugins.publish.staging import forget, prepare, remember
from plugins.publish.tree import read_tree


@pytest.fixture
def left(make_site):
    """What a build has left."""
    folder = make_site({"a/index.html": "a"})
    remember(folder, read_tree(folder))
    return folder


def test_what_a_build_left_is_there_for_the_next(left):
    """A build that writes only what changed needs what it wrote before."""
    # when
    prepare(left)

    # then
    assert (left / "a/index.html").read_text() == "a"


@pytest.mark.parametrize("stray", ["stray.html", "a/stray.html", ".hidden", "b/index.html"])
def test_a_stray_file_is_never_published(left, stray):
    """Whoever put it there: the folder is emptied, and everything built again."""
    # given
    (left / stray).parent.mkdir(exist_ok=True)
    (left / stray).write_text("stray")

    # when
    prepare(left)

    # then
    assert not left.exists()


def test_a_missing_file_is_built_again(left):
    """And with it all others: something has happened there."""
    # given
    (left / "a/index.html").unlink()

    # when
    prepare(left)

    # then
    assert not left.exists()


def test_after_a_build_that_failed_everything_is_built_again(left):
    """Half of a build proves nothing."""
    # given
    forget(left)

    # when
    prepare(left)

    # then
    assert not left.exists()


def test_a_file_that_changed_though_nobody_wrote_it_is_spoilt(left):
    """A disk forgets: neither the build nor anybody else sees it from outside."""
    # given
    known = prepare(left)
    found, path = read_tree(left), left / "a/index.html"

    # when
    other = Manifest.of(
        replace(file, sha256="0" * 64) if file.path == "a/index.html" else file for file in found.files
    )

    # then
    assert not known.is_spoilt(left, found)
    assert known.is_spoilt(left, other)
    path.write_text("written by the build")
    assert not known.is_spoilt(left, read_tree(left))


def test_what_is_no_folder_gives_way(left, tmp_path):
    """A link to a folder is removed, and nothing in what it leads to."""
    # given
    shutil.move(left, tmp_path / "elsewhere")
    left.symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere/mine.html").write_text("mine")

    # when
    prepare(left)

    # then
    assert not left.is_symlink()
    assert (tmp_path / "elsewhere/mine.html").exists()


def test_before_the_first_build_there_is_nothing_to_prepare(tmp_path):
    """A fresh clone."""
    prepare(tmp_path / "staging")
    forget(tmp_path / "staging")

    assert not (tmp_path / "staging").exists()
