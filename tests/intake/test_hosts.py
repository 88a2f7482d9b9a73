"""Where links lead, for whoever decides: the host in ASCII, whatever it looks like."""

import pytest

from plugins.comments.body import render_body
from plugins.intake.hosts import ascii_host, hosts_of, look_alikes
from plugins.intake.verdict import Facts, weigh


@pytest.mark.parametrize(
    ("address", "host", "is_alike"),
    [
        ("https://EXAMPLE.org:8080/x", "example.org", False),
        ("https://b\u00fccher.example/", "xn--bcher-kva.example", False),
        ("https://fa\u00df.example/", "xn--fa-hia.example", False),
        ("https://a\u3002b\uff0eexample/", "a.b.example", False),
        ("https://\uff45xample.org/", "example.org", False),
        ("https://\u65e5\u672cab.example/", "xn--ab-5t7du0c.example", False),
        # Cyrillic altogether: no script is mixed, and its ASCII gives it away.
        ("https://\u0430\u0440\u0440\u04cf\u0435.example/", "xn--80ak6aa92e.example", False),
        ("https://\u0430pple.example/", "xn--pple-43d.example", True),
        ("https://xn--pple-43d.example/", "xn--pple-43d.example", True),
        ("https://[2001:db8::1]/", "2001:db8::1", False),
        ("https://[/", "", False),
        ("https://", "", False),
    ],
)
def test_a_host_is_told_in_ascii(address, host, is_alike):
    assert ascii_host(address) == host
    assert look_alikes([host]) == ((host,) if is_alike else ())


def test_links_are_named_by_where_they_lead():
    """Not by their words, and each once."""
    html = render_body(
        "[https://bank.example](https://evil.example/?a&b) <https://evil.example/x> and [b](/here)"
    )
    assert hosts_of(html, "https://b\u00fccher.example/") == ("xn--bcher-kva.example", "evil.example")


def test_letters_of_several_alphabets_speak_against_a_comment():
    points = weigh(Facts(body="Look: https://\u0430pple.example/", website=None))
    assert "letters of several alphabets in a link: xn--pple-43d.example" in [one.reason for one in points]
    for name, is_odd in (
        ("\u0422he Editor", True),
        ("\u0410\u043d\u043d\u0430 Lee", False),
        ("O\u2019Brien-\u00c5s", False),
        ("\u5c71\u7530\u3055\u3093", False),
        ("\u30b3\u30fc\u30d2\u30fc\uff21", False),
    ):
        points = weigh(Facts(body="x", website=None, author=name))
        assert (
            "letters of several alphabets in one word of the name" in [one.reason for one in points]
        ) == is_odd
    assert not [
        one
        for one in weigh(Facts(body="https://\u0440\u0444.example/", website=None))
        if "letters" in one.reason
    ]
