"""Which file a browser takes, and that nothing moves when it comes."""

import os
import subprocess
import sys

import pytest
from PIL import Image

from tests.browser.argued import ROOT

TEXT = (
    """Title: Desks
Date: 2025-01-01
Category: Pay

A first paragraph.

![A desk](/images/desk.jpg "The desk")

"""
    + "A paragraph between the two, of some length, so that they are apart.\n\n" * 60
    + "![Again](/images/second.jpg)\n"
)

WATCH = """new PerformanceObserver(list => {
    for (const entry of list.getEntries()) window.shifted = (window.shifted || 0) + entry.value;
}).observe({type: "layout-shift", buffered: true})"""


@pytest.fixture(scope="module")
def address(serve, tmp_path_factory):
    """A site of one article with two photographs."""
    folder = tmp_path_factory.mktemp("images")
    content = folder / "content"
    (content / "images").mkdir(parents=True)
    (content / "articles").mkdir()
    (content / "articles/desks.md").write_text(TEXT, "utf-8")
    ramp = Image.linear_gradient("L").resize((2000, 1500))
    for name, turned in (("desk", 0), ("second", 180)):
        image = Image.merge("RGB", (ramp, ramp.rotate(90), ramp.rotate(turned)))
        image.save(content / f"images/{name}.jpg", quality=95)
    command = [sys.executable, "-m", "plugins.incremental", content, "-o", folder / "output"]
    subprocess.run(
        [*command, "--cache", folder / "cache"],
        cwd=ROOT,
        env=os.environ | {"SOURCE_DATE_EPOCH": "1796000000"},
        check=True,
        timeout=1200,
    )
    with serve(folder / "output") as url:
        yield url


@pytest.mark.browser
@pytest.mark.parametrize(
    ("width", "scale", "taken"), [(390, 1, "400"), (390, 2, "960"), (1280, 1, "640"), (1280, 2, "1280")]
)
def test_a_phone_takes_a_small_one_and_nothing_moves(open_page, width, scale, taken):
    """AVIF, no wider than the text needs on this screen; its place was kept for it; what is far below waits."""
    # when
    page = open_page("/2025/desks/", width=width, device_scale_factor=scale)
    page.evaluate(WATCH)
    page.evaluate("Promise.all([document.images[0].decode(), document.fonts.ready]).then(() => null)")
    page.wait_for_timeout(100)

    # then
    source = page.evaluate("document.images[0].currentSrc").rpartition("/")[2]
    assert source.startswith(f"desk-{taken}.")
    assert source.endswith(".avif")
    assert page.evaluate("window.shifted || 0") == 0
    assert page.evaluate("document.images[1].currentSrc") == ""
    box = page.evaluate("(({width, height}) => [width, height])(document.images[0].getBoundingClientRect())")
    assert abs(box[0] / box[1] - 4 / 3) < 0.02
    assert page.evaluate("document.documentElement.scrollWidth") <= width
