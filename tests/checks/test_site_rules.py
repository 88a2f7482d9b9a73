"""Where an address leads."""

from datetime import UTC, datetime

import pytest

from plugins.checks.model import BuiltEntry, BuiltPage, Site
from plugins.checks.site_rules import Target, every_warning, target_of

HERE = "2026/a/index.html"


@pytest.mark.parametrize(
    ("address", "path", "fragment"),
    [
        ("/", "index.html", ""),
        ("/b/", "b/index.html", ""),
        ("/b/#c", "b/index.html", "c"),
        ("/feeds/all.atom", "feeds/all.atom", ""),
        ("#c", HERE, "c"),
        ("?q=1", HERE, ""),
        ("", HERE, ""),
        ("../b/", "2026/b/index.html", ""),
        ("..", "2026/index.html", ""),
        ("x.png", "2026/a/x.png", ""),
        ("/r%C3%A9sum%C3%A9/#%C3%A9", "résumé/index.html", "é"),
        ("https://e.example/b/", "b/index.html", ""),
        ("https://e.example", "index.html", ""),
        ("https://e.example/b/?x#c", "b/index.html", "c"),
    ],
)
def test_an_address_of_this_site_leads_to_a_file(address, path, fragment):
    """A folder's address is answered by its index.html."""
    assert target_of(address, HERE, "https://e.example") == Target(path, fragment)


@pytest.mark.parametrize(
    "address", ["https://other.example/", "mailto:a@b.example", "data:,x", "//cdn.example/x", "tel:1"]
)
def test_an_address_elsewhere_leads_nowhere_here(address):
    """The network is never touched."""
    assert target_of(address, HERE, "https://e.example") is None


@pytest.mark.parametrize(
    ("address", "path"),
    [("/m/b/", "b/index.html"), ("/m/", "index.html"), ("/b/", ""), ("../../b/", "b/index.html")],
)
def test_a_site_may_live_under_a_path(address, path):
    """Then "/b/" is somebody else's, and this site has no such file."""
    assert target_of(address, HERE, "https://e.example/m").path == path


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (datetime(2027, 8, 1, tzinfo=UTC), []),
        (
            datetime(2027, 9, 15, tzinfo=UTC),
            ["this expires on 2027-10-01; write a later SECURITY_EXPIRES in publishconf.py"],
        ),
        (
            datetime(2027, 10, 2, tzinfo=UTC),
            ["this expired on 2027-10-01; write a later SECURITY_EXPIRES in publishconf.py"],
        ),
    ],
)
def test_security_txt_is_renewed_in_time(now, said):
    """A month's notice: nobody looks at that file otherwise."""
    # given
    text = "Contact: https://e.example/\nExpires: 2027-10-01T00:00:00Z\n"

    # when
    found = every_warning(Site("site", (), (), frozenset(), security=text, now=now))

    # then
    assert [warning.message for warning in found] == said


def test_a_word_may_be_there_a_month_before_it_is_used():
    """Whoever defines one hears nothing of it on that day; of older ones that nothing leads to, there is a warning."""
    # given
    words = (BuiltEntry("OLD", "old", True), BuiltEntry("NEW", "new", True))
    paths = [f"dictionary/{word.slug}/index.html" for word in words]
    pages = tuple(
        BuiltPage(path, "en", "T", (1,), (), "", True, (("main", 1),), (), (), ()) for path in paths
    )

    # when
    found = every_warning(Site("site", pages, (), frozenset(), words, young=lambda: frozenset({"new"})))

    # then
    assert [(one.source.path, one.about) for one in found] == [(f"site/{paths[0]}", "OLD")]
