"""A large glossary of jargon goes through our grammar: no list of senses becomes prose in silence.

The text is public domain. `make test` gets it as Debian has it (the package dict-jargon).
"""

import pytest

from plugins.front_matter import Customs
from plugins.glossary.data import entry_as_data, entry_from_data
from plugins.glossary.model import AuthorWarning, Senses
from plugins.glossary.parse import read_dictionary_file
from plugins.glossary.write import write_entry
from tests.glossary.jargon_file import PARTS, convert, read_book, split_entries

TEXT = read_book()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        TEXT is None, reason="the Jargon File is not here: apt-get download dict-jargon (make test does)"
    ),
]


@pytest.fixture(scope="module")
def read():
    """Each printed entry with the file that was read of it."""
    printed = tuple(split_entries(TEXT))
    return [
        (one, read_dictionary_file(convert(one), "x.md", Customs(parts_of_speech=PARTS))) for one in printed
    ]


def _errors(file):
    return [finding for finding in file.findings if not isinstance(finding, AuthorWarning)]


def test_every_list_of_senses_is_read_or_told(read):
    """A list that a paragraph interrupts is told; all others have as many senses as in print."""
    lists = [(printed, file) for printed, file in read if printed.sense_count]
    told = [printed.head for printed, file in lists if _errors(file)]
    silent = [
        printed.head
        for printed, file in lists
        if not _errors(file) and printed.sense_count not in map(_count, file.entries[0].blocks)
    ]

    assert (len(read), len(lists), len(told), silent) == (2306, 495, 10, [])


def test_nearly_all_entries_are_read(read):
    assert sum(not _errors(file) for _, file in read) == 2263


def test_what_is_read_is_written_and_read_again(read):
    """Or it is said that it cannot be."""
    unwritten = []
    for entry in (entry for _, file in read if not _errors(file) for entry in file.entries):
        assert entry_from_data(entry_as_data(entry)) == entry
        try:
            write_entry(entry, PARTS)
        except ValueError:
            unwritten.append(entry.headword)
    assert len(unwritten) <= 10, unwritten


def _count(block):
    return len(block.senses) if isinstance(block, Senses) else 0
