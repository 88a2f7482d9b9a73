"""The book of addresses: what follows when a thing has moved."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.site import addresses
from plugins.site.addresses import KINDS, MAY_GO, WHOLE, answered_elsewhere, moves, retired

PUBLISHED = sorted(
    (
        *("/", "/2026/the-queen/", "/2026/the-queen/card.png", "/2026/the-queen/comments.atom"),
        *("/2026/the-queen/comments/2/", "/2026/the-queen-mother/", "/archive/2026/", "/by/a-scribe/"),
        *("/dictionary/", "/dictionary/b/", "/dictionary/bellows/", "/dictionary/bellows/card.png"),
        *("/dictionary/index.json", "/feeds/by/a-scribe.json", "/feeds/honey.atom", "/feeds/honey/1.atom"),
        *("/feeds/honey-cakes.atom", "/feeds/tag/new.atom", "/honey/", "/honey/page/1/", "/tag/new/"),
        *("/about/", "/honey-cakes/"),
    )
)
SLUGS = st.from_regex(r"[a-z]{2,3}(-[a-z]{2,3})?", fullmatch=True)
SHAPES = {
    "article": "/2025/{}/",
    "entry": "/dictionary/{}/",
    "category": "/{}/",
    "tag": "/tag/{}/",
    "author": "/by/{}/",
    "page": "/{}/",
}


@pytest.mark.parametrize(
    ("kind", "alias", "target", "follows"),
    [
        (
            "article", "/2025/queen/", "/2026/the-queen/",
            {
                "/2025/queen/": "/2026/the-queen/",
                "/2025/queen/card.png": "/2026/the-queen/card.png",
                "/2025/queen/comments.atom": "/2026/the-queen/comments.atom",
                "/2025/queen/comments.rss": "/2026/the-queen/comments.atom",
                "/2025/queen/comments.feed.json": "/2026/the-queen/comments.atom",
                "/2025/queen/comments/2/": "/2026/the-queen/comments/2/",
                "/archive/2025/": "/archive/2026/",
            },
        ),
        (
            "entry", "/dictionary/smoker/", "/dictionary/bellows/",
            {
                "/dictionary/smoker/": "/dictionary/bellows/",
                "/dictionary/smoker/card.png": "/dictionary/bellows/card.png",
                "/dictionary/smoker.json": "/dictionary/index.json",
                "/dictionary/s/": "/dictionary/b/",
            },
        ),
        (
            "category", "/wax/", "/honey/",
            {
                "/wax/": "/honey/",
                "/wax/page/1/": "/honey/page/1/",
                "/feeds/wax.atom": "/feeds/honey.atom",
                "/feeds/wax.rss": "/feeds/honey.atom",
                "/feeds/wax.json": "/feeds/honey.atom",
                "/feeds/wax/1.atom": "/feeds/honey/1.atom",
            },
        ),
        (
            "tag", "/tag/old/", "/tag/new/",
            {
                "/tag/old/": "/tag/new/",
                "/feeds/tag/old.atom": "/feeds/tag/new.atom",
                "/feeds/tag/old.rss": "/feeds/tag/new.atom",
                "/feeds/tag/old.json": "/feeds/tag/new.atom",
            },
        ),
        (
            "author", "/by/a-clerk/", "/by/a-scribe/",
            {"/by/a-clerk/": "/by/a-scribe/", "/feeds/by/a-clerk.json": "/feeds/by/a-scribe.json"},
        ),
        ("page", "/us/", "/about/", {"/us/": "/about/"}),
        ("article", "/old.php", "/2026/the-queen/", {"/old.php": "/2026/the-queen/"}),
        ("dictionary", "/lexicon/", "/dictionary/", {"/lexicon/": "/dictionary/"}),
    ],
)  # fmt: skip
def test_all_that_hung_on_an_address_goes_where_it_hangs_now(kind, alias, target, follows):
    """Each form to the same form; what only begins alike belongs to something else."""
    assert dict(moves(kind, alias, target, PUBLISHED)) == follows


def test_a_letter_that_still_has_words_keeps_its_page():
    """It is nobody's old address."""
    published = sorted([*PUBLISHED, "/dictionary/s/"])

    assert "/dictionary/s/" not in dict(
        moves("entry", "/dictionary/smoker/", "/dictionary/bellows/", published)
    )


@given(
    st.sampled_from(sorted(SHAPES)), SLUGS, st.lists(SLUGS, min_size=1, max_size=4, unique=True), st.data()
)
def test_whatever_a_thing_was_called_one_step_leads_to_the_same_form(kind, now, before, data):
    """No chain and no loop, however often it was renamed; nothing that is published is covered."""
    # given
    before = [slug for slug in before if slug != now]
    target = SHAPES[kind].format(now)
    groups = KINDS[kind].page.fullmatch(target).groupdict()
    stems = [target, *(stem.format_map(groups) for stem in KINDS[kind].beside)]
    forms = st.sampled_from(["card.png", "page/1/", "comments/2/", "atom", "2.atom", ""])
    tails = data.draw(st.lists(st.tuples(st.sampled_from(stems), forms), max_size=8))
    published = sorted({target, WHOLE, *(stem + form for stem, form in tails)})

    # when
    found = [move for slug in before for move in moves(kind, SHAPES[kind].format(slug), target, published)]

    # then
    assert {move.new for move in found} <= set(published)
    assert not {move.old for move in found} & set(published)
    for slug in before:
        old = KINDS[kind].page.fullmatch(SHAPES[kind].format(slug)).groupdict()
        was = [SHAPES[kind].format(slug), *(stem.format_map(old) for stem in KINDS[kind].beside)]
        back = dict(zip(was, stems, strict=True))
        answered = {move.old: move.new for move in found}
        for old_stem, new_stem in back.items():
            for address in published:
                if address.startswith(new_stem):
                    assert answered[old_stem + address.removeprefix(new_stem)] == address


def test_a_form_that_is_made_no_more_is_one_line(monkeypatch):
    """Also of things that have moved since: still in one step."""
    # given
    line = (re.compile(r"(/feeds/tag/[^/]+)\.atom"), ("{}.rss",))
    monkeypatch.setattr(addresses, "RETIRED", (line,))

    # then
    of_words = ("/dictionary/bellows.json", "/dictionary/index.json")
    assert list(retired(PUBLISHED)) == [of_words, ("/feeds/tag/new.rss", "/feeds/tag/new.atom")]
    assert dict(moves("tag", "/tag/old/", "/tag/new/", PUBLISHED)) == {
        "/tag/old/": "/tag/new/",
        "/feeds/tag/old.atom": "/feeds/tag/new.atom",
        "/feeds/tag/old.rss": "/feeds/tag/new.atom",
    }


def test_where_a_feed_is_looked_for_by_custom_the_main_one_answers():
    """And all forms that are made no more lead to the one that is."""
    published = [
        "/feeds/all.atom",
        "/feeds/all.json",
        "/feeds/all.rss",
        "/feeds/all/1.atom",
        "/feeds/by/me.atom",
    ]
    published += ["/feeds/comments.atom", "/feeds/pay.atom", "/feeds/pay.rss", "/2026/a/comments.atom"]
    there = set(published)
    assert {move for move in retired(published) if move.old not in there} == {
        ("/feed", "/feeds/all.atom"),
        ("/feed/", "/feeds/all.atom"),
        ("/feeds/", "/feeds/all.atom"),
        ("/feed.xml", "/feeds/all.atom"),
        ("/feed.json", "/feeds/all.json"),
        ("/atom.xml", "/feeds/all.atom"),
        ("/rss.xml", "/feeds/all.rss"),
        ("/index.xml", "/feeds/all.rss"),
        ("/feeds/all/1.json", "/feeds/all/1.atom"),
        ("/feeds/by/me.rss", "/feeds/by/me.atom"),
        ("/feeds/by/me.json", "/feeds/by/me.atom"),
        ("/feeds/comments.rss", "/feeds/comments.atom"),
        ("/feeds/comments.json", "/feeds/comments.atom"),
        ("/feeds/pay.json", "/feeds/pay.atom"),
        ("/2026/a/comments.rss", "/2026/a/comments.atom"),
        ("/2026/a/comments.feed.json", "/2026/a/comments.atom"),
    }


@pytest.mark.parametrize(
    ("desk", "site", "elsewhere"),
    [
        ("/comments/", "https://a.example", ("/comments/",)),
        ("https://a.example/comments/", "https://a.example/magazine", ("/comments/",)),
        ("https://desk.example/comments/", "https://a.example", ()),
        (None, "https://a.example", ()),
        ("/comments/", "", ("/comments/",)),
    ],
)
def test_what_another_program_answers_is_in_the_book(desk, site, elsewhere):
    """A comment desk behind the same name."""
    assert answered_elsewhere({"COMMENT_DESK": desk, "SITEURL": site}) == elsewhere


@pytest.mark.parametrize(
    ("address", "may_go"),
    [
        ("/feeds/word-of-the-day/2026-11-29.atom", True),
        ("/feeds/word-of-the-day/last.atom", True),
        ("/feeds/tag/last.atom", False),
        ("/_redirects", True),
        ("/404.html", True),
        ("/feeds/pay/1.atom", True),
        ("/feeds/by/the-editor/12.json", True),
        ("/feeds/all/1.atom", False),
        ("/feeds/comments/1.json", False),
        ("/feeds/tag/1.atom", False),
        ("/feeds/word-of-the-day.atom", False),
        ("/2026/404.html", False),
    ],
)
def test_what_may_go_without_a_word(address, may_go):
    """Nobody has it in a list of addresses."""
    assert bool(MAY_GO.fullmatch(address)) is may_go
