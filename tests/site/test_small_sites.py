"""Small sites, built whole."""

PLAIN = "Title: Hello\nDate: 2024-02-03\nCategory: Pay\n\nFirst *words*, then more.\n"


def text(element):
    """The text of an element, on one line."""
    return " ".join(element.text_content().split())


def test_a_plain_pelican_article_needs_title_date_and_category(build):
    """Anybody's existing articles build unchanged."""
    # when
    code = PLAIN.replace("First *words*, then more.", "What `<T>` is & `&amp;` does.")
    site = build({"articles/hello.md": PLAIN, "articles/code.md": code.replace("Hello", "Code")})

    # then
    assert site.returncode == 0, site.log
    said = site.page("/2024/code/").xpath("//meta[@name='description']/@content")
    assert said == ["What <T> is & &amp; does."]
    page = site.page("/2024/hello/")
    assert text(page.find(".//h1")) == "Hello"
    assert page.xpath("//meta[@name='description']/@content") == ["First words, then more."]
    assert [text(card) for card in site.page("/pay/").xpath("//main//h2[.//a]")] == ["Code", "Hello"]


def test_readers_are_told_when_the_law_was_checked(build):
    """A reader in a hurry must not act on what stopped being so; one month, and no day of publication."""
    # given
    files = {
        "articles/hello.md": PLAIN.replace("Category", "Checked: 2026-01\nCategory"),
        "articles/plain.md": PLAIN,
        "pages/help.md": "Title: Help\nChecked: 2025-12\n\nAsk.\n",
    }

    # when
    site = build(files)

    # then
    assert site.returncode == 0, site.log
    told = {
        address: [(text(time.getparent()), time.get("datetime")) for time in found]
        for address in ("/2024/hello/", "/2024/plain/", "/help/")
        if (found := site.page(address).xpath("//header//time[string-length(@datetime) = 7]"))
    }
    assert told == {
        "/2024/hello/": [("Law and figures checked in January 2026", "2026-01")],
        "/help/": [("Law and figures checked in December 2025", "2025-12")],
    }


def test_an_empty_publication_builds(build):
    """The first build of a new publication is not a traceback."""
    # when
    site = build({"pages/about.md": "Title: About\n\nNothing yet.\n"})

    # then
    assert site.returncode == 0, site.log
    assert (site.folder / "index.html").is_file()


def test_drafts_and_articles_not_yet_due_are_not_published(build):
    """What is not published leaves no trace: no page, no list, no feed."""
    # given
    files = {
        "articles/hello.md": PLAIN,
        "articles/draft.md": "Title: Unfinished\nDate: 2024-02-03\nCategory: Pay\nStatus: draft\n\nSecret.\n",
        "articles/later.md": "Title: Scheduled\nDate: 2029-01-01\nCategory: Secrets\n\nSecret.\n",
    }

    # when
    site = build(files, settings="publishconf.py")

    # then
    assert site.returncode == 0, site.log
    everything = b"\n".join([*site.files().values(), *map(str.encode, site.files())])
    for trace in (b"Unfinished", b"Scheduled", b"Secret", b"drafts"):
        assert trace not in everything


def test_a_preview_shows_drafts_at_their_own_address(build):
    """An author can look at a draft, and at an article that is not due yet."""
    # when
    site = build(
        {
            "articles/draft.md": "Title: Unfinished\nDate: 2024-02-03\nCategory: Pay\nStatus: draft\n\nSecret.\n",
            "articles/later.md": "Title: Scheduled\nDate: 2029-01-01\nCategory: Pay\n\nSecret.\n",
        }
    )

    # then
    assert site.returncode == 0, site.log
    assert text(site.page("/drafts/draft/").find(".//h1")) == "Unfinished"
    assert text(site.page("/drafts/later/").find(".//h1")) == "Scheduled"
    assert site.page("/drafts/later/").xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_lists_are_numbered_from_the_oldest(build):
    """Page 1 holds the oldest articles for ever."""
    # given
    files = {
        f"articles/no-{number}.md": f"Title: No. {number}\nDate: 2024-01-{number:02}\nCategory: Pay\n\nWords.\n"
        for number in range(1, 26)
    }

    # when
    site = build(files)

    # then
    titles = [text(card) for card in site.page("/pay/page/1/").xpath("//main//h2[.//a]")]
    assert titles == [f"No. {number}" for number in range(10, 0, -1)]
    assert len(site.page("/pay/").xpath("//main//h2[.//a]")) == 15


def test_what_is_gone_from_content_is_gone_from_the_site(build, tmp_path):
    """A second build into the same folder leaves no page of a deleted article."""
    # given
    build({"articles/hello.md": PLAIN, "articles/gone.md": PLAIN.replace("Hello", "Gone")})
    (tmp_path / "content/articles/gone.md").unlink()

    # when
    site = build({})

    # then
    assert site.returncode == 0, site.log
    assert not [path for path in site.files() if "gone" in path]


def test_a_title_may_hold_any_character(build):
    """Titles are text: in the page, in the tab, in the list, in the feed."""
    # given
    title = 'Q&A: is "5 < 6" <b>true</b>?'

    # when
    site = build({"articles/odd.md": f"Title: {title}\nDate: 2024-02-03\nCategory: Pay\n\nWords.\n"})

    # then
    assert site.returncode == 0, site.log
    page = site.page("/2024/odd/")
    assert page.findtext(".//title") == f"{title} · The Exit Interview"
    assert text(page.find(".//h1")) == "Q&A: is “5 < 6” <b>true</b>?"


def test_a_comment_without_its_header_stops_the_build(build):
    """Plain Pelican stops as well, and says where."""
    # when
    site = build({"articles/hello.md": PLAIN, "comments/hello/0001-01J8ZC5T9R8M.md": "Author: A\n\nHi.\n"})

    # then
    assert site.returncode != 0
    assert "content/comments/hello/0001-01J8ZC5T9R8M.md:1: " in site.log


def test_everything_wrong_is_said_at_once(build):
    """An author mends all findings in one go."""
    # when
    site = build(
        {
            "articles/one.md": "Title: One\nDate: 2024-02-03\nCategory: Pay\n\nBOSS, n., (1) a; (3) b.\n",
            "articles/two.md": "Title: Two\nDate: yesterday-ish\nCategory: Pay\n\nWords.\n",
        }
    )

    # then
    assert site.returncode != 0
    assert "articles/one.md:5: " in site.log
    assert "articles/two.md:" in site.log
    assert not site.folder.exists() or not site.files()


def test_the_site_may_live_under_a_path(build, tmp_path):
    """https://host.example/magazine/ is as good an address as any."""
    # given
    settings = tmp_path / "subconf.py"
    settings.write_text(
        "import sys\nsys.path.insert(0, " + repr(str(__import__("pathlib").Path(__file__).parents[2])) + ")\n"
        "from publishconf import *\nSITEURL = 'https://host.example/magazine'\n"
    )

    # when
    site = build({"articles/hello.md": PLAIN}, settings=settings)

    # then
    assert site.returncode == 0, site.log
    local = [href for href in site.page("/2024/hello/").xpath("//@href | //@src") if href.startswith("/")]
    assert local
    assert all(href.startswith("/magazine/") for href in local)


def test_a_text_with_terms_no_has_no_links_but_its_authors(build):
    """Some texts are better left alone."""
    # when
    words = "Date: 2026-01-01\n\nPAY, n. What is paid.\n\nBOSS, n. Who pays.\n"
    text = (
        "Date: 2026-01-02\nCategory: Pay\n{}\nThe pay and the [boss](dict:BOSS).\n\nPay.\n{{: .no-terms }}\n"
    )
    built = build(
        {
            "dictionary/w.md": words,
            "articles/2026/alone.md": "Title: A\n" + text.format("Terms: no\n"),
            "articles/2026/linked.md": "Title: B\n" + text.format(""),
        }
    )

    # then
    assert built.returncode == 0, built.log
    alone, linked = built.page("/2026/alone/"), built.page("/2026/linked/")
    assert alone.xpath("//div[contains(@class, 'prose')]//a/@interestfor") == ["word-boss"]
    assert linked.xpath("//div[contains(@class, 'prose')]//a/@interestfor") == ["word-pay", "word-boss"]
    assert [gloss.text_content().split()[0] for gloss in linked.xpath("//aside[@class='gloss']")] == ["PAY,"]
    assert len(alone.xpath("//div[@class='previews']/div")) == 1
