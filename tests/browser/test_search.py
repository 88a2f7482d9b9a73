"""The page Search, in the publication as it is published."""

import re
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.site.small_site import SmallSite, comment

pytestmark = pytest.mark.browser

QUERIES = Path(__file__).parents[1] / "search/queries.tsv"
FIRST = """async (queries) => {
    const { find, loadNamed } = await import(document.querySelector("[data-index]").dataset.script);
    const names = await loadNamed();
    return queries.map((query) => find(names, query).found[0]?.title);
}"""
MEANT = """async (query) => {
    const { find, loadNamed } = await import(document.querySelector("[data-index]").dataset.script);
    return find(await loadNamed(), query).said;
}"""
HEADS = """async () => {
    const { loadNamed } = await import(document.querySelector("[data-index]").dataset.script);
    return (await loadNamed()).heads.map(({ kind, title, url, text }) => [kind, title, url, text]);
}"""
MOST_BYTES = 210_000
"""What the first query may cost over the wire, with its texts. Measured: 205 kB, of which 86 are Pagefind."""

FIRST_BYTES, FIRST_REQUESTS = 60_000, 6
"""What a first answer may cost, all that is fetched from the first touch of the field until it is read."""

MOST_NAMED = 12
"""Things of one kind that are found by name: at most so many are shown and not counted among the texts."""

HOSTILE = "<img src=x onerror=alert(1)> &lt;mark&gt; <mark>never</mark> `<script>` wolverine"


def search(page, text):
    """Type, and wait for an answer."""
    field = page.get_by_role("searchbox")
    field.fill(text)
    field.press("Enter")
    expect(page.get_by_role("status")).to_contain_text(re.compile("Found|No exact|Nothing"), timeout=120_000)


def group(page, name):
    """The results of one kind."""
    return page.get_by_role("region", name=name, exact=True)


def test_an_entry_is_found_by_its_head_first(open_page):
    """However it is typed, and whatever else is full of the word."""
    page = open_page("/search/")

    for typed, head in (
        ("interview", "Interview"),
        ("RESUME", "Résumé"),
        ("exit interview", "Exit interview"),
    ):
        search(page, typed)
        first = page.locator("#results a").first
        expect(first).to_have_text(head)

    first.click()
    page.wait_for_url("**/dictionary/exit-interview/")


def test_a_hundred_queries_lead_where_they_should(open_page):
    """Misspelt, in American, in the plural, by another word, as a question: tests/search/queries.tsv."""
    # given
    page = open_page("/search/")
    lines = [line.split("\t") for line in QUERIES.read_text("utf-8").splitlines()]

    # when
    first = page.evaluate(FIRST, [query for query, _ in lines])

    # then
    found = zip(lines, first, strict=True)
    assert len(lines) >= 100
    assert [(query, wanted, got) for (query, wanted), got in found if got != wanted] == []


def test_the_first_answer_needs_no_pagefind_and_says_what_it_took(open_page):
    """A slow phone has an answer before the index of the texts has come; what was meant is said."""
    # given
    page = open_page("/search/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/static/search/**", lambda route: asked.append(route.request.url))  # no answer

    # when
    page.get_by_role("searchbox").fill("sinergy")

    # then
    expect(page.locator("#results a").first).to_have_text("Synergy")
    expect(page.get_by_role("status")).to_contain_text("Shown for “synergy”.")
    assert len([url for url in asked if "/static/search/" not in url]) <= 3
    page.unroute_all(behavior="ignoreErrors")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("linkdin", "LinkedIn"),
        ("resumay", "résumé"),
        ("recuiter", "recruiter"),
        ("refere", None),
        ("intervi", None),
    ],
)
def test_what_was_meant_is_said_as_it_is_printed(open_page, typed, meant):
    """And never half a word, nor what is still being typed."""
    page = open_page("/search/")

    said = page.evaluate(MEANT, typed)

    assert said == (meant or "")


def test_what_has_a_name_is_described_in_whole_sentences(open_page, site_folder):
    """With a capital and an end, no joke cut off, in the marks of the site; and each address is a page."""
    page = open_page("/search/")

    heads = page.evaluate(HEADS)

    assert len(heads) > 800
    assert [
        title for _, title, _, text in heads if "…" in text[-2:] or "'" in title + text or '"' in title + text
    ] == []
    assert [
        title for _, title, _, text in heads if not re.match(r"[“‘(—]*[\w£$]", text) or text[0].islower()
    ] == []
    assert [title for _, title, _, text in heads if not text.endswith(tuple(".?!”’)"))] == []
    assert [
        url for _, _, url, _ in heads if not (site_folder / url.strip("/") / "index.html").is_file()
    ] == []


def test_a_page_is_no_article(open_page):
    """Where help is found by its name, and by its text."""
    page = open_page("/search/")

    search(page, "where help is")

    expect(group(page, "Pages").get_by_role("link", name="Where help is")).to_be_visible()
    expect(group(page, "Articles").get_by_role("link", name="Where help is")).to_have_count(0)


def test_excerpts_are_sentences(open_page):
    """They begin where one begins, and end where one ends."""
    page = open_page("/search/")

    search(page, "kettle")

    found = page.locator("#results li p:first-of-type:has(mark)").all_inner_texts()
    assert len(found) >= 3
    assert [text for text in found if not re.match(r"[“‘(—]*[A-ZÉ\d]", text)] == []
    assert [text for text in found if not text.endswith(tuple(".?!…:”’)"))] == []


def test_a_first_answer_is_small(open_page, chromium, address):
    """Counted on the wire from the first touch of the field until an answer stands there, whoever asked for what."""
    # given
    page = chromium.new_context(viewport={"width": 390, "height": 900}).new_page()
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    asked, received = [], []
    wire.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    wire.on("Network.dataReceived", lambda event: received.append(event["encodedDataLength"]))
    wire.on("Network.responseReceived", lambda event: received.append(event["response"]["encodedDataLength"]))
    page.goto(f"{address}/search/", wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    del asked[:], received[:]

    # when
    page.route("**/static/search/**", lambda _route: None)  # the texts come behind the answer
    page.get_by_role("searchbox").fill("how do i quit my job")
    expect(page.locator("#results a").first).to_have_text("How to resign on a Tuesday")

    # then
    first = [url for url in asked if "/static/search/" not in url]
    assert len(first) <= FIRST_REQUESTS, first
    assert 20_000 < sum(received) <= FIRST_BYTES
    page.unroute_all(behavior="ignoreErrors")
    page.context.close()


def test_an_article_is_found_by_a_word_of_its_body(open_page):
    """With the words around it, the word marked."""
    page = open_page("/search/")

    search(page, '"lottery"')

    found = group(page, "Articles").get_by_role("listitem").filter(has_text="Equity is a lottery ticket")
    expect(found.locator("mark").first).to_have_text(re.compile("lottery", re.IGNORECASE))
    expect(found).to_contain_text("Pay, The Editor, 17 August 2026")


def test_a_comment_is_found_by_its_author(open_page):
    """And leads to where it stands."""
    page = open_page("/search/")

    search(page, "Lapsed Actuary")

    expect(page.get_by_role("status")).to_contain_text(re.compile(r"comments in \d+ threads"))
    found = group(page, "Comments").get_by_role("listitem").first
    expect(found.locator("p").first).to_have_text(re.compile("^Lapsed Actuary"))
    link = found.get_by_role("link")
    number = re.match(r"Comment (\d+) on “", link.inner_text())[1]
    link.click()
    page.wait_for_url(f"**/#comment-{number}")
    expect(page.locator(f"#comment-{number} .p-author")).to_have_text("Lapsed Actuary")
    expect(page.locator(f"#comment-{number}")).to_be_in_viewport()


def test_it_is_said_when_there_is_no_exact_match(open_page):
    """Pagefind would show what begins like it, or like the beginning of it, without a word."""
    page = open_page("/search/")

    search(page, "interv")
    expect(page.get_by_role("status")).to_contain_text("No exact match for “interv”. What begins like it: ")
    assert page.locator("#results li").count() > 5

    search(page, "zzzqx")
    expect(page.get_by_role("status")).to_have_text("Nothing was found for “zzzqx”.")
    expect(page.locator("#results li")).to_have_count(0)


def test_words_in_quotation_marks_are_found_as_they_stand(open_page):
    """And not each somewhere."""
    page = open_page("/search/")

    search(page, '"the top of the band"')

    expect(page.get_by_role("status")).to_contain_text("Found: ")
    expect(page.locator("#results li").first).to_contain_text("the top of the band")


def test_the_address_keeps_the_query(open_page):
    """It can be sent to somebody, and leaves no trail of half-typed words."""
    page = open_page("/search/?q=exit%20interview")

    expect(page.locator("#results a").first).to_have_text("Exit interview", timeout=120_000)
    expect(page.get_by_role("searchbox")).to_have_value("exit interview")
    before = page.evaluate("history.length")
    search(page, "coffee & tea")
    assert page.url.endswith("/search/?q=coffee%20%26%20tea")
    assert page.evaluate("history.length") == before
    page.get_by_role("searchbox").fill("")
    page.wait_for_url("**/search/")


def test_the_key_leads_to_the_search_from_every_page(open_page):
    """Unless somebody writes, or has switched it off."""
    # given
    page = open_page("/about/")

    # when
    page.keyboard.press("/")

    # then
    page.wait_for_url("**/search/**")
    field = page.get_by_role("searchbox")
    expect(field).to_be_focused()
    page.keyboard.type("and/or")
    expect(field).to_have_value("and/or")
    field.blur()
    page.keyboard.press("/")
    expect(field).to_be_focused()

    # when
    page.get_by_role("checkbox").uncheck()
    page.goto(page.url.partition("/search/")[0] + "/about/")
    page.keyboard.press("/")

    # then
    page.wait_for_timeout(300)
    assert page.url.endswith("/about/")


def test_the_keyboard_alone_is_enough(open_page):
    """Tab goes in the order of the page; Down, Up and Escape are shorter."""
    # given
    page = open_page("/search/")
    field = page.get_by_role("searchbox")
    page.get_by_role("link", name="Skip to the text").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    focused = page.locator(":focus")
    for _ in range(4):  # links in the definition, if any
        if field.evaluate("one => one === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(field).to_be_focused()

    # when
    page.keyboard.type("interview")
    expect(page.get_by_role("status")).to_contain_text("Found", timeout=120_000)

    # then
    links = page.locator("#results a, #results button")
    page.keyboard.press("ArrowDown")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(field).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox")).to_be_focused()
    page.keyboard.press("Tab")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    expect(links).to_have_count(0)
    assert focused


def test_more_is_shown_where_there_is_more(open_page):
    """The focus goes to the first that is new; the button goes when all is shown."""
    page = open_page("/search/")
    search(page, "interview")
    articles = group(page, "Articles")
    expect(articles.get_by_role("listitem")).to_have_count(4)

    articles.get_by_role("button", name="More articles").press("Enter")

    expect(articles.get_by_role("listitem")).to_have_count(14)
    expect(articles.get_by_role("link").nth(4)).to_be_focused()
    said = re.search(r"(\d+) articles", page.get_by_role("status").inner_text())
    assert int(said[1]) > 14
    while articles.get_by_role("button").count():
        before = articles.get_by_role("listitem").count()
        articles.get_by_role("button").press("Enter")
        expect(articles.get_by_role("listitem").nth(before)).to_be_visible()
    assert int(said[1]) <= articles.get_by_role("listitem").count() <= int(said[1]) + MOST_NAMED


def test_who_went_into_the_names_stays_there_when_the_texts_come(open_page):
    """What is found by name is shown before the texts were searched; being shown again takes no focus."""
    page = open_page("/search/")
    waiting = []
    page.route("**/*.pf_meta", lambda route: waiting.append(route))
    page.get_by_role("searchbox").fill("interview")
    first = page.get_by_role("region", name="Entries").get_by_role("link").first
    expect(first).to_have_text("Interview")
    page.wait_for_timeout(500)
    page.get_by_role("searchbox").press("ArrowDown")
    expect(first).to_be_focused()

    while page.get_by_role("status").inner_text().startswith("Looking"):
        while waiting:
            waiting.pop().continue_()
        page.wait_for_timeout(50)

    expect(page.get_by_role("status")).to_contain_text("Found", timeout=15_000)
    expect(first).to_be_focused()


def test_without_scripts_there_are_other_ways(open_page):
    """The page says what it needs, promises nothing, and leads to everything."""
    page = open_page("/search/?q=coffee", scripts=False)

    expect(page.get_by_role("searchbox")).to_be_disabled()
    expect(page.get_by_text("Searching is done by your browser and needs JavaScript")).to_be_visible()
    expect(page.get_by_role("checkbox")).to_have_count(0)
    expect(page.locator(".opening dfn")).to_have_text("SEARCH")
    page.get_by_role("link", name="2025", exact=True).click()
    page.wait_for_url("**/archive/2025/")
    page.go_back()
    page.get_by_role("navigation", name="Letters").get_by_role("link", name="E").click()
    page.wait_for_url("**/dictionary/e/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_page, scheme):
    """Empty, with results, and with none; on a phone and without scripts too."""
    for width in (390, 1280):
        page = open_page("/search/", width=width, scheme=scheme)
        # axe is put into the page by other means than scripts of the page, so the policy does not mind.
        assert _violations(page) == ""
        for text in ("interview", "zzzqx"):
            search(page, text)
            assert _violations(page) == ""
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def _violations(page):
    results = Axe().run(page)
    return results.generate_report() if results.violations_count else ""


def test_the_first_query_is_cheap_and_nothing_is_loaded_before(open_page, chromium, address):
    """Measured on the wire, from a server that compresses."""
    # given
    page = chromium.new_context(viewport={"width": 390, "height": 900}).new_page()
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    asked, received = [], []
    wire.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    wire.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    page.goto(f"{address}/search/", wait_until="networkidle")
    assert not [url for url in asked if "/static/search/" in url or "index.json" in url or "search." in url]
    before = sum(received)

    # when
    search(page, "interview")
    page.wait_for_load_state("networkidle")
    first = sum(received) - before
    search(page, "salary")
    page.wait_for_load_state("networkidle")

    # then
    assert 90_000 < first <= MOST_BYTES
    assert sum(received) - before - first < 50_000
    assert all(url.startswith(address) for url in asked)
    page.context.close()


def test_a_preview_without_an_index_says_so(open_page, console):
    """And what makes one."""
    console.allow("404")
    page = open_page("/search/")
    page.route("**/search/index.json", lambda route: route.fulfill(status=404, body=""))

    page.get_by_role("searchbox").fill("coffee")

    expect(page.get_by_role("status")).to_have_text(
        "The search could not be loaded. There is no index here; make html SEARCH=1 makes one for a preview."
    )


def test_a_search_that_cannot_be_loaded_says_so_and_tries_again(open_page, console):
    """A train goes through a tunnel, and comes out of it."""
    console.allow("ERR_FAILED|Failed to fetch")
    page = open_page("/search/")
    page.route("**/*.pagefind", lambda route: route.abort())
    page.get_by_role("searchbox").fill("coffee")
    expect(page.get_by_role("status")).to_have_text(
        "The search could not be loaded. Try again, or take the lists below.", timeout=120_000
    )

    page.unroute("**/*.pagefind")

    search(page, "coffee")
    expect(page.locator("#results a").first).to_have_text("Coffee")


def test_an_index_that_was_published_meanwhile_is_taken(open_page, console):
    """A page that stays open asks for files that are gone, and Pagefind then finds nothing."""
    console.allow("404|gzip|index chunk")  # Pagefind unpacks the answer that is none, and says that it cannot
    # given
    page = open_page("/search/")
    search(page, "salary")
    page.route("**/*.pf_index", lambda route: route.fulfill(status=404, body=""))

    # when
    search(page, '"lottery"')

    # then
    expect(page.get_by_role("status")).to_have_text('Nothing was found for “"lottery"”.')
    page.unroute("**/*.pf_index")
    page.route("**/search/index.json", add_a_space)
    search(page, '"lottery"')
    expect(page.get_by_role("link", name="Equity is a lottery ticket with homework")).to_be_visible()


def add_a_space(route):
    """Another index, for all that the page knows."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text() + " ")


@pytest.fixture(scope="module")
def hostile(serve, built_once):
    """A small site in a folder of an address, with a comment that nobody should write."""

    def build(folder):
        site = SmallSite(folder / "site")
        name, text = comment(2, "2026-05-03T10:00:00Z", "<b>Wolf</b>", HOSTILE)
        site.write(f"comments/newest/{name}", text)
        with (site.root / "conf.py").open("a") as settings:
            settings.write("\nSITEURL = 'https://host.example/magazine'\n")
        built = site.build("--search")
        assert built.status == 0, built.said
        (folder / "served").mkdir()
        shutil.copytree(site.output, folder / "served/magazine")

    with serve(built_once("hostile-search", build) / "served") as url:
        yield url


def test_what_a_comment_says_is_text_and_addresses_have_the_prefix(chromium, hostile, console):
    """Comments are hostile input, also in results."""
    console.allow("font|OTS")
    # given
    page = chromium.new_page()
    said = []
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.on("console", lambda message: "policy" in message.text and said.append(message.text))
    page.goto(f"{hostile}/magazine/search/")

    # when
    search(page, "wolverine")

    # then
    found = group(page, "Comments").get_by_role("listitem")
    expect(found).to_contain_text("<b>Wolf</b>")
    expect(found.locator("mark")).to_have_text(re.compile("^wolverine"))
    assert found.locator("img, b, script").count() == 0
    assert found.get_by_role("link").get_attribute("href") == "/magazine/2026/newest/#comment-2"
    assert said == []
    page.close()
