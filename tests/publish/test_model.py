"""What a release is."""

import pytest

from plugins.publish.model import (
    Manifest,
    Order,
    addresses,
    cache_class_of,
    deletion_limit,
    describe,
    difference,
    media_type_of,
)
from plugins.site.addresses import address_of


def manifest(**texts: str) -> Manifest:
    return Manifest.of(describe(path, text * 8, len(text)) for path, text in texts.items())


def test_the_id_is_that_of_the_tree_whatever_the_order():
    """Two machines that built the same bytes name the same release."""
    # given
    one = describe("index.html", "aa", 2)
    other = describe("about/index.html", "bb", 2)

    # then
    assert Manifest.of([one, other]).id == Manifest.of([other, one]).id
    assert Manifest.of([one]).id != Manifest.of([one, other]).id
    assert len(Manifest.of([one]).id) == 16


def test_a_renamed_file_is_another_release():
    """The id speaks of addresses too, not only of bytes."""
    assert manifest(a="x").id != manifest(b="x").id


def test_a_manifest_lists_each_path_once():
    """Two files of one path would make the id depend on their order."""
    with pytest.raises(ValueError, match="each is there once"):
        Manifest.of([describe("a", "aa", 2), describe("a", "bb", 2)])


def test_the_difference_names_what_is_new_changed_and_gone():
    """The summary and the guards go by it."""
    # when
    change = difference(manifest(same="x", edited="x", gone="x"), manifest(same="x", edited="y", new="x"))

    # then
    assert (change.new, change.changed, change.gone) == (("new",), ("edited",), ("gone",))


@pytest.mark.parametrize(
    ("path", "cache", "media_type"),
    [
        ("index.html", "page", "text/html; charset=utf-8"),
        ("2026/the-coffee/index.html", "page", "text/html; charset=utf-8"),
        ("dictionary/pay/index.html", "page", "text/html; charset=utf-8"),
        ("dictionary/p/index.html", "page", "text/html; charset=utf-8"),
        ("archive/2026/index.html", "page", "text/html; charset=utf-8"),
        ("feeds/all.atom", "feed", "application/atom+xml"),
        ("feeds/all.json", "feed", "application/feed+json"),
        ("2026/the-coffee/comments.atom", "feed", "application/atom+xml"),
        ("static/css/site.3f2a91c04b.css", "immutable", "text/css; charset=utf-8"),
        ("static/fonts/vollkorn.0123456789.woff2", "immutable", "font/woff2"),
        ("static/translate/terms.0123456789.json", "immutable", "application/json"),
        ("robots.txt", "file", "text/plain; charset=utf-8"),
        ("images/desk.jpg", "file", "image/jpeg"),
        ("CNAME", "file", "application/octet-stream"),
    ],
)
def test_a_path_says_what_a_file_is(path, cache, media_type):
    """How long it may be kept, and what a server says it is."""
    assert (cache_class_of(path), media_type_of(path)) == (cache, media_type)


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("index.html", "/"),
        ("about/index.html", "/about/"),
        ("404.html", "/404.html"),
        ("feeds/all.atom", "/feeds/all.atom"),
    ],
)
def test_a_folder_answers_without_the_name_of_its_file(path, address):
    """Addresses are what the world has kept."""
    assert address_of(path) == address


def test_names_with_a_digest_are_no_addresses_to_keep():
    """A stylesheet is renamed at every edit; only pages refer to it."""
    # given
    files = [
        describe(path, "aa", 1)
        for path in (
            "a/index.html",
            "static/site.0123456789.css",
            "_redirects",
            "404.html",
            "feeds/word/2026-03-02.atom",
        )
    ]

    # then
    assert addresses(Manifest.of(files), ["/old/"]) == {"/a/", "/old/"}


@pytest.mark.parametrize(("pages", "limit"), [(0, 10), (40, 10), (43, 10), (44, 11), (1000, 250)])
def test_a_quarter_of_the_pages_may_go_or_ten(pages, limit):
    """Small sites change a lot; large ones lose a quarter only by mistake."""
    assert deletion_limit(pages, Order()) == limit


def test_the_author_may_set_the_limit():
    """Zero means: nothing may go."""
    assert deletion_limit(1000, Order(max_deletes=0)) == 0
