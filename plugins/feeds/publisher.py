"""Who publishes: what every feed takes from outside the site."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

from plugins.feeds.ledger import Row

RIGHTS = "CC BY 4.0"
LICENSE_URL = "https://creativecommons.org/licenses/by/4.0/"
IN_A_TAG = "-._~!$&'()*+,;=:@/?"
"""What may stand in the specific part of a tag URI (RFC 4151), besides letters and digits."""


@dataclass(frozen=True, slots=True)
class Publisher:
    authority: str
    """As in RFC 4151: a domain name that was ours once. Ids keep it whatever the host becomes."""

    origin: str
    """Scheme and host of every address."""

    size: int
    """Items in one document: the one to subscribe to holds so many, or up to twice as many."""

    hub_url: str = ""
    """WebSub; empty where there is none."""

    ids: Mapping[str, Row] = field(default_factory=dict)
    """What the ledger holds, by key (ledger.py)."""

    def tag(self, name: str) -> str:
        """A permanent URI. The year is the first in which the authority was ours, and stays."""
        return f"tag:{self.authority},2026:{quote(name, safe=IN_A_TAG)}"

    def absolute(self, url: str) -> str:
        """A root-relative address with scheme and host."""
        return self.origin + url

    def id(self, key: str, otherwise: str) -> str:
        """The id that the ledger has for `key`."""
        row = self.ids.get(key)
        return row.id if row else otherwise
