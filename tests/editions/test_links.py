"""A link to a word in an entry: in the book it leads there, in editions that have no links its words stay."""

import gzip
import io
import zipfile

import lxml.html

from plugins.editions import dictd, dmlex, stardict
from plugins.editions.book import book_of
from tests.editions.conftest import words_of

PLACES = ("a sense", "a kind", "verse", "speech", "a run-on", "a paragraph")
TEXT = """DEBT, n., (1) what is owed; (2) what is remembered.

DINNER, n., (1) after [a sense](dict:DEBT#2); (2) in two: (a) [a kind](dict:DEBT#2); (b) none.

> | He owed [verse](dict:DEBT#2)
> | and had not met it yet.
>
> — Orton Plume

> MANAGER: It is [speech](dict:DEBT#2).
> CLERK: No.

Of [a paragraph](dict:DEBT#2).

—**Dinner bell**. Over [a run-on](dict:DEBT#2).
"""


def test_in_the_book_it_leads_to_the_sense_from_wherever_it_stands():
    """Senses, their kinds, verse, dialogue, run-on entries and paragraphs."""
    book = zipfile.ZipFile(io.BytesIO(book_of(words_of(TEXT), b"")))
    found = {
        link.text_content(): link.get("href").rpartition("/")[2]
        for name in book.namelist()
        if name.endswith(".xhtml")
        for link in lxml.html.fromstring(book.read(name)).iterfind(".//a[@href]")
    }

    assert {place: found.get(place) for place in PLACES} == dict.fromkeys(PLACES, "letter-01.xhtml#debt-2")


def test_elsewhere_its_words_stay():
    """Nobody reads "[a sense](dict:DEBT#2)" in a dictionary program."""
    words = words_of(TEXT)
    files = {**stardict.files_of(words), **dictd.files_of(words), "dmlex": dmlex.file_of(words)}
    texts = [gzip.decompress(data) if name.endswith(".dz") else data for name, data in files.items()]
    texts = [text.decode("utf-8", "replace") for text in texts if b"what is remembered" in text]

    assert len(texts) == 3
    for text in texts:
        assert "dict:" not in text
        assert [place for place in PLACES if place not in text] == []
