"""What a first visit to each kind of page costs: Chromium, a cold cache, a slow phone, a server that compresses.

    python -m tests.bench.pages output

Weight, requests and shifts are the same on every machine; times are not, and the table says so. Budgets are met or
not; the exit code does not tell. tests/browser/test_budgets.py holds the publication to those that are not times.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import io
import shutil
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageChops

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MODEL = "/2026/the-coffee-that-gets-nobody-hired/"
TEMPLATES: Mapping[str, str] = {
    "front": "/",
    "stream": "/page/1/",
    "article, definition": MODEL,
    "article, table": "/2025/your-notice-period-is-in-writing/",
    "article, code": "/2024/two-offers-and-eleven-lines-of-python/",
    "article, thread": "/2026/what-to-say-at-the-exit-interview/",
    "category": "/job-search/",
    "tag": "/tag/scripts/",
    "author": "/by/the-editor/",
    "archive": "/archive/",
    "search": "/search/",
    "year": "/archive/2026/",
    "dictionary": "/dictionary/",
    "letter": "/dictionary/b/",
    "authors of verse": "/dictionary/authors/",
    "entry, verse": "/dictionary/bandwidth/",
    "entry, dialogue": "/dictionary/small-talk/",
    "entry, much used": "/dictionary/coffee/",
    "page": "/about/",
    "page, table": "/how-to-use-the-dictionary/",
    "subscribe": "/subscribe/",
    "scripts": "/scripts/",
    "letters": "/letters/",
    "translate": "/translate/",
    "editions": "/dictionary/editions/",
    "not found": "/404.html",
}
"""Kind of page → where the publication has one."""

BYTES, REQUESTS, FIRST_PAINT, SHIFT, LCP_MS, SCRIPT = 70_000, 6, 14_000, 0.05, 1500, 10_000
"""Budgets: docs/theme.md."""

LATE = 0.15
"""Shift when the fonts come late: what one line more or less in a long paragraph moves on a phone."""

WIDTH, HEIGHT = 390, 844
LATENCY_MS, DOWN_BITS, UP_BITS, SLOWER = 150, 1_600_000, 750_000, 4
"""A phone on a slow day: the profile by which pages are commonly compared."""

SAME_COLOUR = 4
"""Of 255: letters that are painted again may differ by 2."""

HEAD_BYTES = 400
"""More than the head of an answer has here."""

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
).split()
COMPRESSED = {".html", ".css", ".js", ".svg", ".json", ".xml", ".atom", ".rss", ".txt"}

WATCH = """
    window.seen = { shift: 0, lcp: 0, moved: [] };
    const watch = (type, see) => new PerformanceObserver(list => list.getEntries().forEach(see))
        .observe({ type, buffered: true });
    watch("layout-shift", one => {
        seen.shift += one.value;
        seen.moved.push(...one.sources.map(source => source.node?.outerHTML?.slice(0, 90)));
    });
    watch("largest-contentful-paint", one => { seen.lcp = one.startTime; });
"""
SETTLED = (
    "document.fonts.ready.then(() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 60))))"
)


@dataclass(frozen=True, slots=True)
class Visit:
    """The first visit to one page."""

    path: str

    size_bytes: int
    """Over the wire, heads of answers included."""

    first_paint_bytes: int
    """Of the page and its stylesheet: more than the first paint waits for where the page is long."""

    page_bytes: int
    """Of the page alone."""

    script_bytes: int
    requests: int

    shift: float
    """Sum of all layout shifts: no less than CLS."""

    lcp_ms: float

    moved: tuple[str, ...] = ()
    """What shifted: the beginnings of its elements."""


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves a built site as a web server does: compressed, connections kept, without a line for each request."""

    protocol_version = "HTTP/1.1"

    def __init__(
        self,
        *arguments: Any,
        fonts: threading.Event | None = None,
        headers: Mapping[str, str] | None = None,
        pages: tuple[int, threading.Event] | None = None,
        **named: Any,
    ) -> None:
        self._fonts = fonts
        self._headers = headers or {}
        self._pages = pages
        super().__init__(*arguments, **named)

    def do_GET(self) -> None:
        """The file, or 404."""
        found = Path(self.translate_path(self.path))
        path = found / "index.html" if found.is_dir() else found
        if not path.is_file():
            self.send_error(404)
            return
        if self._fonts is not None and path.suffix == ".woff2":
            self._fonts.wait(20)
        data = path.read_bytes()
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(path))
        for name, value in self._headers.items():
            self.send_header(name, value)
        if path.suffix in COMPRESSED:
            data = gzip.compress(data, 9, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self._pages is not None and path.suffix == ".html":
            size, rest_may_come = self._pages
            self.wfile.write(data[:size])
            data = data[size:]
            rest_may_come.wait(20)
        self.wfile.write(data)

    def log_message(self, *arguments: Any) -> None:
        """Nothing."""


@contextmanager
def serve(
    folder: Path,
    fonts: threading.Event | None = None,
    headers: Mapping[str, str] | None = None,
    pages: tuple[int, threading.Event] | None = None,
) -> Iterator[str]:
    """The address at which a built site is served.

    Args:
        fonts: are not sent before it is set.
        headers: are sent with every file.
        pages: so many bytes of each are sent at once, the rest when the event is set.
    """
    handler = functools.partial(Handler, directory=folder, fonts=fonts, headers=headers, pages=pages)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium, without a window."""
    from playwright.sync_api import sync_playwright  # only here: most who import this need no browser

    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        sys.exit('there is no Chromium; install it with "apt-get install chromium"')
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


def visit(browser: Browser, address: str, path: str, slow: bool = True) -> Visit:
    """Open a page for the first time, on a phone.

    Args:
        slow: on a slow day; bytes and requests are the same on a fast one.
    """
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=2, is_mobile=True, has_touch=True
    )
    page = context.new_page()
    wire = _listen(page, slow)
    page.add_init_script(WATCH)
    page.goto(address + path, wait_until="networkidle")
    page.evaluate(SETTLED)
    seen = page.evaluate("seen")
    context.close()
    sizes = [(kind, size) for kind, size in wire.values() if size is not None]
    return Visit(
        path=path,
        size_bytes=sum(size for _, size in sizes),
        first_paint_bytes=sum(size for kind, size in sizes if kind in {"Document", "Stylesheet"}),
        page_bytes=sum(size for kind, size in sizes if kind == "Document"),
        script_bytes=sum(size for kind, size in sizes if kind == "Script"),
        requests=len(wire),
        shift=seen["shift"],
        lcp_ms=seen["lcp"],
        moved=tuple(filter(None, seen["moved"])),
    )


def _listen(page: Page, slow: bool) -> dict[str, tuple[str, int | None]]:
    """Note every request of a page: id → kind and bytes."""
    wire: dict[str, tuple[str, int | None]] = {}

    def asked(event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):
            wire[event["requestId"]] = (event["type"], None)

    def finished(event: dict[str, Any]) -> None:
        if event["requestId"] in wire:
            wire[event["requestId"]] = (wire[event["requestId"]][0], int(event["encodedDataLength"]))

    session = page.context.new_cdp_session(page)
    session.on("Network.requestWillBeSent", asked)
    session.on("Network.loadingFinished", finished)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    if not slow:
        return wire
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": DOWN_BITS / 8,
            "uploadThroughput": UP_BITS / 8,
        },
    )
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    return wire


def shifts_with_late_fonts(
    browser: Browser, folder: Path, paths: Sequence[str], width: int
) -> dict[str, tuple[float, list[str]]]:
    """How far pages shift when the fonts come after the text was painted: path → sum of shifts, and what moved.

    Fonts are held back until every page has been painted with the faces that stand in: no clock decides.
    """
    fonts = threading.Event()
    with serve(folder, fonts) as address:
        context = browser.new_context(viewport={"width": width, "height": 900})
        context.add_init_script(WATCH)
        pages = {path: context.new_page() for path in paths}
        for path, page in pages.items():
            page.goto(address + path, wait_until="commit")
        for page in pages.values():
            page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length > 0")
        fonts.set()
        found = {}
        for path, page in pages.items():
            page.wait_for_load_state("load")
            page.evaluate(SETTLED)
            found[path] = page.evaluate("[seen.shift, seen.moved]")
        context.close()
    return {path: (shift, moved) for path, (shift, moved) in found.items()}


def paints_at_once(browser: Browser, folder: Path, seen: Visit) -> bool:
    """Whether the first screen stands, as it is in the end, when FIRST_PAINT bytes of page and sheet have come.

    The server holds the rest of the page back until the screen was looked at.
    """
    if seen.first_paint_bytes <= FIRST_PAINT:
        return True
    rest_may_come = threading.Event()
    size = FIRST_PAINT - (seen.first_paint_bytes - seen.page_bytes) - HEAD_BYTES
    with serve(folder, pages=(size, rest_may_come)) as address:
        context = browser.new_context(
            viewport={"width": WIDTH, "height": HEIGHT}, is_mobile=True, java_script_enabled=False
        )
        page = context.new_page()
        page.goto(address + seen.path, wait_until="commit")
        while not page.evaluate("performance.getEntriesByName('first-contentful-paint').length"):
            page.wait_for_timeout(20)
        page.evaluate("document.fonts.ready.then(() => {})")
        first = _pixels(page.screenshot())
        rest_may_come.set()
        page.wait_for_load_state("load")
        last = _pixels(page.screenshot())
        context.close()
    return max(most for _, most in ImageChops.difference(first, last).getextrema()) <= SAME_COLOUR


def _pixels(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="a built site")
    parser.add_argument(
        "--pages", nargs="+", metavar="ADDRESS", help="which to visit, if not one of each kind"
    )
    options = parser.parse_args()
    pages = {path: path for path in options.pages} if options.pages else TEMPLATES
    there = {kind: path for kind, path in pages.items() if is_there(options.folder, path)}
    with chromium() as browser:
        with serve(options.folder) as address:
            visits = {kind: visit(browser, address, path) for kind, path in there.items()}
        late = {
            width: shifts_with_late_fonts(browser, options.folder, list(there.values()), width)
            for width in (390, 768, 1280)
        }
        at_once = {seen.path: paints_at_once(browser, options.folder, seen) for seen in visits.values()}
    _show(visits, {path: max(late[width][path][0] for width in late) for path in there.values()}, at_once)


def is_there(folder: Path, path: str) -> bool:
    """Whether a built site has a page at this address."""
    return (folder / path.strip("/")).is_file() or (folder / path.strip("/") / "index.html").is_file()


def _show(visits: Mapping[str, Visit], late: Mapping[str, float], at_once: Mapping[str, bool]) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(title="A first visit, by kind of page", title_justify="left")
    table.add_column("page")
    headings = (
        f"kB (≤ {BYTES // 1000})",
        f"requests (≤ {REQUESTS})",
        "HTML + CSS kB",
        f"first screen in {FIRST_PAINT // 1000} kB",
        "script kB",
        f"shift (≤ {SHIFT})",
        "fonts late",
        f"LCP ms (≤ {LCP_MS})",
    )
    for heading in headings:
        table.add_column(heading, justify="right")
    for kind, one in visits.items():
        table.add_row(
            kind,
            _judged(one.size_bytes / 1000, BYTES / 1000, ".1f"),
            _judged(one.requests, REQUESTS, "d"),
            f"{one.first_paint_bytes / 1000:.1f}",
            "yes" if at_once[one.path] else "[red]NOT MET[/]",
            _judged(one.script_bytes / 1000, SCRIPT / 1000, ".1f"),
            _judged(one.shift, SHIFT, ".3f"),
            _judged(late[one.path], LATE, ".3f"),
            _judged(one.lcp_ms, LCP_MS, ".0f"),
        )
    Console(width=None if sys.stdout.isatty() else 132).print(table)


def _judged(value: float, most: float, form: str) -> str:
    return format(value, form) if value <= most else f"[red]{value:{form}} NOT MET[/]"


if __name__ == "__main__":
    main()
