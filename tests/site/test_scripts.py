"""The page Scripts: plugins/pages/scripts_page.py"""

import lxml.html

from tests.site.small_site import SmallSite, article


def scripts(site, slug="scripts"):
    """(group, address, name, text) of each script on the page."""
    page = lxml.html.parse(site.output / slug / "index.html").getroot()
    return [
        (
            figure.xpath("string(../h2)"),
            figure.find("figcaption/a").get("href"),
            figure.find("figcaption/a").text_content(),
            " ".join(figure.find("blockquote").text_content().split()),
        )
        for figure in page.xpath("//section[@class='shelf']/figure")
    ]


def script(name, body):
    return f"> [!script] {name}\n> {body}"


def test_all_scripts_stand_on_one_page_with_their_addresses(tmp_path):
    """By category, those of pages last; what is not public is not among them."""
    # given
    site = SmallSite(
        tmp_path / "site",
        {
            "articles/old.md": article("Old", "2025-01-01", "Pay", script("To ask", "How [much](#much)?")),
            "articles/new.md": article("New", "2026-01-01", "Pay", script("To answer", "So much.")),
            "articles/draft.md": article("Draft", "2026-01-02", "Pay", script("A", "B."), Status="draft"),
            "articles/hidden.md": article("Hidden", "2026-01-02", "Pay", script("A", "B."), Status="hidden"),
            "articles/late.md": article("Late", "2027-01-02", "Pay", script("A", "B.")),
            "articles/leave.md": article("Leave", "2024-01-01", "Job Search", script("To go", "I go.")),
            "pages/help.md": "Title: Help\n\n" + script("To ring", "Hello.") + "\n",
            "pages/scripts.md": "Title: Scripts\n\nThey follow.\n",
        },
    )

    # when
    outcome = site.build()

    # then
    assert outcome.status == 0, outcome.said
    assert scripts(site) == [
        ("Job Search", "/2024/leave/#script-to-go", "To go", "I go."),
        ("Pay", "/2026/new/#script-to-answer", "To answer", "So much."),
        ("Pay", "/2025/old/#script-to-ask", "To ask", "How much?"),
        ("Help", "/help/#script-to-ring", "To ring", "Hello."),
    ]
    page = (site.output / "scripts/index.html").read_text("utf-8")
    assert 'href="/2025/old/#much"' in page
    for _, url, _, _ in scripts(site):
        address, fragment = url.split("#")
        assert f'id="{fragment}"' in (site.output / address.strip("/") / "index.html").read_text("utf-8")


def test_the_page_follows_its_sources(tmp_path):
    """What is changed, gained, renamed or lost in an article is so on the page, and nothing else writes it again."""
    # given
    site = SmallSite(tmp_path / "site")
    assert site.build().status == 0
    before = (site.output / "scripts/index.html").stat()
    place = "articles/2025/number-two.md"
    text = (site.content / place).read_text("utf-8")

    # when
    site.write("articles/plain.md", article("Plain", "2023-02-03", "Pay", "Other words."))
    assert site.build().status == 0

    # then
    assert (site.output / "scripts/index.html").stat() == before
    for old, new, found in (
        (
            "the range",
            "the sum",
            [("Pay", "/2025/number-two/#script-to-ask", "To ask", "What is the sum?")],
        ),
        (
            "To ask",
            "To know",
            [("Pay", "/2025/number-two/#script-to-know", "To know", "What is the sum?")],
        ),
        (
            "Pay\n",
            "Leaving\n",
            [("Leaving", "/2025/number-two/#script-to-know", "To know", "What is the sum?")],
        ),
        ("> [!script]", "> script:", []),
    ):
        text = text.replace(old, new, 1)
        site.write(place, text)
        outcome, clean, fresh = site.build_both()
        assert (outcome.status, clean.status) == (0, 0), outcome.said
        assert scripts(site) == found
        assert (site.output / "scripts/index.html").read_bytes() == (
            fresh / "scripts/index.html"
        ).read_bytes()


def test_letters_stand_on_a_page_of_their_own_where_there_is_one(tmp_path):
    """Otherwise with what is said; a group without any is not shown."""
    # given
    both = f"{script('To ask', 'How much?')}\n\nOr:\n\n> [!letter] To write\n> Dear you.\n"
    site = SmallSite(
        tmp_path / "site",
        {
            "articles/one.md": article("One", "2025-01-01", "Pay", both),
            "articles/two.md": article("Two", "2025-01-02", "Leaving", script("To go", "I go.")),
            "pages/scripts.md": "Title: Scripts\n\nThey follow.\n",
        },
    )
    said = [
        ("Pay", "/2025/one/#script-to-ask", "To ask", "How much?"),
        ("Leaving", "/2025/two/#script-to-go", "To go", "I go."),
    ]
    sent = [("Pay", "/2025/one/#script-to-write", "To write", "Dear you.")]
    assert site.build().status == 0
    assert scripts(site) == [said[0], *sent, said[1]]

    # when
    site.write("pages/letters.md", "Title: Letters\n\nThey follow.\n")
    outcome = site.build()

    # then
    assert outcome.status == 0, outcome.said
    assert scripts(site) == said
    assert scripts(site, "letters") == sent


def test_what_is_wrong_with_a_script_stops_the_build(tmp_path):
    """At its line of the file."""
    # given
    site = SmallSite(tmp_path / "site", {"pages/help.md": "Title: Help\n\nWords.\n\n> [!script]\n> Hello.\n"})

    # when
    outcome = site.build()

    # then
    assert outcome.status == 1
    assert 'content/pages/help.md:5: a script has a name; write "> [!script] What it is for"' in outcome.said
