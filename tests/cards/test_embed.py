"""What oEmbed 1.0 asks for, and nothing that could harm who embeds it."""

import json

import lxml.html

from plugins.cards.embed import Embed, embed_article, embed_entry

ABOUT = Embed(
    "Boss",
    "https://a.example/dictionary/boss/",
    "A <site>",
    "https://a.example/",
    "https://a.example/card.png?1",
    "en",
)


def test_an_entry_is_rich_with_its_definition():
    """The definition stands on the other's page, and leads here."""
    # when
    data = json.loads(embed_entry(ABOUT, "BOSS, n., (1) <b>one</b> & two.", "BOSS"))

    # then
    assert data["type"] == "rich"
    assert data["version"] == "1.0"
    assert isinstance(data["width"], int)
    assert isinstance(data["height"], int)
    quote = lxml.html.fragment_fromstring(data["html"])
    assert quote.tag == "blockquote"
    assert quote.text_content() == "BOSS, n., (1) <b>one</b> & two.— A <site>"
    assert quote.xpath(".//a/@href") == ["https://a.example/dictionary/boss/"]
    assert not quote.xpath(".//script | .//@style | .//@id")


def test_an_article_is_a_link_with_its_author_and_card():
    """A thumbnail has its width and height, or none of the three."""
    # when
    data = json.loads(
        embed_article(ABOUT, (("Nan", "https://a.example/by/nan/"), ("Tom", "https://a.example/by/tom/")))
    )

    # then
    assert data == {
        "type": "link",
        "version": "1.0",
        "title": "Boss",
        "provider_name": "A <site>",
        "provider_url": "https://a.example/",
        "thumbnail_url": "https://a.example/card.png?1",
        "thumbnail_width": 1200,
        "thumbnail_height": 630,
        "author_name": "Nan, Tom",
        "author_url": "https://a.example/by/nan/",
    }
