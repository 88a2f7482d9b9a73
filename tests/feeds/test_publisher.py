"""plugins/feeds/publisher.py"""

from plugins.feeds.publisher import Publisher
from tests.feeds.made import make_site

SETTINGS = {"ID_AUTHORITY": "a.example", "FEED_ORIGIN": "https://preview.example", "FEED_SIZE": 20}


def test_what_the_settings_leave_out_is_empty_in_feeds():
    """Whether it is not there, or None."""
    # given
    nothing = dict.fromkeys(("LICENSE_NAME", "LICENSE_URL", "FEED_HUB"))

    # then
    for settings in (SETTINGS, SETTINGS | nothing):
        publisher = Publisher.of(make_site([]), settings)
        assert (publisher.license_name, publisher.license_url, publisher.hub_url) == ("", "", "")
        assert (publisher.authority, publisher.size) == ("a.example", 20)
