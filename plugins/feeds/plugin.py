"""Pelican glue: the only module here that may import pelican."""

from __future__ import annotations

from pelican import signals
from pelican.generators import Generator

from plugins.feeds.atom import render_atom
from plugins.feeds.build import Authority, all_feeds


class FeedWriter(Generator):
    """Writes the feeds of the Site that the pages room left in the context."""

    def generate_output(self, writer) -> None:
        """One file a feed."""
        site = self.context["site"]
        origin = site.facts.origin or self.settings["FEED_ORIGIN"]
        for feed in all_feeds(site, Authority(self.settings["ID_AUTHORITY"], origin), self.settings["FEED_SIZE"]):
            writer.output.write(site.addresses.save_as(feed.url.removeprefix(origin)), render_atom(feed))


def get_generators(pelican) -> type[Generator]:
    """The room's own generator."""
    return FeedWriter


def register() -> None:
    """Connect to Pelican. Module-level functions only: signals hold weak references."""
    signals.get_generators.connect(get_generators)
