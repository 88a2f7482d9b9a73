"""plugins/incremental/identity.py"""

import subprocess
import sys
from pathlib import Path

import pytest

from plugins.incremental import identity as room
from plugins.incremental.identity import identity

SETTINGS = {
    "SITENAME": "A",
    "MARKDOWN": {"b": 1, "a": {"c", "d"}},
    "ORDER": lambda article: article.slug,
    "THEME": Path("theme"),
}


@pytest.mark.parametrize(
    "change",
    [
        {"SITENAME": "B"},
        {"MARKDOWN": {"b": 2, "a": {"c", "d"}}},
        {"MARKDOWN": {"b": 1, "a": {"c"}}},
        {"ORDER": lambda article: article.title},
        {"ORDER": lambda article: article.slug + "x"},
        {"NEW": None},
    ],
)
def test_another_setting_is_another_identity(change):
    """Nobody knows which setting a record depends on: all of them."""
    assert identity(SETTINGS | change) != identity(SETTINGS)


@pytest.mark.parametrize("name", sorted(room.MOMENTARY))
def test_settings_of_one_build_are_none_of_it(name):
    """The clock and the folders are inputs of their own."""
    assert identity(SETTINGS | {name: "anything"}) == identity(SETTINGS)


def test_the_order_of_settings_is_nothing():
    """Nor that of a mapping in them, nor the name of a function."""

    def by_slug(article):
        return article.slug

    # then
    same = {"THEME": Path("theme"), "ORDER": by_slug, "MARKDOWN": {"a": {"d", "c"}, "b": 1}, "SITENAME": "A"}
    assert identity(same) == identity(SETTINGS)


def test_other_libraries_are_another_identity(monkeypatch):
    """A new Markdown renders anew."""
    # given
    before = identity(SETTINGS)

    # when
    monkeypatch.setattr(room, "libraries", lambda: ["Markdown-99.dist-info"])

    # then
    assert identity(SETTINGS) != before


def test_a_process_with_another_hash_seed_has_the_same_identity():
    """Otherwise every build would be the first."""
    # given
    program = (
        "from plugins.incremental.identity import identity\n"
        "print(identity({'A': {'x', 'y', 'z'}, 'B': object(), 'C': lambda x: {x}}).hex())"
    )

    # when
    seen = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(room.ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }

    # then
    assert len(seen) == 1
