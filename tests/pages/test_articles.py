"""plugins/pages/articles.py."""

import pytest

from plugins.pages.articles import MAX_PARTS, NEAR_PARTS, _series, _series_view
from plugins.site.records import SeriesPart
from tests.feeds.made import make_article, make_site


def view_of(number, count):
    """How the page of a part lists a series of `count`, its parts numbered from 1."""
    articles = [make_article(one, series=SeriesPart("Offers", one)) for one in range(1, count + 1)]
    return _series_view(articles[number - 1], _series(make_site(articles)))


@pytest.mark.parametrize("number", [1, 2, MAX_PARTS])
def test_a_series_is_listed_whole(number):
    """As long as a reader can take it in at a glance."""
    view = view_of(number, MAX_PARTS)

    assert [part.number for part in view.parts] == list(range(1, MAX_PARTS + 1))
    assert (view.count, view.current) == (MAX_PARTS, number)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (1, range(1, NEAR_PARTS + 2)),
        (NEAR_PARTS + 1, range(1, 2 * NEAR_PARTS + 2)),
        (NEAR_PARTS + 3, [1, *range(3, 2 * NEAR_PARTS + 4)]),
        (MAX_PARTS + 1, [1, *range(MAX_PARTS + 1 - NEAR_PARTS, MAX_PARTS + 2)]),
    ],
)
def test_of_a_long_series_the_first_part_and_the_near_ones_are_listed(number, shown):
    """A new part changes few pages; how many there are is not said, for that would change all."""
    view = view_of(number, MAX_PARTS + 1)

    assert [part.number for part in view.parts] == list(shown)
    assert view.count == 0


def test_a_series_stands_in_the_order_of_its_numbers():
    """Whatever was published first: an author may write the beginning last."""
    articles = [
        make_article(day, series=SeriesPart("Offers", number)) for day, number in enumerate((2, 3, 1))
    ]
    made = _series(make_site(articles))

    views = [_series_view(article, made) for article in articles]

    assert [[part.number for part in view.parts] for view in views] == [[1, 2, 3]] * 3
    assert (views[2].before, views[2].after.url) == (None, "/2020/article-0/")


def test_the_ends_of_a_series_have_one_neighbour():
    """Where nothing comes before or after, nothing is offered."""
    first, middle, last = (view_of(number, 3) for number in (1, 2, 3))

    assert (first.before, first.after.url) == (None, "/2020/article-2/")
    assert (middle.before.url, middle.after.url) == ("/2020/article-1/", "/2020/article-3/")
    assert (last.before.url, last.after) == ("/2020/article-2/", None)
