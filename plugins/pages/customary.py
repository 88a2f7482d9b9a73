"""Files that browsers and people look for at addresses fixed by custom: the web app manifest, the description of our
search, humans.txt, security.txt.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

from lxml import etree

from plugins.pages.digest import digest
from plugins.pages.model import Place
from plugins.pages.page import Document
from plugins.pages.site import Security, Site

OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
PAPER = "#fdfbf7"
"""As in base.html: what surrounds the page in a window of its own."""

ICONS = (
    ("icons/icon-192.png", "192x192", "any"),
    ("icons/icon-512.png", "512x512", "any"),
    ("icons/maskable-512.png", "512x512", "maskable"),
)


def customary(site: Site) -> Iterator[Document]:
    """All of them. What makes sense only with an absolute address is left out of a preview."""
    facts, origin = site.facts, site.facts.origin
    manifest = _manifest(site)
    yield Document("manifest.webmanifest", {"manifest": digest(manifest)}, partial(_json, manifest))
    people = tuple(filing.place for filing in site.authors)
    inputs = {"people": digest((facts.name, facts.language, origin, people))}
    yield Document("humans.txt", inputs, partial(_humans, site, people))
    if not origin:
        return
    if security := site.layout.security:
        address = f"{origin}/.well-known/security.txt"
        inputs = {"security": digest((security, address, facts.language))}
        yield Document(
            ".well-known/security.txt", inputs, partial(_security, security, address, facts.language)
        )
    if any(link.url == site.addresses.search() for link in facts.services):
        inputs = {"search": digest((facts, site.layout.short_name))}
        yield Document("opensearch.xml", inputs, partial(_opensearch, site))


def _manifest(site: Site) -> dict[str, Any]:
    """https://www.w3.org/TR/appmanifest/"""
    facts, front = site.facts, site.addresses.front()
    return {
        "id": front,
        "name": facts.name,
        "short_name": site.layout.short_name,
        "description": facts.description,
        "lang": facts.language,
        "start_url": front,
        "scope": front,
        "display": "minimal-ui",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            {"src": facts.assets[name], "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in ICONS
            if name in facts.assets
        ],
    }


def _json(data: dict[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _humans(site: Site, people: tuple[Place, ...]) -> bytes:
    """https://humanstxt.org/"""
    facts = site.facts
    team = "".join(f"Author: {place.name}\nPage: {facts.origin}{place.url}\n\n" for place in people)
    return (
        f"/* TEAM */\n\n{team}/* THANKS */\n\nType: Vollkorn, by Friedrich Althausen\n"
        "Software: Pelican, Python-Markdown, Jinja, lxml\n\n"
        f"/* SITE */\n\nName: {facts.name}\nLanguage: {facts.language}\n"
        "Standards: HTML, CSS, Atom, RSS, JSON Feed\nScripts: none needed\n"
    ).encode()


def _security(security: Security, address: str, language: str) -> bytes:
    """RFC 9116."""
    return (
        f"Contact: {security.contact}\nExpires: {security.expires_at:%Y-%m-%dT%H:%M:%SZ}\n"
        f"Preferred-Languages: {language}\nCanonical: {address}\n"
    ).encode()


def _opensearch(site: Site) -> bytes:
    """https://github.com/dewitt/opensearch: by it a browser offers our search in its own."""
    facts = site.facts
    base = f"{facts.origin}{facts.root}"
    root = etree.Element("OpenSearchDescription", nsmap={None: OPENSEARCH})
    for name, text in (
        ("ShortName", site.layout.short_name),
        ("LongName", facts.name),
        ("Description", f"Search {facts.name}: articles, words, comments."),
        ("Language", facts.language),
        ("InputEncoding", "UTF-8"),
        ("OutputEncoding", "UTF-8"),
    ):
        etree.SubElement(root, name).text = text
    icon = {"height": "32", "width": "32", "type": "image/x-icon"}
    etree.SubElement(root, "Image", icon).text = f"{base}/favicon.ico"
    etree.SubElement(
        root,
        "Url",
        {"type": "text/html", "template": f"{facts.origin}{site.addresses.search()}?q={{searchTerms}}"},
    )
    own = {
        "type": "application/opensearchdescription+xml",
        "rel": "self",
        "template": f"{base}/opensearch.xml",
    }
    etree.SubElement(root, "Url", own)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return data
