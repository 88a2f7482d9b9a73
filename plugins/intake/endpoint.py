"""Where a page wants to be told of mentions: the discovery of W3C Webmention (section 3.1.2). Pure.

Of an HTTP `Link` header, a `<link>` and an `<a>` with rel="webmention" the first counts, headers before the document.
Each page is asked for itself: two pages of one host need not have the same endpoint.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from plugins.intake.fetch import Answer
from plugins.intake.markup import base_of, is_html, joined, parse_page

REL: Final = "webmention"

LINK: Final = re.compile(r'<([^>]*)>((?:[^,"]|"[^"]*")*)')
RELATION: Final = re.compile(r';\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]*))', re.IGNORECASE)


def endpoint_of(answer: Answer) -> str | None:
    """The endpoint that a page names, as a whole address; None where it names none."""
    for header in answer.all_of("link"):
        for url, relations in _links(header):
            if REL in relations:
                return joined(answer.url, url)
    return _in_document(answer) if is_html(answer) else None


def _links(header: str) -> Iterator[tuple[str, list[str]]]:
    """Address and relations of each link of a header; of several `rel` the first counts (RFC 8288)."""
    for url, parameters in LINK.findall(header):
        if found := RELATION.search(parameters):
            yield url, (found[1] or found[2] or "").lower().split()


def _in_document(answer: Answer) -> str | None:
    page = parse_page(answer)
    for element in page.iter("link", "a"):
        href = element.get("href")  # one that is empty is the page itself; one that is missing is nothing
        if href is not None and REL in (element.get("rel") or "").lower().split():
            return joined(base_of(page, answer.url), href)
    return None
