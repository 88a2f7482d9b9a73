"""The publication in a real Chromium, served from loopback."""

import functools
import http.server
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves files without a line for each."""

    def log_message(self, *arguments):
        """Nothing."""


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory):
    """The publication, built as it is published."""
    output = tmp_path_factory.mktemp("browser")
    command = [sys.executable, "-m", "pelican", "content", "-s", "publishconf.py", "-o", output]
    done = subprocess.run(
        [*command, "--fatal", "errors"],
        cwd=ROOT,
        env=os.environ | {"SOURCE_DATE_EPOCH": "1795000000"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return output


@pytest.fixture(scope="session")
def address(site_folder):
    """Where the publication is served."""
    handler = functools.partial(QuietHandler, directory=site_folder)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


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
