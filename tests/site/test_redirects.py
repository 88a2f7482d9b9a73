"""`Aliases:`, from the front matter to a reader's browser."""

import http.server
import threading
from functools import partial

import pytest

ARTICLE = "Title: One\nDate: 2024-02-01\nCategory: Pay\nAliases: /old/one/,\n    /2019/one.html, /one.php\n\nText.\n"
FILES = {
    "articles/one.md": ARTICLE,
    "articles/draft.md": ARTICLE.replace("/old/one/", "/draft/").replace("\n\n", "\nStatus: draft\n\n"),
    "pages/about.md": "Title: About\nAliases: /us/\n\nText.\n",
    "openings/category-pay.md": "Title: Pay\nAliases: /money/\n\nPAY, n. A secret.\n",
    "dictionary/gap.md": "Date: 2024-01-01\nAliases: /dictionary/hole/\n\nGAP, n. A hole.\n",
}
FILES["articles/draft.md"] = FILES["articles/draft.md"].replace(",\n    /2019/one.html, /one.php", "")
LISTED = """\
/2019/one.html /2024/one/ 301
/dictionary/hole/ /dictionary/gap/ 301
/money/ /pay/ 301
/old/one/ /2024/one/ 301
/one.php /2024/one/ 301
/us/ /about/ 301
"""


def test_every_kind_of_page_can_have_moved(build):
    """Articles, pages, categories, words; drafts have not been anywhere yet."""
    # when
    built = build(FILES, settings="publishconf.py")

    # then
    assert built.returncode == 0, built.log
    assert (built.folder / "_redirects").read_text("utf-8") == LISTED
    assert not (built.folder / "draft").exists()
    page = built.page("/old/one/")
    assert page.xpath("//meta[@http-equiv='refresh']/@content") == ["0; url=/2024/one/"]
    assert page.xpath("//link[@rel='canonical']/@href") == ["https://exit-interview.example/2024/one/"]
    assert page.xpath("//a/@href") == ["/2024/one/"]
    assert (built.folder / "2019/one.html").is_file()
    assert not (built.folder / "one.php").exists()
    everywhere = b"".join(
        data for path, data in built.files().items() if path.endswith((".atom", ".json", ".xml"))
    )
    assert b"/old/one/" not in everywhere


def test_an_alias_that_belongs_to_another_stops_the_build(build):
    """Also one that no check of the sources can know, such as a year of the archive; nothing is written."""
    # when
    built = build(FILES | {"articles/two.md": ARTICLE.replace("/old/one/", "/archive/2024/")})

    # then
    assert built.returncode == 1
    assert 'content/articles/two.md:4: the alias "/archive/2024/" belongs to a page of the site' in built.log
    assert (
        'content/articles/two.md:4: content/articles/one.md:4 has the alias "/one.php" already' in built.log
    )
    assert not (built.folder / "2024").exists()


@pytest.mark.browser
def test_a_browser_comes_to_the_new_address_without_a_script(build, chromium):
    """On a server that knows of no list."""
    # given
    built = build(FILES)
    handler = partial(http.server.SimpleHTTPRequestHandler, directory=built.folder)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"

    # when
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}/2019/one.html")
    page.wait_for_url(f"{base}/2024/one/", timeout=10_000)

    # then
    assert page.locator("h1").inner_text() == "One"
    context.close()
    server.shutdown()
    server.server_close()
