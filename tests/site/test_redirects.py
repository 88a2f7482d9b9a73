"""`Aliases:`, from the front matter to a reader's browser."""

import http.server
import re
import threading
from functools import partial

import pytest

from plugins.site.redirects import find_astray, parse_redirects

ARTICLE = "Title: One\nDate: 2024-02-01\nCategory: Pay\nAliases: /old/one/,\n    /2019/one.html, /one.php\n\nText.\n"
FILES = {
    "articles/one.md": ARTICLE,
    "articles/draft.md": ARTICLE.replace("/old/one/", "/draft/").replace("\n\n", "\nStatus: draft\n\n"),
    "pages/about.md": "Title: About\nAliases: /us/\n\nText.\n",
    "openings/category-pay.md": "Title: Pay\nAliases: /money/\n\nPAY, n. A secret.\n",
    "dictionary/gap.md": "Date: 2024-01-01\nAliases: /dictionary/hole/\n\nGAP, n. A hole.\n",
}
FILES["redirects.txt"] = (
    "# Of before\n\n/?p=1 /2024/one/\n/index.php?p=2&l=de /old/one/#x\n/cash/feed/  /feeds/pay.atom\n"
)
FILES["articles/draft.md"] = FILES["articles/draft.md"].replace(",\n    /2019/one.html, /one.php", "")
RETIRED = re.compile(
    r"/(feed(?:/|\.xml|\.json)?|rss\.xml|atom\.xml|index\.xml|\S+/comments\.\S+|feeds/(?!money)\S*) "
)
LISTED = """\
/2019/one.html /2024/one/ 301
/cash/feed/ /feeds/pay.atom 301
/dictionary/gap.json /dictionary/index.json 301
/dictionary/h/ /dictionary/g/ 301
/dictionary/hole.json /dictionary/index.json 301
/dictionary/hole/ /dictionary/gap/ 301
/dictionary/hole/card.png /dictionary/gap/card.png 301
/dictionary/pay.json /dictionary/index.json 301
/feeds/money.atom /feeds/pay.atom 301
/feeds/money.json /feeds/pay.atom 301
/feeds/money.rss /feeds/pay.rss 301
/money/ /pay/ 301
/old/one/ /2024/one/ 301
/one.php /2024/one/ 301
/us/ /about/ 301
/ p=1 /2024/one/ 301
/index.php p=2 l=de /2024/one/#x 301
"""


def test_every_kind_of_page_can_have_moved(build):
    """Articles, pages, categories, words; drafts have not been anywhere yet."""
    # when
    built = build(FILES, settings="publishconf.py")

    # then
    assert built.returncode == 0, built.log
    lines = (built.folder / "_redirects").read_text("utf-8").splitlines(keepends=True)
    assert "".join(line for line in lines if not RETIRED.match(line)) == LISTED
    assert "/feed /feeds/all.atom 301\n" in lines
    assert not (built.folder / "draft").exists()
    assert (built.folder / "_redirects.queries.map").read_text("utf-8") == (
        '"/?p=1" "/2024/one/";\n"/index.php?p=2&l=de" "/2024/one/#x";\n'
    )
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
    page.wait_for_url(f"{base}/2024/one/", timeout=120_000)

    # then
    assert page.locator("h1").inner_text() == "One"
    context.close()
    server.shutdown()
    server.server_close()


def test_lines_that_lead_nowhere_are_told_with_what_to_write():
    """In one go, each with its line."""
    # given
    lines = (
        *("/?p=1 /2024/one/", "/?p=1 /2024/two/", "/feed", "/a/ https://x.example/", "/b /x/", '/?a="b /x/'),
        *("//x/ /x/", "/c/#d /x/", "/ok/ /x/ 301", "/../e/ /x/"),
    )

    # when
    forwards, findings = parse_redirects("\n".join(lines), "content/redirects.txt")

    # then
    assert [forward.old for forward in forwards] == ["/?p=1"]
    no_line = (
        'no line of redirects; write the old address, a blank and the new one: "/?p=123 /2019/old-name/"'
    )
    instead = 'write letters, figures and "-", with "/" between: "/old-name/"'
    assert list(map(str, findings)) == [
        'content/redirects.txt:2: "/?p=1" stands in line 1 already; keep one of them',
        f"content/redirects.txt:3: {no_line}",
        'content/redirects.txt:4: "https://x.example/" is no address of this site; '
        'write one from its front page: "/2019/old-name/"',
        'content/redirects.txt:5: the address "/b" lacks its last "/"; write "/b/"',
        'content/redirects.txt:6: "/?a="b" cannot be asked for; write letters, figures, "=" and "&" after the "?"',
        'content/redirects.txt:7: the address "//x/" names a host; write only what follows it: "/old-name/"',
        'content/redirects.txt:8: the address "/c/#d" has a "?" or "#", '
        "and files cannot tell those apart; write the path alone",
        f"content/redirects.txt:9: {no_line}",
        f'content/redirects.txt:10: the address "/../e/" is no address; {instead}',
    ]


def test_a_line_leads_to_something_and_away_from_nothing():
    """Only a whole build knows every address; what has moved since is found through its alias."""
    # given
    forwards, _ = parse_redirects("/?p=1 /a/#x\n/?p=2 /b/\n/?p=3 /c/\n/a/ /d/\n", "r.txt")

    # then
    assert list(map(str, find_astray(forwards, {"/a/", "/d/"}, {"/b/"}))) == [
        'r.txt:3: "/c/" is no address of this site; write one that is, or delete the line',
        'r.txt:4: the address "/a/" belongs to a page of the site; delete the line',
    ]
