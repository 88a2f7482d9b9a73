"""plugins/incremental/identity.py"""

import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from operator import itemgetter
from pathlib import Path

import pytest
from markupsafe import Markup

from plugins.incremental import identity as room
from plugins.incremental.identity import identity, imported_files

SETTINGS = {
    "SITENAME": "A",
    "MARKDOWN": {"b": 1, "a": {"c", "d"}},
    "ORDER": lambda article: article.slug,
    "THEME": Path("theme"),
    "PYTHON_FILES": (),
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
    assert identity(SETTINGS | change).digest != identity(SETTINGS).digest


@pytest.mark.parametrize("name", sorted(room.MOMENTARY - {"PYTHON_FILES"}))
def test_settings_of_one_build_are_none_of_it(name):
    """The clock and the folders are inputs of their own."""
    assert identity(SETTINGS | {name: "another"}) == identity(SETTINGS)


def test_the_files_that_settings_import_are_looked_up_where_nobody_names_them():
    """A build names them, a program that asks for an identity need not."""
    settings = {name: value for name, value in SETTINGS.items() if name != "PYTHON_FILES"}

    assert identity(settings | {"PYTHON_FILES": imported_files()}) == identity(settings)


def test_the_order_of_settings_is_nothing():
    """Nor that of a mapping in them, nor the name of a function."""

    def by_slug(article):
        return article.slug

    # then
    same = {
        "PYTHON_FILES": (),
        "THEME": Path("theme"),
        "ORDER": by_slug,
        "MARKDOWN": {"a": {"d", "c"}, "b": 1},
        "SITENAME": "A",
    }
    assert identity(same) == identity(SETTINGS)


def closing_over(value):
    """A function whose answer is `value`."""
    return lambda: value


def with_default(value):
    """Another."""

    def found(default=value):
        return default

    return found


def helped_by(helper):
    """A function of a settings file that calls another one there, and itself."""
    names = {"help": helper}
    exec("def made(): return help() or made()", names)  # noqa: S102 - as a settings file is executed
    return names["made"]


class Odd:
    """Nobody knows when two of these are equal."""


@dataclass(frozen=True)
class Plain:
    """And of these everybody does."""

    of: object


@pytest.mark.parametrize(
    "kind",
    [
        *(
            closing_over,
            with_default,
            helped_by,
            Plain,
            Markup,
            lambda value: [value],
            lambda value: {"a": value},
        ),
        *(lambda value: partial(str.replace, value), lambda value: partial(str, a=value)),
        *(lambda value: re.compile(str(value)), itemgetter, lambda value: value.join),
        *(lambda value: datetime.fromisoformat(f"2026-01-01T0{len(value)}:00Z"), Path),
        *(lambda value: {value, "c"}, lambda value: helped_by(closing_over(value))),
    ],
)
def test_a_setting_of_any_type_counts_by_its_value(kind):
    """Whatever decides what it does; and the same again is the same."""
    one, same, other = (identity({"A": kind(value), "PYTHON_FILES": ()}) for value in ("a", "a", "bb"))

    assert one == same
    assert one.digest != other.digest
    assert one.doubts == ()


def test_a_value_of_an_unknown_type_is_doubt():
    """Whether it changed nobody can say; the author is told which setting it is."""
    doubts = identity({"A": 1, "B": [Odd()], "C": closing_over(Odd()), "PYTHON_FILES": ()}).doubts

    assert doubts == (f"B holds a {__name__}.Odd", f"C holds a {__name__}.Odd")


def test_a_file_that_settings_import_is_part_of_them(tmp_path, monkeypatch):
    """What it computed is not seen in any setting."""
    # given
    file = tmp_path / "helped_settings.py"
    file.write_text("def help(): return 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    __import__("helped_settings")
    settings = {name: value for name, value in SETTINGS.items() if name != "PYTHON_FILES"}
    before = identity(settings)

    # when
    file.write_text("def help(): return 2\n")

    # then
    assert file in imported_files()
    assert file not in imported_files(besides=file)
    assert identity(settings) != before
    sys.modules.pop("helped_settings")


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
        "print(identity({'A': {'x', 'y', 'z'}, 'B': {None, 1, 'b'}, 'C': lambda x: {x}}).digest.hex())"
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
