"""plugins/site/related.py."""

from dataclasses import replace
from datetime import timedelta

import pytest

from plugins.incremental.digest import digest
from plugins.incremental.store import Store
from plugins.site.mentions import LinkedText
from plugins.site.read import with_digests
from plugins.site.records import Place, SeriesPart
from plugins.site.related import MAX_RELATED, OF_ALL, OF_CATEGORY, relate, terms_of
from tests.feeds.made import START, make_article, make_site

SLUGS = ("networking", "ghosting", "bonus", "rota", "boss", "notice")
WORDS = {f"{slug.upper()}, n. A thing.": START for slug in SLUGS}


@pytest.fixture
def store(tmp_path):
    made = Store(tmp_path / "store.sqlite")
    made.open(b"test")
    return made


def article(number, words="", tags="", title=None, category="Pay", **changes):
    """An article, and the slugs of the entries that it leads to."""
    places = tuple(Place(tag, tag, f"/tag/{tag}/") for tag in tags.split())
    where = Place(category, category.lower(), f"/{category.lower()}/")
    made = make_article(
        number, title=title or f"T{number}", summary="", tags=places, category=where, **changes
    )
    return with_digests(made), tuple(words.split())


def site_of(*articles, words=WORDS):
    site = make_site([one for one, _ in articles], words=words)
    linked = {
        one.source_path: LinkedText(digest(""), slugs, digest(repr(slugs)), lambda: ("", ()))
        for one, slugs in articles
    }
    return replace(site, linked=linked)


def related(store, site):
    """Title → titles of what is related, with the reasons."""
    found = relate(store, site)
    by_url = {one.url: one.title for one in site.articles}
    return {
        by_url[url]: [(by_url[one.card.url], one.heads, one.tags, one.terms) for one in deferred.make()]
        for url, deferred in found.items()
    }


FILLERS = [article(number, words="boss", tags="scripts") for number in range(20, 40)]
"""What most articles have is no reason: these make two things common."""


def test_two_articles_are_related_by_what_few_others_have(store):
    """The reason is named, the most telling first; what everybody has is none."""
    # given
    old = article(1, "ghosting networking boss", "letters scripts", title="On telephones")
    new = article(50, "ghosting networking boss", "letters scripts", title="More telephones")

    # when
    found = related(store, site_of(old, *FILLERS, new))

    # then
    title, heads, tags, terms = found["More telephones"][0]
    assert title == "On telephones"
    assert (heads, tags, terms) == (("GHOSTING", "NETWORKING"), ("letters",), ())
    assert "T39" not in found


def test_an_article_is_related_to_older_ones_only(store):
    """So a new one changes no page but its own."""
    # given
    articles = [article(number, "ghosting networking", "letters") for number in (1, 2)]

    # when
    site = site_of(*articles, *FILLERS)
    before = relate(store, site)
    after = relate(store, site_of(*articles, *FILLERS, article(60, "ghosting networking", "letters")))

    # then
    first, second = articles[0][0].source_path, articles[1][0].source_path
    assert first not in before
    new = set(after) - set(before)
    assert len(new) == 1
    assert {path: one.digest for path, one in after.items() if path not in new} == {
        path: one.digest for path, one in before.items()
    }
    assert second in before or len(articles) == 2


def test_what_is_kept_names_addresses_and_no_files(store):
    """Two files may change places, and one may be renamed: the articles are where they were."""
    # given
    old, new = article(1, "ghosting networking"), article(50, "ghosting networking")
    site = site_of(old, *FILLERS, new)
    before = related(store, site)

    # when
    paths = {old[0].source_path: FILLERS[0][0].source_path, FILLERS[0][0].source_path: "articles/renamed.md"}
    moved = [
        (replace(one, source_path=paths.get(one.source_path, one.source_path)), slugs)
        for one, slugs in (old, *FILLERS, new)
    ]

    # then
    assert before["T50"][0][0] == "T1"
    assert related(store, site_of(*moved)) == before


def test_parts_of_one_series_are_not_named_twice(store):
    """The page lists them already."""
    # given
    parts = [article(n, "ghosting networking", "letters", series=SeriesPart("Letters", n)) for n in (1, 2)]

    # then
    assert related(store, site_of(*parts, *FILLERS)) == {}


def test_an_article_far_back_is_not_looked_at(store):
    """The window is what keeps an edit of an old article from being felt everywhere."""
    # given
    old, new = article(1, "ghosting networking"), article(900, "ghosting networking")
    between = [article(number, "boss") for number in range(10, 10 + max(OF_CATEGORY, OF_ALL))]

    # then
    assert related(store, site_of(old, *between[:-1], new)) != {}
    assert related(store, site_of(old, *between, new)) == {}


@pytest.mark.parametrize(
    "edit",
    [
        lambda: article(1, "rota bonus"),
        lambda: article(1, "ghosting networking", title="Renamed"),
        lambda: article(1, "ghosting networking", tags="letters"),
        lambda: article(1, "ghosting networking", category="Bosses"),
        lambda: article(1, "ghosting networking", series=SeriesPart("Letters", 1)),
        lambda: article(1, "ghosting networking", published_at=START + timedelta(days=999)),
        lambda: article(2, "ghosting networking"),
        lambda: article(1, "ghosting networking", entry_slugs=("bonus",)),
    ],
)
def test_what_is_kept_is_what_would_be_found_anew(store, tmp_path, edit):
    """After any change, and after the change is taken back."""
    # given
    old, new = article(1, "ghosting networking"), article(50, "ghosting networking", tags="letters")
    before, after = site_of(old, *FILLERS, new), site_of(edit(), *FILLERS, new)

    # then
    for number, site in enumerate((before, after, before)):
        fresh = Store(tmp_path / f"{number}.sqlite")
        fresh.open(b"test")
        kept, made = relate(store, site), relate(fresh, site)
        assert {path: one.digest for path, one in kept.items()} == {
            path: one.digest for path, one in made.items()
        }
        assert {path: one.make() for path, one in kept.items()} == {
            path: one.make() for path, one in made.items()
        }


def test_a_head_that_is_printed_otherwise_is_named_otherwise(store):
    """Though no link changed: its address is the same."""
    # given
    articles = [article(1, "ghosting networking"), *FILLERS, article(50, "ghosting networking")]
    words = {text.replace("GHOSTING", "**Ghosting**"): moment for text, moment in WORDS.items()}

    # when
    before = related(store, site_of(*articles))
    after = related(store, site_of(*articles, words=words))

    # then
    assert before["T50"][0][1] == ("GHOSTING", "NETWORKING")
    assert after["T50"][0][1] == ("Ghosting", "NETWORKING")


def test_telling_words_of_a_title():
    """Small words and those of every title say nothing; a plural is its singular."""
    assert terms_of("The telephones that nobody answers, and your boss") == {"telephone", "boss"}
    assert (
        terms_of("Job or jobs, tip or tips") == frozenset()
    )  # three letters say too little in the plural too


def test_a_site_without_articles_has_nothing_related(store):
    """A publication begins with its pages."""
    assert relate(store, site_of()) == {}


def test_the_most_related_comes_first_and_no_more_than_a_page_lists(store):
    """A reader looks at the first; what has less in common comes later, the newer of two equals first."""
    # given
    shared = "ghosting networking bonus rota notice".split()
    older = [article(number, " ".join(shared[: number + 1])) for number in range(5)]
    twin = article(5, " ".join(shared))
    new = article(50, " ".join(shared))

    # when
    found = related(store, site_of(*older, twin, *FILLERS, new))["T50"]

    # then
    assert [title for title, *_ in found] == ["T5", "T4", "T3"][:MAX_RELATED]


def test_parts_of_another_series_are_named(store):
    """Only those of its own stand on its page anyway."""
    # given
    words = "ghosting networking bonus"
    own = article(1, words, series=SeriesPart("Offers", 1))
    other = article(2, words, series=SeriesPart("Letters", 1))
    new = article(50, words, series=SeriesPart("Offers", 2))

    # when
    found = related(store, site_of(own, other, *FILLERS, new))

    # then
    assert [title for title, *_ in found["T50"]] == ["T2"]


def test_what_is_an_entry_is_not_said_again_as_a_word_of_the_title(store):
    """ "GHOSTING" and "ghosting" are one reason."""
    # given
    old = article(1, "ghosting", title="Ghosting by candlestick")
    new = article(50, "ghosting", title="More ghosting, more candlesticks")

    # when
    found = related(store, site_of(old, *FILLERS, new))["More ghosting, more candlesticks"]

    # then
    assert found == [("Ghosting by candlestick", ("GHOSTING",), (), ("candlestick",))]
