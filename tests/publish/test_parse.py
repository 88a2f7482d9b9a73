"""Manifests, the ledger and redirects, from text and back."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.publish.model import KINDS, Manifest, PublishError, Release, describe
from plugins.publish.parse import parse_ledger, parse_manifest, parse_redirects
from plugins.publish.write import write_manifest, write_release

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
    assert parse_ledger(write_release(LINE) * 2) == (LINE, LINE)


def test_a_line_that_a_kill_cut_off_counts_as_not_written():
    """The next command writes it again."""
    assert parse_ledger(write_release(LINE) + write_release(LINE)[:-9]) == (LINE,)


def test_a_damaged_line_is_named():
    """History is not guessed at."""
    with pytest.raises(PublishError) as caught:
        parse_ledger(write_release(LINE) + "{}\n")

    assert str(caught.value) == "ledger.jsonl:2: this line cannot be read ('counts'); delete it"


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


def test_redirects_answer_their_first_column():
    """The format of static hosts: from, to, status; comments and empty lines."""
    assert list(parse_redirects("# moved\n\n/old/ /new/ 301\n/older/  /new/\n/broken/\n")) == [
        "/old/",
        "/older/",
    ]
