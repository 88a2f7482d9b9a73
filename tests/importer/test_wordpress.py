"""Exports of WordPress become articles and threads."""

import re

import pytest

from tests.importer.made import OLD, attachment, author, comment, item, wxr


def header(text):
    return dict(line.partition(": ")[::2] for line in text.partition("\n\n")[0].splitlines())


def body(text):
    return text.partition("\n\n")[2].strip()


def test_a_text_becomes_an_article_with_its_thread_and_its_old_addresses(home):
    """What a person has written in ten years, in one file each."""
    # given
    said = comment(8812) + comment(
        8813, "No.", comment_parent=8812, comment_user_id=3, comment_author="Tamsin Varrow"
    )
    terms = (("category", "pay", "Pay"), ("post_tag", "desks", "desks"))
    body = "Words.\n\nMore *words*."
    one = item(123, "Moved in", body, said, terms, post_name="moved-in", excerpt="What <i>it</i> says")

    # when
    home.move(wxr(one))

    # then
    assert home.code == 0, home.wrong
    files = home.files()
    assert list(files) == [
        "articles/2012/moved-in.md",
        "comments/moved-in/0001-wp8812.md",
        "comments/moved-in/0002-wp8813.md",
        "redirects.txt",
    ]
    assert files["articles/2012/moved-in.md"] == (
        "Title: Moved in\nDate: 2012-05-03 09:12:44\nCategory: Pay\nTags: desks\nAuthors: Tamsin Varrow\n"
        "Summary: What it says\nAliases: /2012/05/moved-in/\nId: https://old.example/?p=123\n\n"
        "Words.\n\nMore \\*words\\*.\n"
    )
    assert files["comments/moved-in/0002-wp8813.md"] == (
        "Number: 2\nId: wp8813\nDate: 2012-05-03T13:00:00Z\nAuthor: Tamsin Varrow\nRole: author\nReplyto: 1\n"
        "Imported-From: wordpress:8813\n\nNo.\n"
    )
    assert "/?p=123  /2012/moved-in/\n" in files["redirects.txt"]
    assert "/feed/  /feeds/all.atom\n" in files["redirects.txt"]


def test_a_text_in_three_categories_has_one_and_two_tags(home):
    """Never a category called "A, B, C"; and no list of YAML."""
    # given
    terms = tuple(("category", name.lower(), name) for name in ("Pay", "[Desks]", "Lifts"))

    # when
    home.move(wxr(item(1, terms=terms)), category_of="pay=Money")

    # then
    told = header(home.files()["articles/2012/text-1.md"])
    assert (told["Category"], told["Tags"]) == ("Money", "(Desks), Lifts")


HIDDEN = [{"post_password": "hush"}, {"status": "private"}, {"status": "future"}, {"status": "draft"}]


@pytest.mark.parametrize("fields", HIDDEN)
def test_what_nobody_was_to_see_is_taken_as_a_draft_or_not_at_all(home, fields):
    """In no build, no feed, no search."""
    # given
    export = wxr(item(1), item(2, "Hush", "Nobody knows.", comment(5), **fields))

    # then
    assert "Nobody knows" not in home.move(export).everything()
    line = home.ledger()["post", "2"]
    assert (line.outcome, home.ledger()["comment", "5"].outcome) == ("skipped", "skipped")

    # when
    home.move(export, drafts=True)

    # then
    assert header(home.files()["articles/2012/text-2.md"])["Status"] == "draft"
    assert "/?p=2" not in home.files()["redirects.txt"]


def test_menus_revisions_and_templates_are_counted_and_left_out(home):
    """They are no texts."""
    # given
    kinds = ["nav_menu_item"] * 70 + ["revision"] * 40 + ["wp_template"] * 12
    items = [item(100 + n, terms=(), post_type=kind) for n, kind in enumerate(kinds)]

    # when
    home.move(wxr(*items))

    # then
    assert home.code == 0
    assert home.files() == {}
    assert sum(line.outcome == "skipped" for line in home.ledger().values()) == 122
    assert all(line.notes for line in home.ledger().values() if line.outcome == "skipped")


def test_kinds_of_a_theme_are_articles_where_somebody_names_them(home):
    """A portfolio that readers had an address for is missed; a form of a plugin is not."""
    # given
    work = item(
        1, "A lift", "Built.", comment(5), terms=(("project-type", "lifts", "Lifts"),), post_type="portfolio",
        link=f"{OLD}/portfolio/a-lift/",
    )  # fmt: skip
    form = item(2, "Form", "[form]", terms=(), post_type="form", link=f"{OLD}/?post_type=form&p=2")

    # when
    home.move(wxr(work, form))

    # then
    told = 'a "portfolio", which has no place here; --type portfolio takes it as an article'
    assert [note.text for note in home.ledger()["portfolio", "1"].notes] == [told]
    assert told in home.said.partition("Look at these")[2]
    assert "--type form" not in home.said.partition("Look at these")[2]

    # when
    home.move(wxr(work, form), type="portfolio")

    # then
    told = header(home.files()["articles/2012/text-1.md"])
    assert (told["Category"], told["Aliases"]) == ("Lifts", "/portfolio/a-lift/")
    assert len(home.thread("text-1")) == 1
    assert home.ledger()["post", "1"].outcome == "kept"


def test_slugs_that_are_alike_in_another_form_of_the_same_letters(home):
    """Composed and decomposed, with pictures of faces, at great length."""
    # given
    slugs = ("caf\u00e9", "cafe\u0301", "\N{GRINNING FACE}", "%F0%9F%98%80", "a" * 500)

    # when
    home.move(wxr(*(item(n, post_name=slug, link=f"{OLD}/{n}/") for n, slug in enumerate(slugs, start=1))))

    # then
    names = [name for name in home.files() if name.startswith("articles/")]
    assert len(names) == len(slugs)
    assert len({name.casefold() for name in names}) == len(slugs)
    assert all(name.isascii() and len(name) < 160 for name in names)


def test_a_text_of_forty_thousand_words_and_an_author_without_a_name(home):
    """Both are as they are."""
    # given
    body = "\n\n".join(f"The {n}th desk stood by the lift, and nobody said why." for n in range(4000))

    # when
    home.move(wxr(item(1, body=body), authors=author(name="")))

    # then
    text = home.files()["articles/2012/text-1.md"]
    assert text.count("desk stood by") == 4000
    assert header(text)["Authors"] == "tamsin"


def test_an_export_in_parts_is_the_same_as_in_one(home, tmp_path):
    """What a gallery shows may be in the last of five files."""
    # given
    one, two, image = item(1, body='[gallery ids="9"]'), item(2), attachment(9, 1)

    # when
    home.move(wxr(one), wxr(two), wxr(image))
    in_parts = home.files()
    other = type(home)(tmp_path / "other", home.capsys)
    other.folder.mkdir()

    # then
    assert other.move(wxr(one, two, image)).files() == in_parts
    assert "image-9.jpg" in in_parts["articles/2012/text-1.md"]


def test_titles_categories_and_slugs_are_made_such_as_may_be(home):
    """HTML in titles, names that are taken, slugs that are no name of a file."""
    # given
    strange = ["../../etc/passwd", "$(reboot)", "%CE%B3%CE%B5%CE%B9%CE%AC", "x" * 500, "!!!", ""]
    strange += ["Analytics", "analytics"]
    items = [
        item(n, f"<b>Title</b> &amp; {n}", post_name=slug, link=f"{OLD}/{n}/")
        for n, slug in enumerate(strange, start=1)
    ]
    items.append(item(20, '"Quoted"', terms=(("category", "comments", "Comments"),), post_name="quoted"))
    for n, name in enumerate(("All", "Dictionary", "Tag"), start=22):
        items.append(item(n, terms=(("category", name.lower(), name),), post_name=f"of-{n}"))
    items.append(item(21, "<img src='x.png'>", terms=(("category", "y", "2019"),), post_name="image"))

    # when
    home.move(wxr(*items))

    # then
    files = home.files()
    names = [name.removeprefix("articles/2012/") for name in files if name.startswith("articles/")]
    assert sorted(names) == sorted(
        (
            *("etcpasswd.md", "reboot.md", "geia.md", f"{'x' * 120}.md", "title-5.md", "title-6.md"),
            *("analytics.md", "analytics-2.md", "quoted.md", "image.md"),
            *("of-22.md", "of-23.md", "of-24.md"),
        )
    )
    assert header(files["articles/2012/title-5.md"])["Title"] == "Title & 5"
    assert header(files["articles/2012/quoted.md"])["Title"] == "“Quoted”"
    assert header(files["articles/2012/quoted.md"])["Category"] == "Comments articles"
    assert header(files["articles/2012/image.md"])["Category"] == "2019 articles"
    assert header(files["articles/2012/of-22.md"])["Category"] == "All articles"
    assert header(files["articles/2012/of-23.md"])["Category"] == "Dictionary articles"
    assert header(files["articles/2012/of-24.md"])["Category"] == "Tag articles"
    assert header(files["articles/2012/image.md"])["Title"] == "Untitled 21"
    assert header(files["articles/2012/analytics-2.md"])["Aliases"] == "/8/"


def test_dates_that_no_calendar_has_are_told(home):
    """Zeros in drafts, the year 1, local time alone, GMT alone."""
    # given
    dates = {
        1: {"post_date": "0000-00-00 00:00:00", "post_date_gmt": "0000-00-00 00:00:00"},
        2: {"post_date": "0001-01-01 00:00:00", "post_date_gmt": "0001-01-01 00:00:00"},
        3: {"post_date": "2012-02-30 10:00:00", "post_date_gmt": "2012-03-01 10:00:00"},
        4: {"post_date": "2012-05-03 11:12:00", "post_date_gmt": "0000-00-00 00:00:00"},
        5: {"post_date": "2011-12-31 20:00:00", "post_date_gmt": "2012-01-01 01:00:00"},
    }
    items = [item(n, post_modified_gmt="0000-00-00 00:00:00", **fields) for n, fields in dates.items()]

    # when
    home.move(wxr(item(9, post_date="2012-05-03 04:00:00", post_date_gmt="2012-05-03 09:00:00"), *items))

    # then
    told = {name: header(text)["Date"] for name, text in home.files().items() if name.startswith("articles/")}
    assert told == {
        "articles/2012/text-9.md": "2012-05-03 04:00:00-05:00",
        "articles/2020/text-1.md": "2020-10-06 08:00",
        "articles/2020/text-2.md": "2020-10-06 08:00",
        "articles/2012/text-3.md": "2012-03-01 10:00",
        "articles/2012/text-4.md": "2012-05-03 11:12:00-05:00",
        "articles/2011/text-5.md": "2011-12-31 20:00:00-05:00",
    }
    assert "Look at these" in home.said


def test_a_page_stays_a_page_and_with_comments_becomes_an_article_in_no_list(home):
    """Pages have no threads here; what was said under one is not lost."""
    # given
    page = {"terms": (), "post_type": "page"}
    about = item(7, "About", post_name="about", link=f"{OLD}/about/", **page)
    guest = item(8, "Guests", comments=comment(3), post_name="guests", link=f"{OLD}/guests/", **page)

    # when
    home.move(wxr(about, guest))

    # then
    files = home.files()
    assert header(files["pages/about.md"]) == {"Title": "About", "Date": "2012-05-03 09:12:44"}
    told = header(files["articles/2012/guests.md"])
    assert (told["Status"], told["Category"], told["Aliases"]) == ("hidden", "Pages", "/guests/")
    assert "comments/guests/0001-wp3.md" in files
    assert "/?page_id=7  /about/\n" in files["redirects.txt"]


def test_two_texts_with_one_guid_have_two_ids(home):
    """A reader's program would take the one for the other."""
    # when
    home.move(wxr(item(1, guid="urn:x"), item(2, guid="urn:x"), item(3, creator="", guid="urn:y")))

    # then
    ids = [header(text).get("Id") for name, text in home.files().items() if name.startswith("articles/")]
    assert sorted(filter(None, ids)) == ["urn:x", "urn:y"]


def test_nobodys_address_is_in_any_file_or_message(home):
    """No e-mail, no IP, no agent, not even in a name or a signature."""
    # given
    said = (
        comment(1, comment_author="quill@mail.example")
        + comment(
            2,
            "Write to vex@mail.example, or vex&#64;mail.example.\n\n<a href='mailto:vex@mail.example'>x</a>",
        )
        + comment(3, comment_author_url="http://me@host.example/")
        + comment(4, "spam@mail.example", comment_approved="spam")
    )

    # when
    home.move(wxr(item(1, comments=said)), wxr(item(2), authors=author(name="tamsin@brindle.example")))

    # then
    assert home.code == 0, home.wrong
    everything = home.everything()
    assert not re.findall(r"[\w.]+(?:@|&#64;|%40)[\w.]+\.example", everything)
    assert "203.0.113" not in everything
    assert "Author: Anonymous" in home.thread("text-1")[0]


def test_characters_that_no_xml_has_are_taken_out_and_told(home):
    """The most common reason why real exports are refused."""
    # given
    export = wxr(item(1, "Ti\x11t\x00le", comments=comment(1, "a\x08b")))

    # when
    home.move(export)

    # then
    assert home.code == 0, home.wrong
    assert header(home.files()["articles/2012/text-1.md"])["Title"] == "Title"
    assert home.thread("text-1")[0].endswith("\n\nab\n")
    lines = [
        number for number, line in enumerate(export.split("\n"), start=1) if re.search("[\x00\x08\x11]", line)
    ]
    assert f"3 control characters taken out, in the lines {lines[0]}, {lines[1]}\n" in home.said


def test_bytes_of_another_encoding_are_repaired_and_what_was_encoded_twice_is_told(home):
    """Pasted from a word processor in 2009."""
    # given
    export = wxr(item(1, body="He said QQhelloRR, and cafÃ©.")).encode()

    # when
    home.move(export.replace(b"QQ", b"\x93").replace(b"RR", b"\x94"))

    # then
    assert body(home.files()["articles/2012/text-1.md"]) == "He said “hello”, and cafÃ©."
    assert "2 bytes of Windows-1252 among UTF-8 repaired" in home.said
    assert "1 characters look as if encoded twice" in home.said


def test_an_old_address_that_something_here_has_leads_nowhere_and_is_told(home):
    """A text at /pay/ beside a category Pay; a list of before at the address of another one here."""
    # given
    terms = (("category", "pay", "Pay"), ("post_tag", "desks", "Lifts"), ("post_tag", "lifts", "Desks"))

    # when
    home.move(wxr(item(1, link=f"{OLD}/pay/", terms=terms), item(2, link=f"{OLD}/archive/2012/")))

    # then
    files = home.files()
    assert "Aliases" not in files["articles/2012/text-1.md"] + files["articles/2012/text-2.md"]
    assert home.said.count("belongs to something else here") == 2
    assert "/tag/desks/  " not in files["redirects.txt"]


def test_elements_within_a_hundred_thousand_others_are_flattened(home):
    """In a text and in a comment: the words come, and no traceback."""
    # given
    deep = f"{'<b>' * 100_000}Words.{'</b>' * 100_000} After."

    # when
    home.move(wxr(item(1, body=deep, comments=comment(11, deep))))

    # then
    assert home.code == 0, home.wrong
    assert re.sub(r"<.*?>|[*\n]", "", body(home.files()["articles/2012/text-1.md"])) == "Words. After."
    assert "Words." in home.thread("text-1")[0]


def test_pages_of_attachments_lead_to_the_text_that_shows_them(home):
    """Put into a text, or standing for one; what belongs to nothing that is published leads nowhere."""
    # given
    link = f"{OLD}/2012/05/text-1/desk/"
    texts = (item(1), item(2, meta={"_thumbnail_id": "8"}), item(3, status="draft"))

    # when
    home.move(wxr(*texts, attachment(7, 1, link=link), attachment(8), attachment(9, 3), attachment(10)))

    # then
    lines = home.files()["redirects.txt"].splitlines()
    assert [line for line in lines if "attachment" in line or "desk" in line] == [
        "/?attachment_id=7  /2012/text-1/",
        "/2012/05/text-1/desk/  /2012/text-1/",
        "/?attachment_id=8  /2012/text-2/",
    ]


def test_the_featured_image_stands_above_unless_the_text_shows_it(home):
    """A text about desks has not shown desk.jpg yet."""
    # given
    meta, shown = {"_thumbnail_id": "9"}, f'<img src="{OLD}/wp-content/uploads/2012/05/desk-300x200.jpg">'

    # when
    home.move(
        wxr(
            item(1, body="My desk.", meta=meta),
            item(2, body=shown, meta=meta),
            attachment(9, name="desk.jpg"),
        )
    )

    # then
    files = home.files()
    assert body(files["articles/2012/text-1.md"]).startswith(
        "![](https://old.example/wp-content/uploads/2012/05/desk.jpg)"
    )
    assert files["articles/2012/text-2.md"].count("desk") == 1
