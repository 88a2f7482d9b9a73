"""The PDF: what a reader sees and hears, asked of Debian's tools for PDF."""

import re
import struct
import subprocess
import sys
import zlib
from datetime import datetime

import pytest

from plugins.editions import pdf
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


@needs("pdftotext")
def test_a_page_on_which_no_word_begins_names_the_one_that_goes_on(printed):
    """A text of 40 kB has some; the list of those who signed has no guide words."""
    guides = [
        page.strip().splitlines()[0].split()
        for page in printed("pdftotext", "-layout").split("\f")
        if page.strip()
    ]

    assert guides.count(["ENDLESS", "ENDLESS"]) > 8
    assert guides[-1] == ["Those", "who", "signed", "a", "verse"]


def pages(path):
    """The lines of each, as they stand."""
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, text=True, check=True)
    return [[line.strip() for line in page.splitlines() if line.strip()] for page in done.stdout.split("\f")]


@needs("pdftotext")
@pytest.mark.parametrize(
    "form", ["> | A line,\n> | and a line;\n", "> HE: So.\n>\n> SHE: No.\n", "> So it is said.\n"]
)
def test_no_page_begins_with_who_signed_what_stands_before(tmp_path, form):
    """Verse, dialogue or quotation: whatever the length of what stands above it."""
    texts = (
        f"WORD {'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[number % 26]}{'ABCD'[number // 26]}, n. {'Said. ' * (number % 17 + 3)}"
        f"\n\n{form}>\n> — Orton Plume"
        for number in range(90)
    )
    path = tmp_path / "signed.pdf"
    path.write_bytes(typeset(words_of("\n\n".join(texts)), is_for_print=True))

    shown = pages(path)

    assert sum(line.startswith("— Orton Plume") for page in shown for line in page) == 90
    assert [page[1] for page in shown if len(page) > 1 and page[1].startswith("—")] == []


@needs("pdftotext")
def test_a_page_is_named_once_and_behind_all_of_its_reference(tmp_path):
    """Of who signed three verses on a page; and "See LEAD² (2), page 7" is a reference to what is on page 7."""
    verse = "> | A line.\n>\n> — Orton Plume"
    words = words_of(
        f"ALPHA, n. A.\n\n{verse}\n\nBETA, n. B. See LEAD² (2) and ALPHA.\n\n{verse}\n\n"
        "Homograph: 1\nLEAD, n. C.\n\nHomograph: 2\nLEAD, v., (1) d; (2) e."
    )
    path = tmp_path / "once.pdf"
    path.write_bytes(typeset(words, is_for_print=True))

    *_, last, _ = pages(path)

    assert last[:2] == ["Those who signed a verse", "Orton Plume 5"]
    assert "See LEAD² (2) 5 and ALPHA 5." in " ".join(line for page in pages(path) for line in page)


@needs("pdftotext")
def test_no_line_begins_with_the_number_of_a_page(tmp_path):
    """It stands behind its word, whatever the length of the line; and no reference is hyphenated."""
    texts = (
        f"W{'ABCDEFGHIJ'[number // 10]}{'ABCDEFGHIJ'[number % 10]}, n. {'said ' * 8}{'i' * number}. See COUNTEROFFERS."
        for number in range(60)
    )
    path = tmp_path / "numbers.pdf"
    path.write_bytes(typeset(words_of("\n\n".join(("COUNTEROFFERS, n. Two.", *texts))), is_for_print=True))

    lines = [line for page in pages(path) for line in page]

    assert sum("COUNTEROFFERS 5." in line for line in lines) == 60
    assert [line for line in lines if line in ("5.", "OFFERS 5.", "FERS 5.")] == []


def test_only_on_a_screen_are_there_links(hostile, monkeypatch):
    """On paper nothing can be pressed, and a number stands there instead."""
    monkeypatch.setattr("plugins.editions.typeset.packed", lambda pdf: pdf)

    assert b"/Link" not in typeset(hostile, is_for_print=True)
    assert b"/Link" in typeset(hostile, is_for_print=False)


def test_small_objects_are_packed_and_are_the_same(hostile, monkeypatch):
    """Half of a tagged book is links, headings and paragraphs, each an object of some lines."""
    # given
    small = typeset(hostile, is_for_print=False)
    monkeypatch.setattr("plugins.editions.typeset.packed", lambda pdf: pdf)
    monkeypatch.setattr(pdf, "MOST", 50)

    # when
    whole = typeset(hostile, is_for_print=False)
    made = objects_in(pdf.packed(whole))

    # then
    expected = {int(number): data.strip() for number, data in re.findall(OBJECT, whole)}
    assert {number: made[number] for number in expected} == expected
    assert len(small) < 0.7 * len(whole)


OBJECT = rb"(?s)(?:^|\n)(\d+) 0 obj\s(.*?)endobj"


def objects_in(data):
    """Number → what it is: those that stand by themselves, and those in streams of objects, as the table has them."""
    found = {int(number): inner.strip() for number, inner in re.findall(OBJECT, data)}
    start = int(re.search(rb"startxref\n(\d+)\n%%EOF\n$", data)[1])
    number = int(re.match(rb"\d+", data[start:])[0])
    assert b"/Size %d" % (number + 1) in found[number]
    packs = {key: unpacked(inner) for key, inner in found.items() if b"/Type/ObjStm" in inner}
    for key, (kind, place, inside) in enumerate(struct.iter_unpack(">BIH", stream_of(found[number]))):
        if kind == 1:
            assert data[place:].startswith(b"%d 0 obj" % key)
        if kind == 2:
            other, found[key] = packs[place][inside]
            assert other == key
    return found


def stream_of(inner):
    """What is in it."""
    return zlib.decompress(inner.split(b"stream\n", 1)[1].removesuffix(b"\nendstream"))


def unpacked(inner):
    """Number and content of each object of a stream of them."""
    data, first = stream_of(inner), int(re.search(rb"/First (\d+)", inner)[1])
    numbers = [*map(int, data[:first].split())]
    ends = [*numbers[3::2], len(data)]
    return [
        (number, data[first + start : first + end].strip() if end != len(data) else data[first + start :])
        for number, start, end in zip(numbers[::2], numbers[1::2], ends, strict=True)
    ]


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
