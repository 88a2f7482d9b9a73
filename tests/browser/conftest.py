"""The publication in a real Chromium, served by nginx with docs/nginx.conf. A word on the console is a failure."""

import re
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests import nginx
from tests.browser.argued import build_argued


class Console:
    """What pages said on it that no test expects."""

    def __init__(self):
        self.heard = []
        self._allowed = []

    def allow(self, pattern):
        """What the running test does on purpose."""
        self._allowed.append(re.compile(pattern))

    def note(self, message):
        """For Playwright's `console` and `weberror`."""
        text = getattr(message, "text", None) or str(message.error)
        self.heard.append(f"{getattr(message, 'type', 'error')}: {text}")

    def unexpected(self):
        """All since it was last asked for."""
        heard = [text for text in self.heard if not any(one.search(text) for one in self._allowed)]
        self.heard, self._allowed = [], []
        return heard


class Watched:
    """A browser of which every page is listened to."""

    def __init__(self, browser, console):
        self._browser = browser
        self._console = console

    def new_context(self, **options):
        """As Playwright's."""
        return self._listen(self._browser.new_context(**options))

    def new_page(self, **options):
        """As Playwright's."""
        page = self._browser.new_page(**options)
        self._listen(page.context)
        return page

    def _listen(self, context):
        context.on("console", self._console.note)
        context.on("weberror", self._console.note)
        return context


@pytest.fixture(scope="session")
def _console():
    return Console()


@pytest.fixture(autouse=True)
def console(_console):
    """Fails the test when a page said anything; `console.allow(pattern)` expects it."""
    yield _console
    assert _console.unexpected() == []


@pytest.fixture(scope="session")
def chromium(chromium, _console):
    """The browser, listened to."""
    return Watched(chromium, _console)


@pytest.fixture(scope="session")
def serve():
    """`with serve(folder) as address`: by nginx, with our own policy."""
    program = nginx.find_nginx()
    assert program, "the browser tests need nginx: apt-get install nginx-light"

    @contextmanager
    def start(site: Path):
        with TemporaryDirectory() as folder, nginx.serve(program, site, Path(folder), compress=True) as port:
            yield f"http://127.0.0.1:{port}"

    return start


@pytest.fixture(scope="session")
def site_folder(published):
    """The publication, built as it is published."""
    return published


@pytest.fixture(scope="session")
def address(site_folder, serve):
    """Where the publication is served."""
    with serve(site_folder) as url:
        yield url


@pytest.fixture(scope="session")
def argued(built_once):
    """A publication with two long threads."""
    return built_once("argued", build_argued) / "output"


@pytest.fixture(scope="session")
def argued_address(argued, serve):
    """Where that is served."""
    with serve(argued) as url:
        yield url


@pytest.fixture
def open_page(chromium, address):
    """Open a page: `open_page("/pay/", width=390, scheme="dark", scripts=False)`."""
    contexts = []

    def open_one(path, width=1280, scheme="light", scripts=True, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            java_script_enabled=scripts,
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(address + path)
        return page

    yield open_one
    for context in contexts:
        context.close()
