"""What the settings say of the publication, as far as its pages show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import SplitResult, urlsplit

from plugins.clock import read_date
from plugins.dates import ENGLISH, Dates, dates_of
from plugins.glossary.parts_of_speech import PARTS_OF_SPEECH, in_full
from plugins.site.addresses import webmention_endpoint
from plugins.site.model import Editions, Security
from plugins.site.settings import EDITIONS, customs_of, zone_of
from plugins.slug import slugify


@dataclass(frozen=True, slots=True)
class Publication:
    """All that does not come from content/."""

    name: str
    description: str
    language: str

    origin: str
    """Scheme and host; empty in a preview."""

    category_order: tuple[str, ...]
    services: tuple[tuple[str, str], ...]
    """Name and address from the site's root."""

    footer: tuple[tuple[str, str], ...]
    list_size: int
    comment_desk: str | None
    comment_mail: str
    """Takes comments where there is no desk; or empty."""

    webmention: str
    """Where other sites tell of mentions; or empty."""

    comment_policy: str
    """Address from the site's root."""

    threads_note: str
    contact: str
    shows_drafts: bool
    now: datetime
    short_name: str
    security: Security | None
    editions: Editions | None
    dates: Dates = ENGLISH

    in_full: Mapping[str, str] = field(default_factory=lambda: PARTS_OF_SPEECH)
    """Abbreviation → words, of parts of speech and of labels in the dictionary."""

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Publication:
        """That of the settings of a build."""
        parts = urlsplit(settings["SITEURL"])
        return cls(
            name=settings["SITENAME"],
            description=settings["SITESUBTITLE"],
            language=settings["DEFAULT_LANG"],
            origin=f"{parts.scheme}://{parts.netloc}" if parts.netloc else "",
            category_order=tuple(settings["CATEGORY_ORDER"]),
            services=tuple(settings["SERVICE_LINKS"]),
            footer=tuple(settings["FOOTER_LINKS"]),
            list_size=settings["DEFAULT_PAGINATION"],
            comment_desk=settings["COMMENT_DESK"],
            comment_mail=settings["COMMENT_MAIL"],
            webmention=webmention_endpoint(settings),
            comment_policy=settings["COMMENT_POLICY"],
            threads_note=settings["THREADS_NOTE"],
            contact=settings["CONTACT"],
            shows_drafts=settings["SHOW_DRAFTS"],
            now=settings["NOW"],
            short_name=settings["SHORT_NAME"],
            dates=dates_of(settings),
            in_full=in_full(customs_of(settings)),
            security=_security(settings),
            editions=_editions(settings, parts),
        )


def _editions(settings: Mapping[str, Any], address: SplitResult) -> Editions | None:
    chosen = settings["EDITIONS"]
    if not chosen:
        return None
    return Editions(
        tuple(kind for kind in EDITIONS if kind in chosen or "all" in chosen),
        settings["EDITION_NAME"] or slugify(settings["SHORT_NAME"]),
        settings["AUTHOR"],
        settings["ID_AUTHORITY"],
        settings["LICENSE_NAME"],
        settings["LICENSE_URL"],
        f"{address.scheme}://{address.netloc}" if address.netloc else settings["FEED_ORIGIN"].rstrip("/"),
    )


def _security(settings: Mapping[str, Any]) -> Security | None:
    contact, expires = settings["SECURITY_CONTACT"], settings["SECURITY_EXPIRES"]
    return Security(contact, read_date(expires, zone_of(settings)).astimezone(UTC)) if contact else None
