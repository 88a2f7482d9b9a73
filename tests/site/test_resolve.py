"""plugins/site/resolve.py"""

import pytest

from plugins.site.links import locate
from plugins.site.resolve import Targets, find_addresses, find_broken, resolution, resolve
from plugins.source import Source

HERE = Source("content/articles/2026/here.md")
TARGETS = Targets(
    files={"articles/2024/there.md": "/mag/2024/there/", "images/a b.svg": "/mag/images/a%20b.svg"},
    categories={"Job Search": "/mag/job-search/"},
    tags={"law": "/mag/tag/law/"},
    authors={"The Editor": "/mag/by/the-editor/"},
    entry={"BOSS": "/mag/dictionary/boss/", "BOSS#2": "/mag/dictionary/boss/#boss-2"}.get,
    root="/mag",
)


def located(html):
    return [locate(address, HERE) for address in find_addresses(html)]


def resolved(html):
    return resolve(html, resolution(located(html), TARGETS))


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("{filename}../2024/there.md", "/mag/2024/there/"),
        ("{filename}/articles/2024/there.md#end", "/mag/2024/there/#end"),
        ("{static}/images/a%20b.svg", "/mag/images/a%20b.svg"),
        ("|filename|../2024/there.md", "/mag/2024/there/"),
        ("{category}Job%20Search", "/mag/job-search/"),
        ("{tag}law", "/mag/tag/law/"),
        ("{author}The Editor", "/mag/by/the-editor/"),
        ("{index}", "/mag/"),
        ("dict:BOSS", "/mag/dictionary/boss/"),
        ("dict:BOSS#2", "/mag/dictionary/boss/#boss-2"),
        ("/about/", "/mag/about/"),
        ("/images/of-the-year/", "/mag/images/of-the-year/"),
        ("//elsewhere.example/", "//elsewhere.example/"),
        ("https://elsewhere.example/{filename}", "https://elsewhere.example/{filename}"),
        ("#fn:1", "#fn:1"),
    ],
)
def test_a_link_gets_the_address_of_what_it_names(written, address):
    """Authors name files and words; addresses are the site's business."""
    # when
    html = resolved(f'<a href="{written}">x</a>')

    # then
    assert html == f'<a href="{address}">x</a>'


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("{filename}gone.md", "{filename}gone.md"),
        ("{category}Gone", "{category}Gone"),
        ("dict:GONE", "dict:GONE"),
    ],
)
def test_a_link_to_nothing_stops_the_build(written, shown):
    """A dead link is never published."""
    # when
    (found,) = find_broken(located(f'<a href="{written}">x</a>'), HERE, TARGETS)

    # then
    assert str(found) == f'{HERE}: the link "{shown}" points to nothing; correct its name'


@pytest.mark.parametrize("name", ["nowhere", "later"])
def test_a_link_that_leads_nowhere_on_purpose_is_words(name):
    """A joke, or a word that is still to be written, does not stop a build; docs/glossary-format.md."""
    # given
    html = f'<p>See <a href="dict:{name}" title="t"><em>a word</em></a>, <a href="dict:BOSS">y</a>.</p>'

    # then
    assert find_addresses(html) == ("dict:BOSS",)
    assert resolved(html) == (
        '<p>See <span class="term"><em>a word</em></span>, <a href="/mag/dictionary/boss/">y</a>.</p>'
    )


def test_text_that_only_looks_like_a_link_stays():
    """An article about Markdown may print its syntax."""
    # given
    html = '<code>&lt;a href="{filename}b.md"&gt; [a]({filename}b.md)</code>'

    # then
    assert resolved(html) == html


def test_a_page_depends_on_its_links_as_far_as_they_name_something():
    """When another article moves, the pages that name it are made anew, and no others."""
    # given
    html = '<a href="{filename}../2024/there.md#a">x</a> <a href="dict:BOSS">y</a> <a href="/z/">z</a>'

    # then
    assert find_addresses(html) == ("{filename}../2024/there.md#a", "dict:BOSS")
