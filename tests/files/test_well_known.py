"""plugins/files/well_known.py."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

from lxml import etree

from plugins.files.well_known import customary
from plugins.site.model import Security
from plugins.site.records import Link
from tests.feeds.made import make_article, make_site

ICONS = {
    name: f"/m/static/{name}"
    for name in ("icons/icon-192.png", "icons/icon-512.png", "icons/maskable-512.png")
}


def written(origin="https://e.example", services=(), security=None):
    """Path → content, for a site under a path."""
    site = make_site([make_article(1)], root="/m")
    facts = replace(site.facts, origin=origin, services=services, assets=ICONS)
    layout = replace(site.layout, short_name="Exit Interview", security=security)
    return {one.path: one.content().decode() for one in customary(replace(site, facts=facts, layout=layout))}


def test_the_manifest_lets_the_site_be_installed():
    """https://www.w3.org/TR/appmanifest/: what browsers ask for before they offer it."""
    # when
    manifest = json.loads(written()["manifest.webmanifest"])

    # then
    assert manifest["start_url"] == manifest["scope"] == manifest["id"] == "/m/"
    assert manifest["name"]
    assert len(manifest["short_name"]) <= 16
    assert manifest["display"] in ("fullscreen", "standalone", "minimal-ui", "browser")
    assert all(re.fullmatch(r"#[0-9a-f]{6}", manifest[name]) for name in ("theme_color", "background_color"))
    for icon in manifest["icons"]:
        assert icon.keys() == {"src", "sizes", "type", "purpose"}
        assert re.fullmatch(r"(\d+)x\1", icon["sizes"])
        assert icon["src"].startswith("/m/static/")
    assert {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]} == {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }


def test_security_txt_is_as_rfc_9116_wants_it():
    """Contact and Expires once each, a canonical address, at the root of the host whatever the site's path."""
    # given
    until = datetime(2027, 10, 1, tzinfo=UTC)

    # when
    lines = written(security=Security("https://e.example/report/", until))[
        ".well-known/security.txt"
    ].splitlines()

    # then
    assert lines == [
        "Contact: https://e.example/report/",
        "Expires: 2027-10-01T00:00:00Z",
        f"Preferred-Languages: {make_site().facts.language}",
        "Canonical: https://e.example/.well-known/security.txt",
    ]


def test_our_search_is_described_where_there_is_one():
    """OpenSearch 1.1: a short name of 16 characters, and a template with an absolute address."""
    # when
    data = written(services=(Link("Search", "/m/search/"),))["opensearch.xml"]
    root = etree.fromstring(data.encode())

    # then
    assert len(root.findtext("{*}ShortName")) <= 16
    assert [url.get("template") for url in root.iter("{*}Url")] == [
        "https://e.example/m/search/?q={searchTerms}",
        "https://e.example/m/opensearch.xml",
    ]
    assert "opensearch.xml" not in written()


def test_a_preview_has_what_needs_no_address():
    """An absolute address that is made up would be worse than none."""
    # given
    search, security = (
        Link("Search", "/m/search/"),
        Security("https://e.example/", datetime(2027, 10, 1, tzinfo=UTC)),
    )

    # then
    assert list(written(origin="", services=(search,), security=security)) == [
        "manifest.webmanifest",
        "humans.txt",
    ]


def test_humans_txt_names_the_authors():
    """With the addresses of their pages."""
    text = written()["humans.txt"]
    author = make_article(1).authors[0]
    assert f"Author: {author.name}\nPage: https://e.example{author.url}\n" in text
