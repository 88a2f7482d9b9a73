"""The publication in a real Chromium, served from loopback."""

import pytest

from tests.bench.pages import serve
from tests.browser.argued import build_argued


@pytest.fixture(scope="session")
def site_folder(published):
    """The publication, built as it is published."""
    return published


@pytest.fixture(scope="session")
def address(site_folder):
    """Where the publication is served."""
    with serve(site_folder) as url:
        yield url


@pytest.fixture(scope="session")
def argued(built_once):
    """The publication with two long threads."""
    return built_once("argued", build_argued) / "output"


@pytest.fixture(scope="session")
def argued_address(argued):
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
