"""What is true of every entry and of every text."""

import json
import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.glossary.anchor import fragments
from plugins.glossary.data import entry_as_data, entry_from_data
from plugins.glossary.model import Entry, Head, Part, Prose
from plugins.glossary.parse import parse_entry, read_dictionary_file, read_opening
from plugins.glossary.render import render_entry
from plugins.glossary.write import with_keys_above, write_entry
from plugins.source import AuthorError, Source
from tests.glossary.strategies import entries, held, scribbles

HERE = Source("content/dictionary/x.md")
thorough = settings(suppress_health_check=list(HealthCheck))
large = settings(thorough, max_examples=settings.default.max_examples // 4)  # entries are dear to make up


@large
@given(entries)
def test_an_entry_is_written_and_read_back_as_it_was(entry):
    """Editions, imports and `show --markdown` lose nothing."""
    assert parse_entry(write_entry(entry), HERE, entry.policy) == entry


@large
@given(entries)
def test_an_entry_in_a_file_of_many_keeps_what_its_author_decided(entry):
    """`Forms`, `Short`, `Also`, `Plain` and the others stand above its head."""
    text = f"Date: 2026-03-02\n\nA, n. B.\n\n{with_keys_above(entry)}\n\nLAST, n. B.\n"

    file = read_dictionary_file(text, "content/dictionary/many.md")

    assert file.entries[1:-1] == (entry,)


@thorough
@given(held)
def test_each_kind_of_block_alone_is_written_and_read_back(block):
    """Alone a block costs little to make up, so that more odd ones are tried: bars in cells, fences in code."""
    entry = Entry((Head("LAMP"),), (Part(("n.",), (Prose("A text."), block)),))

    assert parse_entry(write_entry(entry), HERE) == entry
    assert entry_from_data(json.loads(json.dumps(entry_as_data(entry)))) == entry


@large
@given(entries)
def test_an_entry_goes_through_json_and_back(entry):
    """The published data is the whole entry."""
    assert entry_from_data(json.loads(json.dumps(entry_as_data(entry)))) == entry


@large
@given(entries)
def test_every_anchor_is_in_the_page_once(entry):
    """What a lookup answers can be jumped to."""
    ids = re.findall(r' id="([^"]+)"', render_entry(entry))

    assert sorted(ids) == sorted({entry.slug, *fragments(entry)})


@large
@given(entries, st.integers(24, 240))
def test_a_gloss_is_short_without_marks_and_can_be_read_alone(entry, limit):
    """Descriptions, cards, the index and the margin take it as it is."""
    text = entry.gloss_within(limit)

    assert 0 < len(text) <= limit
    assert "**" not in text
    assert "](" not in text
    assert not text.endswith((":", ",", ";", "("))


@settings(thorough, max_examples=5 * settings.default.max_examples // 2)
@given(scribbles)
def test_no_text_breaks_the_reader_and_what_it_accepts_can_be_written(text):
    """An author may write anything; a finding or an entry comes of it."""
    file = read_dictionary_file(f"Date: 2026-03-02\n\nHEAD, n. {text}", "content/dictionary/h.md")

    assert file.entries or file.findings
    if not file.findings:
        for entry in file.entries:
            assert parse_entry(write_entry(entry), HERE) == entry
            assert render_entry(entry).startswith("<dl")


@settings(thorough, max_examples=5 * settings.default.max_examples // 2)
@given(scribbles)
def test_any_article_is_read_or_refused_with_its_place(text):
    """Never anything but an AuthorError."""
    reading = read_opening(text, HERE)

    for finding in reading.findings if reading else ():
        assert isinstance(finding, AuthorError)
        assert re.fullmatch(r"content/dictionary/x\.md:\d+: .+; .+", str(finding), re.DOTALL)
