"""WebSub: telling a hub that feeds have changed. The one place of this room that touches the network."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from lxml import etree

from plugins.feeds.xml import ATOM

TIMEOUT_SECONDS = 20
MOST_TOPICS = 100
"""In one request; hubs refuse long bodies."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A feed as its subscribers know it."""

    url: str
    hub_url: str


class PingError(ValueError):
    """The hub did not take it."""


def changed_topics(site: Path, before: Path | None = None) -> Iterator[Topic]:
    """The feeds under `site` that name a hub, in order of their paths.

    Args:
        site: folder of a built site.
        before: folder of the one before; feeds that are the same there are left out.
    """
    for path in sorted(path for ending in ("atom", "rss", "json") for path in site.rglob(f"*.{ending}")):
        data = path.read_bytes()
        known = before / path.relative_to(site) if before else None
        if known and known.is_file() and known.read_bytes() == data:
            continue
        url, hub_url = _named_in_json(data) if path.suffix == ".json" else _named_in_xml(data)
        # The days of the word of the day name the address at which one of them is served.
        if hub_url and url.endswith(f"/{path.relative_to(site).as_posix()}"):
            yield Topic(url, hub_url)


def _named_in_xml(data: bytes) -> tuple[str, str]:
    """The address of the feed, and its hub or nothing."""
    links = etree.fromstring(data).findall(f".//{{{ATOM}}}link")
    by_rel = {link.get("rel"): link.get("href") for link in links}
    return by_rel.get("self", ""), by_rel.get("hub", "")


def _named_in_json(data: bytes) -> tuple[str, str]:
    """The same; other data names no hubs."""
    feed = json.loads(data)
    hubs = feed.get("hubs", []) if isinstance(feed, dict) else []
    return (feed["feed_url"], hubs[0]["url"]) if hubs else ("", "")


def ping(topics: list[Topic]) -> None:
    """Tell each hub which topics have changed.

    Raises:
        PingError: a hub answered with an error, or not at all.
    """
    for hub_url in sorted({topic.hub_url for topic in topics}):
        urls = [topic.url for topic in topics if topic.hub_url == hub_url]
        for start in range(0, len(urls), MOST_TOPICS):
            _post(hub_url, urls[start : start + MOST_TOPICS])


def _post(hub_url: str, urls: list[str]) -> None:
    if not hub_url.startswith(("https://", "http://")):
        raise PingError(f"{hub_url} is no address of a hub; correct FEED_HUB")
    body = urlencode([("hub.mode", "publish"), *(("hub.url", url) for url in urls)]).encode()
    request = urllib.request.Request(hub_url, body)  # noqa: S310 - the scheme was looked at
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310
            return
    except urllib.error.HTTPError as answer:
        raise PingError(f"{hub_url} answered {answer.code} {answer.reason}; try again later") from None
    except OSError as wrong:
        raise PingError(f"{hub_url} cannot be reached ({wrong}); try again later") from None
