"""What oEmbed 1.0 asks for, and nothing that could harm who embeds it."""

import json

from plugins.cards.embed import Embed, embed_article

ABOUT = Embed(
    "Boss",
    "https://a.example/dictionary/boss/",
    "A <site>",
    "https://a.example/",
    "https://a.example/card.png?1",
)


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
