"""What commenters write, as a real browser reads it: nothing runs, nothing is fetched."""

from pathlib import Path

import pytest

from plugins.comments.body import render_body
from plugins.comments.model import Notation

pytestmark = pytest.mark.browser

HOSTILE = Path(__file__).parents[1] / "comments" / "golden" / "hostile"

PAYLOADS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "<svg><desc><template><style><a title='</style><img src onerror=alert(1)>'>",
    "<iframe srcdoc='<script>parent.alert(1)</script>'></iframe>",
    "<a href='javascript:alert(1)'>x</a> [x](javascript:alert(1)) <javascript:alert(1)>",
    "<details open ontoggle=alert(1)><video><source onerror=alert(1)></video>",
    "<input autofocus onfocus=alert(1)><body onload=alert(1)><base href='https://evil.example/'>",
    '![x"onerror="alert(1)](https://evil.example/"onerror="alert(1))',
]


@pytest.fixture
def run_nothing(chromium):
    """Open HTML, press every link, and tell what ran or was asked for."""
    page = chromium.new_page()
    happened: list[str] = []
    page.on("dialog", lambda dialog: (happened.append(f"dialog {dialog.message}"), dialog.dismiss()))
    page.route("**/*", lambda route: (happened.append(f"request {route.request.url}"), route.abort()))

    def run(html: str) -> list[str]:
        page.set_content(f"<!doctype html><html lang=en><title>x</title><main>{html}</main>")
        page.wait_for_timeout(100)
        happened.extend(
            address
            for address in page.eval_on_selector_all("a", "links => links.map(link => link.protocol)")
            if address not in ("http:", "https:", ":", "about:")
        )
        return happened

    yield run
    page.close()


@pytest.mark.parametrize("notation", Notation)
def test_nothing_that_a_commenter_writes_runs(run_nothing, notation):
    """Scripts, handlers, foreign elements, mutations: words, or nothing."""
    # given
    html = "".join(render_body(payload, notation) for payload in PAYLOADS)

    # then
    assert run_nothing(html) == []


def test_a_whole_hostile_thread_runs_nothing(run_nothing):
    """Names and websites too."""
    assert run_nothing((HOSTILE / "out" / "thread.html").read_text("utf-8")) == []


def test_the_trap_catches_what_is_not_cleaned(run_nothing):
    """Otherwise the other two would pass whatever happens."""
    assert run_nothing("".join(PAYLOADS)) != []
