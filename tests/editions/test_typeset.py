"""The PDF: what a reader sees and hears, asked of Debian's tools for PDF."""

import re
import subprocess
import sys
from datetime import datetime

import pytest

from plugins.editions.typeset import typeset
from plugins.incremental.faults import BuildError
from tests.editions.conftest import needs, words_of

pytest.importorskip("typst", reason="needs Typst: requirements/editions.txt")


@pytest.fixture(scope="module")
def printed(hostile, tmp_path_factory):
    """`printed(program, *arguments)`: what a program says of the book."""
    path = tmp_path_factory.mktemp("printed") / "trial.pdf"
    path.write_bytes(typeset(hostile, is_for_print=True))

    def ask(program, *arguments):
        done = subprocess.run([program, *arguments, path, *(["-"] if program == "pdftotext" else [])],
                              capture_output=True, text=True, check=True)  # fmt: skip
        return done.stdout

    return ask


@needs("pdftotext")
def test_every_entry_is_there_in_order(hostile, printed):
    """With every sense."""
    # given
    text = " ".join(printed("pdftotext", "-raw").split())
    heads = [entry.headword for entry in hostile.entries if max(entry.headword) < "\u0180"]

    # then
    at = 0
    for head in heads:
        at = text.casefold().index(head.casefold(), at)
    assert "(1) [law] one who signs; (2) a thing's shadow." in text
    assert "And wonder who is who," in text
    assert "HAMLET: To be." in text


@needs("pdftotext")
def test_what_an_author_writes_is_no_code(printed):
    """Typst has signs of its own for almost everything."""
    text = " ".join(printed("pdftotext", "-raw").split())

    assert '#import "/etc/passwd" and $x$ and \\ and * and @ref and <label> and ]]> and ~ and code.' in text
    assert "root:" not in text


@needs("pdffonts")
def test_every_face_is_ours_and_embedded(printed):
    """Typst sets another one where a family is not found, without a word."""
    faces = [line.split() for line in printed("pdffonts").splitlines()[2:]]

    assert {face[0].partition("+")[2] for face in faces} == {
        "Vollkorn-Regular", "Vollkorn-Italic", "Vollkorn-Bold",
    }  # fmt: skip
    assert {face[-5] for face in faces} == {"yes"}


@needs("pdfinfo")
def test_it_says_what_it_is(printed):
    """Tagged, with a title and a language, and nothing of when it was made."""
    said = printed("pdfinfo")

    assert re.search(r"^Title: +The dictionary of The <Trial> & Error$", said, re.MULTILINE)
    assert re.search(r"^Tagged: +yes$", said, re.MULTILINE)
    assert re.search(r"^Page size: +419\.5\d* x 595\.2", said, re.MULTILINE)
    assert "Date" not in said
    assert str(datetime.now().year) not in said.replace("2026-03-04", "")  # noqa: DTZ005


@needs("pdftotext")
def test_guide_words_are_the_first_and_the_last_of_a_page(tmp_path):
    """As in every dictionary."""
    heads = [f"{letter}{other}WORD" for letter in "ABCDEFGH" for other in "ABCDEFGH"]
    path, words = tmp_path / "long.pdf", words_of("\n\n".join(f"{one}, n. {'Said. ' * 30}" for one in heads))
    path.write_bytes(typeset(words, is_for_print=True))
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)

    found = 0
    for page in done.stdout.split("\f"):
        lines = [line for line in page.splitlines() if line.strip()]
        begun = [line.strip().split(",")[0] for line in lines if re.match(r"^ *[A-H]{2}WORD, n\.", line)]
        if begun:
            found += len(begun)
            assert lines[0].split() == [begun[0], begun[-1]]
    assert found == len(heads)


def test_same_words_same_bytes():
    """On any day."""
    words = words_of("BOSS, n. One who signs. See CHIEF.\n\nCHIEF, n. See BOSS.")

    assert typeset(words, is_for_print=True) == typeset(words, is_for_print=True)
    assert typeset(words, is_for_print=True) != typeset(words, is_for_print=False)
    assert typeset(words_of(""), is_for_print=True)


def test_without_typst_it_says_what_to_do(hostile, monkeypatch):
    """No other command needs it."""
    monkeypatch.setitem(sys.modules, "typst", None)

    with pytest.raises(BuildError) as caught:
        typeset(hostile, is_for_print=True)

    assert str(caught.value).endswith(
        'needs Typst: make editions installs it; or leave "pdf" out of EDITIONS'
    )
