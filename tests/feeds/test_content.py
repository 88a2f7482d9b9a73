"""plugins/feeds/content.py"""

from plugins.feeds.content import for_feed

PAGE = "https://exit-interview.example/2026/here/"


def test_every_address_is_absolute():
    """A reader shows the text far away from the site."""
    # given
    body = (
        '<p><a href="/about/">a</a> <a href="#fn:1">1</a> <a href="mailto:x@y.example">m</a></p>'
        '<img src="/images/a.svg" srcset="/images/a.svg 1x, /images/b.svg 2x" alt="">'
        '<blockquote cite="/2024/there/">q</blockquote>'
    )

    # when
    html = for_feed(body, PAGE)

    # then
    assert html == (
        '<p><a href="https://exit-interview.example/about/">a</a> '
        '<a href="https://exit-interview.example/2026/here/#fn:1">1</a> '
        '<a href="mailto:x@y.example">m</a></p>'
        '<img src="https://exit-interview.example/images/a.svg" '
        'srcset="https://exit-interview.example/images/a.svg 1x, https://exit-interview.example/images/b.svg 2x" '
        'alt=""><blockquote cite="https://exit-interview.example/2024/there/">q</blockquote>'
    )


def test_scripts_forms_and_previews_stay_at_home():
    """They do nothing in a reader, or harm."""
    # given
    body = '<p>kept</p><script>x()</script><form action="/f"></form><div popover="hint">card</div>'

    # then
    assert for_feed(body, PAGE) == "<p>kept</p>"


def test_text_keeps_its_characters():
    """Curly quotes and no-break spaces are not turned into something else."""
    assert for_feed("<p>“Pay”\u00a0– résumé &amp; <b>co</b></p> tail", PAGE) == (
        "<p>“Pay”\u00a0– résumé &amp; <b>co</b></p> tail"
    )
