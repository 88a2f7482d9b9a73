"""Who publishes: what every feed takes from outside the site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from plugins.site.addresses import tag_uri
from plugins.site.model import Site


@dataclass(frozen=True, slots=True)
class Publisher:
    authority: str
    """As in RFC 4151: a domain name that was ours once. Ids keep it whatever the host becomes."""

    origin: str
    """Scheme and host of every address."""

    size: int
    """Items in one document: the one to subscribe to holds so many, or up to twice as many."""

    license_name: str = ""
    """Under which the texts are; empty where all rights are reserved, as is its address."""

    license_url: str = ""
    hub_url: str = ""
    """WebSub; empty where there is none."""

    @classmethod
    def of(cls, site: Site, settings: Mapping[str, Any]) -> Publisher:
        """Who publishes `site`."""
        return cls(
            authority=settings["ID_AUTHORITY"],
            origin=site.facts.origin or settings["FEED_ORIGIN"],
            size=settings["FEED_SIZE"],
            license_name=settings.get("LICENSE_NAME") or "",
            license_url=settings.get("LICENSE_URL") or "",
            hub_url=settings.get("FEED_HUB") or "",
        )

    def tag(self, name: str) -> str:
        """A permanent URI of the publication's."""
        return tag_uri(self.authority, name)

    def absolute(self, url: str) -> str:
        """A root-relative address with scheme and host."""
        return self.origin + url
