"""plugins/pages/lists.py"""

from types import SimpleNamespace

from plugins.pages.front import MAX_WORDS
from plugins.pages.lists import _words_of


def test_a_category_shows_the_words_that_most_of_its_articles_link():
    """Not those of its newest articles; in the order of the dictionary."""
    # given
    often = [f"word-{number}" for number in range(MAX_WORDS)]
    used = [SimpleNamespace(slugs=("aside", "zeal"))]
    used += [SimpleNamespace(slugs=tuple(often))] * 2
    cards = {slug: slug for slug in sorted((*often, "aside", "zeal"))}

    # when
    shown = [*_words_of(SimpleNamespace(used=used, lexicon=SimpleNamespace(cards=cards)))]

    # then
    assert shown == sorted(often)
