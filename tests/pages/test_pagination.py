"""plugins/pages/pagination.py"""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from plugins.pages.pagination import paginate
from plugins.site.records import Card, Place

PLACE = Place("Pay", "pay", "/pay/")
START = datetime(2020, 1, 1, tzinfo=UTC)


def make_cards(count):
    """`count` cards, newest first."""
    return [
        Card(Markup(f"No. {n}"), f"/{n}/", START + timedelta(days=n), PLACE, "", 1, 0)
        for n in range(count, 0, -1)
    ]


@given(st.integers(0, 120), st.integers(1, 12))
def test_every_article_is_on_exactly_one_page(count, size):
    """A reader who walks to the oldest page has seen everything, and nothing twice."""
    # given
    cards = make_cards(count)

    # when
    pages = list(paginate(cards, "/", size))

    # then
    assert [card for page in pages for card in page.items] == cards


@given(st.integers(1, 120), st.integers(1, 12))
def test_one_more_article_changes_no_numbered_page_but_the_newest(count, size):
    """Numbered pages stay: that is why they are numbered from the oldest."""
    # given
    before = {page.path: page for page in paginate(make_cards(count), "/", size)}
    after = {page.path: page for page in paginate(make_cards(count + 1), "/", size)}

    # when
    changed = {path for path, page in before.items() if path and after[path] != page}

    # then
    assert len(changed) <= 1
    assert all(after[path].items == before[path].items for path in before if path)


def test_the_newest_page_has_at_least_a_page_full():
    """The front page never shows one lonely article above a link to the rest."""
    # when
    newest, *numbered = paginate(make_cards(21), "/pay/", 10)

    # then
    assert len(newest.items) == 11
    assert [page.path for page in numbered] == ["page/1/"]
    assert newest.pagination.older == "/pay/page/1/"
    assert numbered[0].pagination.newer == "/pay/"
    assert numbered[0].pagination.older == ""
