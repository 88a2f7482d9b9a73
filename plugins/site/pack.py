"""What the store keeps of an article, in the fewest bytes and the least time: 10,000 are unpacked at every build."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import UTC, datetime
from functools import cache
from typing import Any

from markupsafe import Markup

from plugins.comments.model import Policy, State
from plugins.incremental.codec import pack, pack_plain, unpack, unpack_plain
from plugins.site.read import ReadSource
from plugins.site.records import Alias, Article, Place, SeriesPart, Share

NAMES = tuple(field.name for field in fields(Article))


def pack_source(source: ReadSource) -> bytes:
    """An article, a page or an opening as bytes."""
    if not isinstance(source.record, Article):
        return b"p" + pack(source)
    raw = {name: getattr(source.record, name) for name in NAMES}
    for name, (packed, _) in SPECIAL.items():
        raw[name] = packed(raw[name])
    entries = pack(source.entries) if source.entries else b""
    return b"a" + pack_plain(
        (
            tuple(raw.values()),
            source.addresses,
            source.body_digest,
            entries,
            source.has_terms,
            source.date_line,
            source.statics,
        )
    )


def unpack_source(data: bytes) -> ReadSource:
    """What was packed by the same code."""
    if data[:1] == b"p":
        found: ReadSource = unpack(data[1:])
        return found
    raw, addresses, body_digest, entries, has_terms, date_line, statics = unpack_plain(data[1:])
    values = list(raw)
    for place, unpacked in UNPACKERS:
        values[place] = unpacked(values[place])
    return ReadSource(
        Article(*values),
        unpack(entries) if entries else (),
        addresses,
        body_digest,
        has_terms,
        date_line,
        statics,
    )


@cache
def _place(raw: tuple[str, str, str]) -> Place:
    return Place(*raw)


@cache
def _places(raw: tuple[tuple[str, str, str], ...]) -> tuple[Place, ...]:
    return tuple(map(_place, raw))


def _raw_place(place: Place) -> tuple[str, str, str]:
    return place.name, place.slug, place.url


def _raw_places(places: tuple[Place, ...]) -> tuple[tuple[str, str, str], ...]:
    return tuple(map(_raw_place, places))


def _seconds(moment: datetime | None) -> float | None:
    return moment.timestamp() if moment else None


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def _raw_policy(policy: Policy) -> tuple[str, float | None]:
    return policy.state.value, _seconds(policy.closes_at)


@cache
def _policy(raw: tuple[str, float | None]) -> Policy:
    return Policy(State(raw[0]), _moment(raw[1]))


def _raw_series(series: SeriesPart | None) -> tuple[str, int] | None:
    return (series.name, series.number) if series else None


def _series(raw: tuple[str, int] | None) -> SeriesPart | None:
    return SeriesPart(*raw) if raw else None


def _raw_share(share: Share | None) -> tuple[str, float] | None:
    return (share.token, share.until.timestamp()) if share else None


def _share(raw: tuple[str, float] | None) -> Share | None:
    return Share(raw[0], datetime.fromtimestamp(raw[1], UTC)) if raw else None


def _raw_aliases(aliases: tuple[Alias, ...]) -> tuple[tuple[str, int], ...]:
    return tuple((alias.address, alias.line) for alias in aliases)


def _aliases(raw: tuple[tuple[str, int], ...]) -> tuple[Alias, ...]:
    return tuple(Alias(*one) for one in raw)


SPECIAL: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "heading": (str, Markup),
    "standfirst": (str, Markup),
    "filed_because": (str, Markup),
    "published_at": (_seconds, _moment),
    "modified_at": (_seconds, _moment),
    "category": (_raw_place, _place),
    "tags": (_raw_places, _places),
    "authors": (_raw_places, _places),
    "series": (_raw_series, _series),
    "comments": (_raw_policy, _policy),
    "share": (_raw_share, _share),
    "aliases": (_raw_aliases, _aliases),
}
"""Field → to plain values, and back."""

UNPACKERS = tuple((NAMES.index(name), unpacked) for name, (_, unpacked) in SPECIAL.items())
