"""Manifests, the ledger and redirects, from text and back."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.publish.model import KINDS, Manifest, PublishError, Release, describe
from plugins.publish.parse import parse_ledger, parse_manifest, parse_redirects
from plugins.publish.write import write_manifest, write_release
from plugins.site.texts import Text

PATHS = st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), unique=True, max_size=5)
LINE = Release(
    datetime(2026, 3, 2, 8, tzinfo=UTC), "publish", "b", "a", dict.fromkeys(KINDS, 3), 1234, 1, 2, 3
)


@given(PATHS)
def test_a_manifest_survives_being_written(paths):
    """Whatever the files are called."""
    manifest = Manifest.of(describe(path, "ab" * 32, 7) for path in paths)

    assert parse_manifest(write_manifest(manifest)) == manifest


def test_a_ledger_survives_being_written():
    """Every line is one event; nothing is lost on the way."""
    assert parse_ledger(write_release(LINE) * 2) == ((LINE, LINE), 0)


def test_a_line_that_a_kill_cut_off_counts_as_not_written():
    """The next command writes it again."""
    assert parse_ledger(write_release(LINE) + write_release(LINE)[:-9]) == ((LINE,), 0)


@pytest.mark.parametrize(
    "bad", ["{}", "[]", "\0\0", write_release(LINE).replace('"new": 1', '"new": 7').strip()]
)
def test_a_damaged_line_is_counted(bad):
    """History is not guessed at; the others stand."""
    assert parse_ledger(f"{write_release(LINE)}{bad}\n{write_release(LINE)}") == ((LINE, LINE), 1)


def test_a_line_of_before_lines_were_sealed_is_read():
    """An update of the program costs no history."""
    # given
    old = json.loads(write_release(LINE))
    del old["seal"]

    # then
    assert parse_ledger(json.dumps(old) + "\n") == ((LINE,), 0)


def test_a_manifest_is_sealed_with_what_is_no_part_of_its_name():
    """The texts tell what the author did."""
    # given
    manifest = replace(Manifest.of([describe("a", "ab" * 32, 7)]), texts=(Text("word", "BOSS", "0f"),))

    # then
    with pytest.raises(PublishError):
        parse_manifest(write_manifest(manifest).replace("BOSS", "BOSH"))


def test_a_manifest_that_was_edited_is_refused():
    """The id is that of the files, or the manifest proves nothing."""
    # given
    data = json.loads(write_manifest(Manifest.of([describe("a", "ab" * 32, 7)])))
    data["files"][0]["path"] = "b"

    # when
    with pytest.raises(PublishError) as caught:
        parse_manifest(json.dumps(data))

    # then
    assert str(caught.value) == f"the manifest of release {data['id']} was changed; publish again"


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 9}', '{"format": 1, "id": "", "files": [{}]}'])
def test_what_is_no_manifest_is_said_to_be_none(text):
    """Never a traceback."""
    with pytest.raises(PublishError):
        parse_manifest(text)


def test_redirects_lead_from_their_first_column_to_their_second():
    """The format of static hosts: from, to, status; comments and empty lines."""
    assert parse_redirects("# moved\n\n/old/ /new/ 301\n/older/  /new/\n/broken/\n") == {
        "/old/": "/new/",
        "/older/": "/new/",
    }


def test_an_address_with_a_question_mark_is_an_address():
    """Its parameters stand between the two, as Netlify wants them."""
    assert parse_redirects("/ p=123 /2012/x/ 301\n/i.php a=1 b=2 /y/ 301\n/ p=4 301\n") == {
        "/?p=123": "/2012/x/",
        "/i.php?a=1&b=2": "/y/",
    }


def test_redirects_are_compared_as_files_are_called():
    """Without the code of signs that are not plain, and without the path prefix that files do not have."""
    assert parse_redirects("/magazine/r%C3%A9sum%C3%A9/ /magazine/cv/ 301\n", "/magazine") == {
        "/résumé/": "/cv/"
    }


def test_a_manifest_of_before_texts_were_noted_is_read():
    """An update of the program does not cost the way back."""
    # given
    manifest = Manifest.of([describe("index.html", "aa", 2)])
    old = json.loads(write_manifest(manifest))
    del old["texts"]

    # then
    assert parse_manifest(json.dumps(old)) == manifest


def test_a_manifest_keeps_its_texts_and_is_named_without_them():
    """The id is that of the tree: what it was made from is a note."""
    # given
    bare = Manifest.of([describe("index.html", "aa", 2)])
    manifest = replace(bare, texts=(Text("word", "BOSS", "0f"),))

    # then
    assert parse_manifest(write_manifest(manifest)) == manifest
    assert manifest.id == bare.id
