"""What the page Subscribe offers: each feed in plain words, in every form, one click from common readers."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from plugins.pages.model import FeedGroup, FeedOffer
from plugins.site.addresses import FeedLink
from plugins.site.model import Filing, Site
from plugins.site.records import Link

READERS = {
    "Feedly": "https://feedly.com/i/subscription/feed/{}",
    "Inoreader": "https://www.inoreader.com/?add_feed={}",
    "NewsBlur": "https://www.newsblur.com/?url={}",
    "Feedbin": "https://feedbin.com/?subscribe={}",
    "The Old Reader": "https://theoldreader.com/feeds/subscribe?url={}",
}
"""What subscribes when {} is a feed's address."""


def front_feeds(site: Site) -> tuple[FeedLink, ...]:
    """What the front page lets a reader discover: everything in every form, words, comments."""
    addresses, name = site.addresses, site.facts.name
    everything = addresses.every_form(addresses.site_feed(name), "all")
    return (*everything, addresses.dictionary_feed(name), addresses.comments_feed(name))


def every_feed(site: Site) -> tuple[FeedGroup, ...]:
    """All feeds but those of single threads, the one that most readers want first."""
    groups = (
        FeedGroup("The publication", tuple(_main(site))),
        FeedGroup("One subject", tuple(_places(site, "category", site.categories))),
        FeedGroup("One tag", tuple(_places(site, "tag", site.tags))),
        FeedGroup("One author", tuple(_places(site, "author", site.authors))),
        FeedGroup("All of them", (_list_of_all(site),)),
    )
    return tuple(group for group in groups if group.offers)


def _main(site: Site) -> Iterator[FeedOffer]:
    addresses, name = site.addresses, site.facts.name
    words = "Every article, whole, on the day it appears. If in doubt, take this one."
    yield _offer(site, "Everything", words, addresses.every_form(addresses.site_feed(name), "all"))
    words = "A definition whenever the dictionary gains one."
    yield _offer(
        site, "New words", words, addresses.every_form(addresses.dictionary_feed(name), "dictionary")
    )
    words = "A word of the dictionary every day, none twice before all have had their turn."
    yield _offer(site, "Word of the day", words, (addresses.word_feed(name),))
    words = "What is said under all articles. Each thread has a feed of its own too, at the thread."
    yield _offer(site, "Comments", words, (addresses.comments_feed(name),))


def _places(site: Site, kind: str, filings: tuple[Filing, ...]) -> Iterator[FeedOffer]:
    for filing in filings:
        own = site.addresses.place_feed(kind, filing.place, site.facts.name)
        links = site.addresses.every_form(own, kind)
        yield FeedOffer(filing.place.name, "", links, ())


def _list_of_all(site: Site) -> FeedOffer:
    link = FeedLink("OPML", site.addresses.all_feeds(), "text/x-opml")
    words = "A list of all feeds above in one file, which most readers can take in whole."
    return FeedOffer("Every feed", words, (link,), ())


def _offer(site: Site, name: str, words: str, links: tuple[FeedLink, ...]) -> FeedOffer:
    if not site.facts.origin:  # a preview: nobody outside can read its feeds
        return FeedOffer(name, words, links, ())
    url = site.facts.origin + links[0].url
    in_reader = tuple(Link(reader, form.format(quote(url, safe=""))) for reader, form in READERS.items())
    return FeedOffer(name, words, links, in_reader)
