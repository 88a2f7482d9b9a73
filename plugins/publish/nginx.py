"""The configuration of nginx for a publication: written from the one table of headers. docs/nginx.conf is one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import jinja2

from plugins.publish.headers import (
    ALWAYS,
    CACHE_CONTROL,
    CLASS_PATTERNS,
    DOCUMENT,
    FOR_PROGRAMS,
    OF_SHARES,
    SHOWN_TWICE,
    policy,
)
from plugins.publish.model import MEDIA_TYPES, NAMED_TYPES, PublishError
from plugins.site.addresses import SHARES, answered_elsewhere, webmention_endpoint

TEMPLATES = Path(__file__).parent / "templates"
FOLDER = re.compile(r"/[\w./@+-]+")
"""nginx has no way to write "$" in a path, and each of the others would have to be quoted differently."""

WITH_CHARSET = re.compile(r"text/.*|application/(?:(?:atom|rss)\+xml|json|xml)")

HOST = re.compile(r"[a-z0-9.-]+")

AT_HOME = {"0.0.0.0": "127.0.0.1", "[::]": "[::1]"}  # noqa: S104 - what is read, not where it listens


def nginx_conf(
    settings: Mapping[str, Any],
    folder: str,
    *,
    is_plain: bool = False,
    has_brotli: bool = True,
    listen: str = "127.0.0.1:8100",
) -> str:
    """The file for the site at `SITEURL` that is served from `folder`, the one that holds `current`.

    Args:
        is_plain: without TLS, also where `SITEURL` has it: something before nginx ends it.
        has_brotli: nginx has the module that sends .br files.
        listen: address and port at which the comment desk answers (`desk.listen`).

    Raises:
        PublishError: `SITEURL` or `folder` cannot be written into such a file.
    """
    site = urlsplit(settings.get("SITEURL") or "")
    if site.scheme not in ("http", "https") or not HOST.fullmatch(site.hostname or ""):
        raise PublishError('SITEURL names no host; write SITEURL = "https://host.example" into the settings')
    if site.path.strip("/"):
        raise PublishError(
            f"SITEURL has the path {site.path}; this file is for a site with a host of its own"
        )
    if not FOLDER.fullmatch(folder):
        raise PublishError(
            f"{folder} cannot be written into nginx's file; name a folder such as /srv/site/public"
        )
    host, (desk, desk_origin) = site.hostname or "", _desk(settings)
    return _template().render(
        arguments=f"{' PLAIN=1' if is_plain else ''}{'' if has_brotli else ' NO_BROTLI=1'}",
        host=host,
        other_host=host.removeprefix("www.") if host.startswith("www.") else f"www.{host}",
        is_tls=site.scheme == "https" and not is_plain,
        has_brotli=has_brotli,
        root=f"{folder.rstrip('/')}/current",
        policy=policy(desk_origin),
        document=DOCUMENT,
        classes=CLASS_PATTERNS,
        kept=CACHE_CONTROL,
        shown_twice=SHOWN_TWICE,
        for_programs=FOR_PROGRAMS,
        always={name: value for name, value in ALWAYS.items() if name not in OF_SHARES},
        of_shares={name: (value, ALWAYS.get(name, "")) for name, value in OF_SHARES.items()},
        shares=SHARES,
        named_types=[(pattern.pattern, media_type) for pattern, media_type in NAMED_TYPES],
        types=_types(),
        with_charset=[one for one in _types() if one != "text/html" and WITH_CHARSET.fullmatch(one)],
        desk=desk,
        desk_at=_reached(listen),
        webmention=webmention_endpoint(settings),
    )


def _types() -> dict[str, list[str]]:
    """Media type → endings of its files, without their dot."""
    types: dict[str, list[str]] = {}
    for ending, media_type in MEDIA_TYPES.items():
        types.setdefault(media_type.partition(";")[0], []).append(ending.removeprefix("."))
    return types


def _desk(settings: Mapping[str, Any]) -> tuple[str, str]:
    """The path at which this host answers for the comment desk, and the origin of one that is elsewhere."""
    here = answered_elsewhere(settings)
    desk = urlsplit(settings.get("COMMENT_DESK") or "")
    return (
        (f"/{here[0].strip('/')}/", "")
        if here
        else ("", f"{desk.scheme}://{desk.netloc}" if desk.netloc else "")
    )


def _reached(listen: str) -> str:
    """Where a program of this machine finds one that listens there: one that listens everywhere, at home."""
    host, _, port = listen.rpartition(":")
    return f"{AT_HOME.get(host, host)}:{port}"


def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(TEMPLATES)
    environment = jinja2.Environment(  # noqa: S701 - no HTML
        loader=loader,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=jinja2.StrictUndefined,
    )
    return environment.get_template("nginx.conf")
