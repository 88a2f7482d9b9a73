"""plugins/incremental/store.py"""

import os
import sqlite3
import subprocess
import sys

import pytest

from plugins.incremental.output import Left
from plugins.incremental.store import DamagedError, Store, Unit, store_path

ONE = Unit("article", "a.md", b"stamp", b"record", b"body")


@pytest.fixture
def store(tmp_path):
    """An open store, empty."""
    made = Store(tmp_path / "cache" / "o.sqlite")
    made.open(b"us")
    return made


def test_what_is_kept_is_there_in_the_next_build(store):
    """Otherwise there would be no point."""
    # given
    store.keep_units([ONE])
    files = {"a/index.html": (b"key", b"left")}
    store.keep_outputs({"pages": Left(b"all", files, {"a/index.html": {"why": b"0"}})}, [])
    store.close()

    # when
    again = Store(store.path)

    # then
    assert again.open(b"us") == ""
    assert again.stamps("article") == {"a.md": b"stamp"}
    assert list(again.records("article")) == [("a.md", b"record")]
    assert again.body("article", "a.md") == b"body"
    assert again.groups() == {"pages": Left(b"all", files)}
    assert again.inputs("a/index.html") == {"why": b"0"}
    assert again.inputs("b/index.html") is None


def test_a_store_says_why_it_is_empty(store):
    """An author who waits wants to know what for."""
    # given
    store.keep_units([ONE])
    store.close()
    new, other = Store(store.path.with_name("new.sqlite")), Store(store.path)

    # then
    assert new.open(b"us") == "first build"
    assert other.open(b"them") == "code, libraries or settings changed"
    assert other.stamps("article") == {}
    other.close()
    other.path.write_bytes(b"This is no database, and it is long enough to be taken for one." * 20)
    assert Store(store.path).open(b"them") == "the store could not be read"


def test_records_come_in_the_order_of_their_paths(store):
    """Whatever the order in which they were kept."""
    # given
    store.keep_units([Unit("article", path, b"", b"", b"") for path in ("é.md", "b.md", "a.md", "Z.md")])

    # then
    assert [path for path, _ in store.records("article")] == ["Z.md", "a.md", "b.md", "é.md"]


def test_what_is_forgotten_is_gone_and_nothing_else(store):
    """Units of another kind may have the same path."""
    # given
    store.keep_units([ONE, Unit("page", "a.md", b"", b"other", b"")])

    # when
    store.forget_units("article", ["a.md"])

    # then
    assert store.stamps("article") == {}
    assert list(store.records("page")) == [("a.md", b"other")]
    with pytest.raises(DamagedError):
        store.body("article", "a.md")


@pytest.mark.parametrize(
    ("damage", "read"),
    [
        ("UPDATE units SET record = x'00'", lambda store: list(store.records("article"))),
        ("UPDATE units SET record = stamp", lambda store: list(store.records("article"))),
        ("UPDATE units SET path = 'b.md'", lambda store: list(store.records("article"))),
        ("UPDATE units SET stamp = NULL", lambda store: store.stamps("article")),
        ("UPDATE units SET stamp = 'text'", lambda store: store.stamps("article")),
        ("UPDATE groups SET key = NULL", lambda store: store.groups()),
        ("UPDATE groups SET files = x'00'", lambda store: store.groups()),
        ("UPDATE groups SET name = NULL", lambda store: store.groups()),
        ("UPDATE groups SET inputs = x'00'", lambda store: store.inputs("a/index.html")),
        ("UPDATE bodies SET body = x'00'", lambda store: store.body("article", "a.md")),
        ("UPDATE bodies SET body = x'00'", lambda store: list(store.bodies("article"))),
        ("UPDATE facts SET value = x'00'", lambda store: store.fact("identity")),
    ],
)
def test_a_record_that_is_not_what_was_kept_is_noticed(store, damage, read):
    """SQLite notices damage of its own structure only; a page must not show what a disk made of its text."""
    # given
    store.keep_units([ONE])
    store.keep_outputs({"pages": Left(b"all", {"a/index.html": (b"", b"")}, {"a/index.html": {}})}, [])
    with sqlite3.connect(store.path) as other:
        other.execute(damage)

    # then
    with pytest.raises(DamagedError):
        read(store)


def test_a_build_that_did_not_end_is_known_to_the_next(store):
    """It may have left files that no build knows of; and so may those before an empty store."""
    # then
    assert store.begin_outputs() is True
    assert store.begin_outputs() is True

    # when
    store.keep_outputs({}, [])

    # then
    assert store.begin_outputs() is False


def test_units_are_kept_all_or_none(store):
    """A build that stops in the middle leaves what the last one knew."""
    # given
    store.keep_units([ONE])

    def units():
        yield Unit("article", "a.md", b"new", b"new", b"new")
        raise KeyboardInterrupt

    # when
    with pytest.raises(KeyboardInterrupt):
        store.keep_units(units())

    # then
    assert store.stamps("article") == {"a.md": b"stamp"}


def test_a_process_that_is_killed_leaves_the_store_whole(store):
    """As above, with nobody left to say sorry."""
    # given
    store.keep_units([ONE])
    store.close()
    program = (
        "import os, signal, sys; from pathlib import Path\n"
        "from plugins.incremental.store import Store, Unit\n"
        "def units():\n"
        "    for number in range(10_000):\n"
        "        yield Unit('article', f'{number}.md', b'new', b'new', b'new' * 1000)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
        "Store(Path(sys.argv[1])).keep_units(units())\n"
    )

    # when
    done = subprocess.run([sys.executable, "-c", program, store.path], check=False)

    # then
    assert done.returncode == -9
    again = Store(store.path)
    assert again.open(b"us") == ""
    assert again.stamps("article") == {"a.md": b"stamp"}


def test_a_forked_process_has_a_connection_of_its_own(store):
    """SQLite's do not survive a fork."""
    # given
    store.keep_units([ONE])

    # when
    process = os.fork()
    if process == 0:
        os._exit(0 if store.body("article", "a.md") == b"body" else 1)

    # then
    assert os.waitpid(process, 0)[1] == 0
    assert store.body("article", "a.md") == b"body"


def test_every_output_folder_has_a_store_of_its_own(tmp_path):
    """A preview and a publish are different sites."""
    names = {store_path(tmp_path, tmp_path / one / "output").name for one in ("a", "b")}

    assert len(names) == 2
    assert all(name.startswith("output-") and name.endswith(".sqlite") for name in names)
