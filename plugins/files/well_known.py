"""Files that browsers and people look for at addresses fixed by custom: the web app manifest, the description of our
search, humans.txt, security.txt.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from plugins.incremental.document import Document
from plugins.site.addresses import Addresses
from plugins.site.model import Security, Site
from plugins.site.records import Place, SiteFacts

OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
PAPER = "#fdfbf7"
"""As in base.html: what surrounds the page in a window of its own."""

ICONS = (
    ("icons/icon-192.png", "192x192", "any"),
    ("icons/icon-512.png", "512x512", "any"),
    ("icons/maskable-512.png", "512x512", "maskable"),
)


@dataclass(frozen=True, slots=True)
class CustomaryInputs:
    """What these files say of the site."""

    facts: SiteFacts
    addresses: Addresses

    short_name: str
    """At most 16 characters."""

    people: tuple[Place, ...] = ()
    """Its authors."""


@dataclass(frozen=True, slots=True)
class SecurityInputs:
    """All that security.txt is made from."""

    security: Security

    address: str
    """Of the file itself."""

    language: str


def customary(site: Site) -> Iterator[Document]:
    """All of them. What makes sense only with an absolute address is left out of a preview."""
    facts, origin = site.facts, site.facts.origin
    inputs = CustomaryInputs(facts, site.addresses, site.layout.short_name)
    yield Document("manifest.webmanifest", _manifest, inputs)
    people = tuple(filing.place for filing in site.authors)
    yield Document("humans.txt", _humans, replace(inputs, people=people))
    if not origin:
        return
    if security := site.layout.security:
        address = f"{origin}/.well-known/security.txt"
        about = SecurityInputs(security, address, facts.language)
        yield Document(".well-known/security.txt", _security, about)
    if any(link.url == site.addresses.search() for link in facts.services):
        yield Document("opensearch.xml", _opensearch, inputs)


def _manifest(inputs: CustomaryInputs) -> bytes:
    """https://www.w3.org/TR/appmanifest/"""
    facts, front = inputs.facts, inputs.addresses.front()
    data = {
        "id": front,
        "name": facts.name,
        "short_name": inputs.short_name,
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
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _humans(inputs: CustomaryInputs) -> bytes:
    """https://humanstxt.org/"""
    facts, people = inputs.facts, inputs.people
    team = "".join(f"Author: {place.name}\nPage: {facts.origin}{place.url}\n\n" for place in people)
    return (
        f"/* TEAM */\n\n{team}/* THANKS */\n\nType: Vollkorn, by Friedrich Althausen\n"
        "Software: Pelican, Python-Markdown, Jinja, lxml\n\n"
        f"/* SITE */\n\nName: {facts.name}\nLanguage: {facts.language}\n"
        "Standards: HTML, CSS, Atom, RSS, JSON Feed\nScripts: none needed\n"
    ).encode()


def _security(inputs: SecurityInputs) -> bytes:
    """RFC 9116."""
    security = inputs.security
    return (
        f"Contact: {security.contact}\nExpires: {security.expires_at:%Y-%m-%dT%H:%M:%SZ}\n"
        f"Preferred-Languages: {inputs.language}\nCanonical: {inputs.address}\n"
    ).encode()


def _opensearch(inputs: CustomaryInputs) -> bytes:
    """https://github.com/dewitt/opensearch: by it a browser offers our search in its own."""
    facts = inputs.facts
    base = f"{facts.origin}{facts.root}"
    root = etree.Element("OpenSearchDescription", nsmap={None: OPENSEARCH})
    for name, text in (
        ("ShortName", inputs.short_name),
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
        {"type": "text/html", "template": f"{facts.origin}{inputs.addresses.search()}?q={{searchTerms}}"},
    )
    own = {
        "type": "application/opensearchdescription+xml",
        "rel": "self",
        "template": f"{base}/opensearch.xml",
    }
    etree.SubElement(root, "Url", own)
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8", pretty_print=True)
    return data
