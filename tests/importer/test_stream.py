"""Exports that are damaged, hostile or packed: handled, or one clear error with its line."""

import gzip
import io
import re
import zipfile

import pytest

from plugins.importer import stream
from tests.importer.made import item, wxr

EXPORT = wxr(item(1))


def zipped(**files):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("_SLASH_", "/"), data)
    return held.getvalue()


WHOLE = zipped(a=EXPORT, b=EXPORT)
SECOND = WHOLE.index(b"PK\x03\x04", 4)
BROKEN = WHOLE[:SECOND] + b"XX" + WHOLE[SECOND + 2 :]
LAUGHS = '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n'
WRONG = {
    "an entity of HTML, and much after it": (
        wxr(item(1), *[item(n, body="long " * 3000) for n in range(2, 20)]).replace(
            "<title><![CDATA[Moved in]]>", "<title>Moved&nbsp;in", 1
        ),
        ":18: Entity 'nbsp' not defined",
    ),
    "a notice before it": (
        "<b>Notice</b>: Undefined index: x in /srv/y.php on line 3\n" + EXPORT,
        'begins with "<b>Notice</b>: Undefined index: x in /srv/y.php on line 3 <?xml',
    ),
    "words before it": ("Warning: x() in y.php on line 3\n" + EXPORT, 'begins with "Warning: x() in y.php'),
    "entities": (EXPORT.replace("<rss", LAUGHS + "<rss", 1), "declares a type or entities of its own"),
    "an unknown entity": (EXPORT.replace("<language>", "<language>&nbsp;"), "Entity 'nbsp' not defined"),
    "only a half": (EXPORT[: len(EXPORT) // 2], "not whole"),
    "no export": ("<rss><channel><title>x</title></channel></rss>", "nothing that is known here"),
    "nothing": ("", "nothing that is known here"),
    "a damaged gzip": (gzip.compress(EXPORT.encode())[:-40], "packed, and damaged"),
    "a damaged zip": (zipped(a=EXPORT)[:-10], "no zip that can be opened"),
    "a zip with a wrong member": (BROKEN, "packed, and damaged"),
    "a zip in a zip in a zip": (
        zipped(a=zipped(a=zipped(a=zipped(a=zipped(a=EXPORT))))),
        "packed again and again",
    ),
    "a closed tag too many": (EXPORT.replace("</item>", "</item></item>"), "no well-formed XML: Opening"),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_cannot_be_read_is_one_clear_error(home, name):
    """With file and line, no traceback, and nothing written."""
    # given
    data, message = WRONG[name]

    # when
    home.move(data)

    # then
    assert home.code == 1
    assert home.wrong.startswith("export-0.xml")
    assert message in home.wrong
    assert home.wrong.count("\n") == 1
    assert not home.content.exists() or home.files() == {}


def test_the_line_of_an_error_is_that_of_the_file(home):
    """A terminal can jump to it, also where the declaration was taken away."""
    # given
    lines = EXPORT.split("\n")
    place = next(number for number, line in enumerate(lines) if "<guid" in line)
    lines[place] += "<open>"

    # when
    home.move("\n".join(lines))

    # then
    assert int(home.wrong.split(":")[1]) >= place + 1


RIGHT = {
    "gzip": gzip.compress(EXPORT.encode()),
    "gzip of gzip": gzip.compress(gzip.compress(EXPORT.encode())),
    "zip with a folder": zipped(**{".._SLASH_.._SLASH_evil.xml": EXPORT, "readme.txt": "x"}),
    "a byte order mark": b"\xef\xbb\xbf" + EXPORT.encode(),
    "blank lines first": b"\n\n  \n" + EXPORT.encode(),
    "UTF-16": EXPORT.encode("utf-16"),
    "UTF-16 that claims UTF-8": EXPORT.encode("utf-16-le"),
    "Latin-1 that says so": EXPORT.replace("UTF-8", "ISO-8859-1").encode("latin-1"),
    "no version": EXPORT.replace("<wp:wxr_version>1.2</wp:wxr_version>", "").encode(),
    "a version nobody knows": EXPORT.replace("export/1.2/", "export/9.9/").encode(),
    "no namespaces": re.sub(r"\txmlns:[^>\n]+", "", EXPORT).encode(),
    "carriage returns": EXPORT.replace("\n", "\r\n").encode(),
}


@pytest.mark.parametrize("name", RIGHT)
def test_what_can_be_read_is_read_alike(home, name):
    """Packed and encoded in any way."""
    # when
    home.move(RIGHT[name])

    # then
    assert home.code == 0, home.wrong
    assert list(home.files()) == ["articles/2012/text-1.md", "redirects.txt"]


def test_a_bomb_is_told_before_it_fills_the_memory(home, monkeypatch):
    """Texts are packed to a tenth of their size, never to a thousandth."""
    # given
    monkeypatch.setattr(stream, "FREE_SIZE", 1 << 20)

    # then
    assert "hundreds of times its size" in home.move(gzip.compress(EXPORT.encode() + b" " * (30 << 20))).wrong
    assert "hundreds of times its size" in home.move(zipped(a=EXPORT.encode() + b" " * (30 << 20))).wrong


def test_nothing_is_written_outside_of_the_folder(home):
    """Whatever slugs, links and names of images say."""
    # given
    evil = [
        "../../../tmp/evil",
        "/etc/passwd",
        "a\nb",
        "..",
        "con",
        "$(touch evil)",
        "\u202eevil",
        "x/../../y",
    ]
    items = [item(n, post_name=slug, link=f"https://old.example/{slug}") for n, slug in enumerate(evil)]
    before = {path.name for path in home.folder.iterdir()}

    # when
    home.move(wxr(*items))

    # then
    assert home.code == 0, home.wrong
    assert {path.name for path in home.folder.iterdir()} - before == {"content", "export-0.xml"}
    names = [name for name in home.files() if name.startswith("articles/")]
    assert len(names) == len(evil)
    assert all(name.startswith("articles/2012/") and name.count("/") == 2 for name in names)


def test_programs_and_handlers_are_taken_out(home):
    """An export may come from anybody."""
    # given
    body = (
        '<p onclick="x()">Words <a href="java&#10;script:alert(1)">a</a> <img src="x.png" onerror="y()"></p>'
        '<script>alert(1)</script><iframe src="https://tube.example/1"></iframe><svg onload="z()"></svg>'
    )

    # when
    home.move(wxr(item(1, body=body)))

    # then
    text = home.files()["articles/2012/text-1.md"]
    assert not [
        one for one in ("onclick", "onerror", "onload", "alert(", "script:", "<iframe") if one in text
    ]
    assert "<https://tube.example/1>" in text or "[https://tube.example/1](https://tube.example/1)" in text


def test_a_section_of_cdata_that_ends_in_its_text_is_whole(home):
    """WordPress divides "]]>" over two."""
    # when
    home.move(wxr(item(1, body="<pre>a ]]> b</pre>")))

    # then
    assert "a ]]> b" in home.files()["articles/2012/text-1.md"]


def test_a_thing_of_twelve_megabytes_is_read(home):
    """A limit of the parser would refuse it."""
    # when
    home.move(wxr(item(1), item(2, body="word " * 2_400_000, post_type="slides")))

    # then
    assert home.code == 0, home.wrong
    assert home.ledger()["slides", "2"].outcome == "skipped"
