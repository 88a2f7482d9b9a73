"""plugins/incremental/manifest.py"""

import marshal
import time
from dataclasses import replace
from functools import partial
from hashlib import blake2b

import pytest

from plugins.incremental import manifest as room
from plugins.incremental.manifest import Inputs, Manifest, look, look_at_rest, read_manifest, write_manifest
from plugins.incremental.scan import find_touched, stamp

INPUTS = {"content": b"1", "theme": b"2"}


def touched_in(folder, manifest):
    """As the command looks."""
    return partial(find_touched, folder, manifest.outputs)


@pytest.fixture
def built(tmp_path):
    """The manifest of a build at 1000 that left one file, with an article due at 2000."""
    (tmp_path / "index.html").write_text("page")
    left = {"index.html": stamp(tmp_path / "index.html")}
    return Manifest(INPUTS, 1000.0, 2000.0, left, {}, "theme", ())


def test_nothing_changed_needs_no_build(built, tmp_path):
    """The most frequent build of all."""
    assert built.reasons(1000.0, INPUTS, touched_in(tmp_path, built)) == ()
    assert built.reasons(1999.9, INPUTS, touched_in(tmp_path, built)) == ()


@pytest.mark.parametrize(
    ("now", "inputs", "reasons"),
    [
        (1500.0, INPUTS | {"theme": b"3"}, ("theme",)),
        (1500.0, INPUTS | {"new": b"3"}, ("new",)),
        (2000.0, INPUTS, ("clock",)),
        (999.0, INPUTS, ("clock",)),
    ],
)
def test_any_doubt_is_a_reason_to_build(built, tmp_path, now, inputs, reasons):
    """An input, an article that is due, a clock that went back: another article may not be due any more."""
    assert built.reasons(now, inputs, touched_in(tmp_path, built)) == reasons


def test_a_file_that_is_not_as_it_was_left_is_a_reason(built, tmp_path):
    """Somebody tidied up the output folder."""
    # when
    (tmp_path / "index.html").unlink()

    # then
    assert built.reasons(1000.0, INPUTS, touched_in(tmp_path, built)) == ("output",)


def test_without_an_article_that_waits_time_changes_nothing(built, tmp_path):
    """A build a year later is the same."""
    assert replace(built, next_due=None).reasons(1e12, INPUTS, touched_in(tmp_path, built)) == ()


def test_a_manifest_is_read_as_it_was_written(built, tmp_path):
    """With names that are no Unicode, as a file system may have them."""
    # given
    built = replace(built, outputs={"caf\udce9": b"x"})

    # when
    write_manifest(built, tmp_path / "m")

    # then
    assert read_manifest(tmp_path / "m") == built
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_a_manifest_that_cannot_be_trusted_is_none(built, tmp_path):
    """Cut, damaged, empty, of another version: then everything is looked at."""
    # given
    path = tmp_path / "m"
    write_manifest(built, path)
    good = path.read_bytes()
    other = marshal.dumps(({}, 1.0))

    # then
    assert read_manifest(tmp_path / "nowhere") is None
    for bad in (b"", good[:10], good[:-1], good[:-1] + b"!", b"!" + good[1:], _sealed(other), _sealed(b"?")):
        path.write_bytes(bad)
        assert read_manifest(path) is None


def _sealed(data):
    return blake2b(data, digest_size=16).digest() + data


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("content/a.md", "content"),
        ("house/theme/static/a.css", "theme"),
        ("elsewhere/theme/templates/base.html", "theme"),
        ("house/plugins/pages/views.py", "code"),
        ("house/publishconf.py", "settings"),
        ("site/conf.py", "settings"),
        ("site/common.py", "settings"),
    ],
)
def test_everything_that_a_build_reads_is_an_input(tmp_path, path, name):
    """A change that is not seen is a stale page."""
    # given
    settings = tmp_path / "site/conf.py"
    settings.parent.mkdir()
    settings.write_text("")

    def see():
        theme = tmp_path / "elsewhere/theme"
        return look(tmp_path / "content", tmp_path / "house", settings, theme, ["option"]).digests()

    before = see()

    # when
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_text("x = 1")

    # then
    after = see()
    assert [one for one in after if after[one] != before[one]] == [name]


def test_options_and_libraries_are_inputs(tmp_path, monkeypatch):
    """Another content folder, another version of Markdown."""

    # given
    def see(option):
        return look(tmp_path, tmp_path, tmp_path / "conf.py", tmp_path, [option]).digests()

    before = see("one")

    # then
    assert see("two")["options"] != before["options"]
    monkeypatch.setattr(room, "libraries", lambda: ["Markdown-99.dist-info"])
    assert see("one")["libraries"] != before["libraries"]


def test_a_build_waits_for_the_clock_of_the_file_system(tmp_path):
    """A file that is changed twice within one tick looks the same; git calls it racy."""
    # given
    (tmp_path / "a.md").write_text("one")
    looks = []

    def see():
        looks.append(look(tmp_path, tmp_path, tmp_path / "conf.py", tmp_path, []))
        return looks[-1]

    # when
    inputs = look_at_rest(see)

    # then
    assert isinstance(inputs, Inputs)
    assert time.time_ns() - (tmp_path / "a.md").stat().st_ctime_ns > room.TICK_NS
    assert len(look_at_rest_times(see, looks)) == 1


def look_at_rest_times(see, looks):
    """What a second look takes, when all has come to rest."""
    looks.clear()
    look_at_rest(see)
    return looks


def test_what_was_seen_in_the_middle_of_a_tick_is_looked_at_again(tmp_path):
    """Whatever was done since, importing Pelican for one: the file may have changed right after the look."""
    # given
    (tmp_path / "a.md").write_text("one")
    seen = look(tmp_path, tmp_path, tmp_path / "conf.py", tmp_path, [])
    time.sleep(room.TICK_NS / 1e9 * 3)

    # when
    inputs = look_at_rest(lambda: look(tmp_path, tmp_path, tmp_path / "conf.py", tmp_path, []), seen)

    # then
    assert inputs is not seen
    assert look_at_rest(lambda: pytest.fail("nothing changed"), inputs) is inputs


def test_somebody_who_writes_all_the_time_does_not_stop_a_build(tmp_path):
    """It builds what is there, and sees the rest next time."""
    # given
    looks = []

    def see():
        (tmp_path / "log").write_text(f"{len(looks)}")
        looks.append(look(tmp_path, tmp_path, tmp_path / "conf.py", tmp_path, []))
        return looks[-1]

    # then
    assert look_at_rest(see) is looks[-1]
    assert len(looks) == room.TRIES
