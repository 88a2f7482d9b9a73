"""tests/feeds/strict.py: rules that find nothing prove nothing, so each is shown something to find."""

import json
from dataclasses import replace

import pytest

from plugins.feeds.model import Form
from plugins.feeds.pieces import Pieces
from plugins.feeds.render import render
from tests.feeds.strict import check_html, find_faults
from tests.feeds.test_atom import ITEM, ORIGIN, make_document

GOOD = replace(ITEM, title="Q&A")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<id>tag:x.example,2026:one</id>", "<id>one</id>"),
        ("<id>tag:x.example,2026:one</id>", ""),
        ("<title>Q&amp;A</title>", "<title>&lt;b&gt;Q&lt;/b&gt;</title>"),
        ("<title>Q&amp;A</title>", "<title/>"),
        ("2026-02-03T09:30:00Z", "2026-02-03 09:30"),
        ("2026-02-03T09:30:00Z", "1970-01-01T00:00:00Z"),
        (
            "<updated>2026-02-03T09:30:00Z</updated>\n    <author>",
            "<updated>2026-01-01T09:30:00Z</updated><author>",
        ),
        (
            'rel="self" type="application/atom+xml" href="https://x.example/feeds/all.atom"',
            'rel="self" href="/f"',
        ),
        ('rel="self"', 'rel="itself"'),
        ("&lt;p&gt;Full", '&lt;p&gt;&lt;img src="/a.png"&gt;Full'),
        ("&lt;p&gt;Full", "&lt;script&gt;&lt;/script&gt;&lt;p&gt;Full"),
        ("&lt;p&gt;Full", '&lt;p style="color:red"&gt;Full'),
        ('xml:lang="en"', ""),
        ("<rights>CC BY 4.0</rights>", ""),
        ("<entry>", '<entry xmlns:x="http://unknown.example/"><x:y/>'),
        ("<icon>", "<fh:archive/><icon>"),
        ("&lt;p&gt;Full", '&lt;p id="a"&gt;&lt;/p&gt;&lt;p id="a"&gt;Full'),
    ],
)
def test_what_is_wrong_in_atom_is_found(old, new):
    """A slip in a renderer fails the tests of every site."""
    # given
    good = render(make_document(GOOD), Pieces()).decode()
    assert find_faults("feeds/all.atom", good.encode(), ORIGIN) == []
    assert old in good

    # then
    assert find_faults("feeds/all.atom", good.replace(old, new).encode(), ORIGIN)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('isPermaLink="false"', 'isPermaLink="true"'),
        ("Fri, 02 Jan 2026", "2 Jan 2026"),
        ("<language>en</language>", ""),
        ("<width>144</width>", "<width>288</width>"),
        ("<item>", "<item><title>Twice</title>"),
        ("</item>", "</item><ttl>1</ttl>"),
        ("<title>Q&amp;A</title>", "<title>Q&amp;amp;A</title>"),
        ("<dc:creator>A</dc:creator>\n      <dc:creator>B</dc:creator>", ""),
        ('rel="self"', 'rel="related"'),
    ],
)
def test_what_is_wrong_in_rss_is_found(old, new):
    """The profile has rules of its own."""
    # given
    good = render(make_document(GOOD, form=Form.RSS), Pieces()).decode()
    assert find_faults("feeds/all.rss", good.encode(), ORIGIN) == []
    assert old in good

    # then
    assert find_faults("feeds/all.rss", good.replace(old, new).encode(), ORIGIN)


@pytest.mark.parametrize(
    "change", [{"version": "1"}, {"title": ""}, {"items": [{"id": "1"}]}, {"feed_url": "/f"}]
)
def test_what_is_wrong_in_json_is_found(change):
    """The schema is not asleep."""
    # given
    good = render(make_document(GOOD, form=Form.JSON), Pieces())
    assert find_faults("feeds/all.json", good, ORIGIN) == []

    # then
    assert find_faults("feeds/all.json", json.dumps(json.loads(good) | change).encode(), ORIGIN)


@pytest.mark.parametrize(
    "html",
    [
        "<p>a</div>",
        '<a href="/b/">b</a>',
        '<img srcset="/a 1x">',
        '<p onclick="x">y</p>',
        "<iframe></iframe>",
    ],
)
def test_what_is_wrong_in_content_is_found(html):
    """Relative addresses above all."""
    assert list(check_html(html))
