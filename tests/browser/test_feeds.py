"""What people see who open a feed in a browser, and the page that says what feeds are."""

import re
import threading
from pathlib import Path

import pytest

from plugins.desk.server import address_of, handler_of
from plugins.desk.server import start as listen

pytestmark = pytest.mark.browser


MODEL = "2026/the-coffee-that-gets-nobody-hired/"


@pytest.fixture(scope="module")
def desk(site_folder):
    """The publication, served as `make serve` does."""
    server = listen("127.0.0.1", 0, handler_of(Path(site_folder)), "serve")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield address_of(server)
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "path", ["feeds/all.atom", "feeds/job-search.rss", f"{MODEL}comments.atom", "feeds/word-of-the-day.atom"]
)
@pytest.mark.parametrize("width", [320, 1280])
def test_a_feed_can_be_read_and_says_what_it_is(chromium, desk, path, width):
    """No tree of tags, no downloads: what is new, and what to do with this address."""
    # when
    page = chromium.new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(f"{desk}{path}")

    # then
    seen = page.evaluate(
        """() => ({
            notice: document.querySelector("p").textContent,
            subscribe: document.querySelector("p a").getAttribute("href"),
            titles: [...document.querySelectorAll(":is(entry, item) > title > a")].map(a => a.getAttribute("href")),
            days: [...document.querySelectorAll("time")].filter(day => day.checkVisibility())
                .map(day => day.textContent),
            texts: [...document.querySelectorAll("title, summary, description")]
                .filter(text => text.checkVisibility()).length,
            bodies: [...document.querySelectorAll("content, encoded, id, link, guid")]
                .filter(body => body.checkVisibility()).length,
            width: document.documentElement.scrollWidth,
        })"""
    )
    page.context.close()
    assert seen["notice"].startswith("This is a feed. Copy its address into a feed reader")
    assert f"{desk}{path}" in seen["notice"]
    assert seen["subscribe"] == f"{desk}subscribe/"
    assert len(seen["titles"]) > 1
    assert all(href.startswith("https://exit-interview.example/") for href in seen["titles"])
    assert len(seen["days"]) == len(seen["titles"])
    assert all(re.fullmatch(r"[A-Z][a-z]+ \d+, 20\d\d", day) for day in seen["days"])
    assert seen["texts"] > 6
    assert seen["bodies"] == 0
    assert seen["width"] <= width


def test_without_scripts_a_feed_says_what_it_is(chromium, desk):
    """By its stylesheet alone; its items stand there to be read."""
    # when
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{desk}feeds/all.atom")
    notice = page.evaluate("getComputedStyle(document.documentElement, '::before').content")
    titles = page.locator("entry > title").all_inner_texts()
    context.close()

    # then
    assert "This is a feed. Copy the address of this page into a feed reader" in notice
    assert len(titles) >= 20


def test_subscribe_fits_a_phone_and_its_links_can_be_hit(open_page):
    """One column, and nothing to scroll sideways for."""
    # when
    page = open_page("/subscribe/", width=390)

    # then
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = page.evaluate(
        """() => [...document.querySelectorAll(".feeds a")]
            .filter(link => link.getBoundingClientRect().height < 24).map(link => link.href)"""
    )
    assert small == []
