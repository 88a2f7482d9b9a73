"""Page HTML made fit for a reader far away from the site: absolute addresses, no scripts, no forms."""

from __future__ import annotations

from urllib.parse import urljoin

import lxml.html
from lxml.html import HtmlElement

ADDRESSES = ("href", "src", "poster", "cite", "data", "action")
UNWANTED = "//script | //style | //form | //template | //*[@popover]"


def for_feed(body: str, page_url: str) -> str:
    """`body` with every address absolute.

    Args:
        body: HTML of the article, as on its page.
        page_url: absolute address of that page; fragments and relative addresses are resolved against it.
    """
    root = lxml.html.fragment_fromstring(body, create_parent="div")
    for element in root.xpath(UNWANTED):
        element.drop_tree()
    for element in root.iter():
        if isinstance(element, HtmlElement):
            _make_absolute(element, page_url)
    text: str = lxml.html.tostring(root, encoding="unicode")
    return text.removeprefix("<div>").removesuffix("</div>").strip()


def _make_absolute(element: HtmlElement, page_url: str) -> None:
    for name in ADDRESSES:
        if (address := element.get(name)) is not None:
            element.set(name, urljoin(page_url, address))
    if candidates := element.get("srcset"):
        element.set("srcset", ", ".join(_candidate(text, page_url) for text in candidates.split(",")))


def _candidate(text: str, page_url: str) -> str:
    address, *width = text.split()
    return " ".join((urljoin(page_url, address), *width))
