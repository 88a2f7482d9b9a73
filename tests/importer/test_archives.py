"""Addresses of the old site that belong to no text: its lists, its feeds, its pages of comments."""

import json
from pathlib import Path

import pytest

from tests.importer.made import OLD, comment, item, wxr
from tests.importer.samples import EXPORTS, packed
from tests.importer.test_readers import header


def lines(home):
    """Old address → new one."""
    text = home.files().get("redirects.txt", "")
    return dict(line.split() for line in text.splitlines() if line and not line.startswith("#"))


def in_category(slug, number, above=""):
    return (
        f"<wp:category><wp:term_id>{number}</wp:term_id><wp:category_nicename>{slug}</wp:category_nicename>"
        f"<wp:category_parent>{above}</wp:category_parent><wp:cat_name>{slug.title()}</wp:cat_name></wp:category>\n"
    )


def test_lists_of_wordpress_are_asked_for_in_many_ways(home):
    """By slug, by number, with the category above, by day; and the feed at every address that it ever had."""
    # given
    terms = in_category("money", 2) + in_category("pay", 3, "money")

    # when
    home.move(wxr(item(1, comments=comment(1)), terms=terms))

    # then
    told = lines(home)
    for old in ("/category/pay/", "/category/money/pay/", "/?cat=3", "/?category_name=pay"):
        assert told[old] == "/pay/", old
    for old in ("/author/tamsin/", "/?author=3", "/?author_name=tamsin"):
        assert told[old] == "/by/tamsin-varrow/", old
    for old in ("/feed/", "/feed/rdf/", "/?feed=rss2", "/wp-rss2.php"):
        assert told[old] == "/feeds/all.atom", old
    for old in ("/2012/", "/2012/05/", "/2012/05/03/"):
        assert told[old] == "/archive/2012/", old
    assert told["/?feed=comments-rss2"] == "/feeds/comments.atom"
    assert told["/category/money/pay/feed/"] == "/feeds/pay.atom"
    assert "/?m=201205" not in told


def test_links_to_comments_named_the_page_that_they_were_on(home):
    """As many pages as there may have been."""
    # when
    home.move(wxr(item(1, comments="".join(comment(n) for n in range(1, 45))), item(2, comments=comment(90))))

    # then
    pages = [old for old in lines(home) if "comment-page" in old]
    assert pages == [
        *(f"/2012/05/text-1/comment-page-{n}/" for n in (1, 2, 3)),
        "/2012/05/text-2/comment-page-1/",
    ]
    assert lines(home)[pages[0]] == "/2012/text-1/"


def test_a_text_on_several_pages_is_found_by_each(home):
    """They are one here; no feed was of the second page alone."""
    # given
    pages = "One.<!--nextpage-->Two.<!-- nextpage -->Three."

    # when
    home.move(wxr(item(1, body=pages, comments=comment(1)), item(2, body=pages, link=f"{OLD}/2012/text-2/")))

    # then
    old = "/2012/05/text-1/"
    assert header(home, "articles/2012/text-1.md")["Aliases"] == f"{old}, {old}2/, {old}3/"
    assert header(home, "articles/2012/text-2.md")["Aliases"] == "/2012/text-2/2/, /2012/text-2/3/"
    assert [one for one in lines(home) if one.startswith(old)] == [f"{old}feed/", f"{old}comment-page-1/"]


def test_what_stands_before_all_texts_stands_before_all_lists(home):
    """A blog within a site: "/blog/2012/05/x/" has its lists at "/blog/category/x/"."""
    # given
    texts = [item(n, link=f"{OLD}/blog/2012/05/text-{n}/") for n in (1, 2)]
    texts.append(item(3, comments=comment(9), post_type="page", link=f"{OLD}/about/"))

    # when
    home.move(wxr(*texts))

    # then
    told = lines(home)
    assert told["/blog/category/pay/"] == told["/category/pay/"] == "/pay/"
    assert told["/blog/feed/"] == told["/feed/"] == "/feeds/all.atom"
    assert told["/blog/2012/"] == "/archive/2012/"
    assert told["/?p=1"] == "/2012/text-1/"


def test_a_blog_in_a_folder_is_asked_for_by_number_there(home):
    """Its front page is not that of the host."""
    # given
    text = item(1, link=f"{OLD}/blog/2012/05/text-1/", guid=f"{OLD}/blog/?p=1")

    # when
    home.move(wxr(text, old=f"{OLD}/blog"))

    # then
    told = lines(home)
    assert told["/blog/?p=1"] == "/2012/text-1/"
    assert told["/blog/category/pay/"] == "/pay/"
    assert "/?p=1" not in told


def test_a_blog_with_plain_addresses(home):
    """Everything is behind a question mark."""
    # when
    home.move(wxr(item(7, link=f"{OLD}/?p=7", comments=comment(1))))

    # then
    told = lines(home)
    assert told["/?feed=rss2&p=7"] == "/2012/text-7/comments.atom"
    assert told["/?m=201205"] == told["/?m=20120503"] == "/archive/2012/"


def test_ghost_has_its_feeds_lists_ids_and_pictures(home):
    """A subscriber's program knows a text by the number that Ghost gave it."""
    # given
    data = json.loads((EXPORTS / "ghost.json").read_text("utf-8"))
    post = data["db"][0]["data"]["posts"][0]
    post |= {"id": "5fa3c1d2e4b0a9f8d7c6b5a4", "feature_image": "__GHOST_URL__/content/images/desk.jpg"}
    for row in (row for name in ("posts_tags", "posts_authors") for row in data["db"][0]["data"][name]):
        row["post_id"] = post["id"] if row["post_id"] == "p1" else row["post_id"]
    data["db"][0]["data"]["posts_meta"] = [{"post_id": post["id"], "feature_image_alt": "A desk"}]

    # when
    home.move(home.write("ghost.json", json.dumps(data)), address="https://grob.example")

    # then
    text = home.files()["articles/2021/gribble.md"]
    assert header(home, "articles/2021/gribble.md")["Id"] == post["id"]
    assert "![A desk](https://grob.example/content/images/desk.jpg)" in text
    told = lines(home)
    assert told["/rss/"] == "/feeds/all.atom"
    assert told["/tag/grobbing/"] == "/grobbing/"
    assert told["/tag/grobbing/rss/"] == "/feeds/grobbing.atom"
    assert [new for old, new in told.items() if old.startswith("/author/")]


def test_no_line_leads_away_from_what_is_here_already(home):
    """A build would refuse it: somebody has a page where the old site had its feed."""
    # given
    (home.content / "pages").mkdir(parents=True)
    (home.content / "pages/rss.md").write_text("Title: Feeds\n\nAll.\n", "utf-8")

    # when
    home.move(EXPORTS / "ghost.json")

    # then
    assert home.code == 0, home.wrong
    assert "/rss/" not in lines(home)
    assert "/feed/" in lines(home)


def test_substack_knows_a_text_by_its_address(home):
    """So it must be told; where it is not, that is said."""
    # when
    home.move(packed(EXPORTS / "substack"))

    # then
    assert "Id" not in header(home, "articles/2022/quennel.md")
    assert "have no id that programs knew" in home.said
    assert "--address says where the old site was" in home.said

    # when
    other = type(home)(home.folder / "other", home.capsys)
    other.folder.mkdir()
    other.move(packed(EXPORTS / "substack"), address="https://quennel.example")

    # then
    assert header(other, "articles/2022/quennel.md")["Id"] == "https://quennel.example/p/quennel"
    assert "have no id" not in other.said
    assert lines(other) == {"/feed/": "/feeds/all.atom"}


def test_blogger_has_its_feeds_and_labels(home):
    """Also a label of two words."""
    # given
    export = (EXPORTS / "blogger.xml").read_text("utf-8").replace("term='lamps'", "term='old lamps'")

    # when
    home.move(home.write("blogger.xml", export))

    # then
    told = lines(home)
    assert told["/feeds/posts/default/"] == "/feeds/all.atom"
    assert told["/feeds/comments/default/"] == "/feeds/comments.atom"
    assert told["/search/label/Flimmer/"] == "/flimmer/"
    assert told["/search/label/old%20lamps/"] == "/tag/old-lamps/"
    assert told["/2010_02_01_archive.html"] == "/archive/2010/"


@pytest.mark.parametrize("name", ["jekyll", "hugo"])
def test_a_folder_that_is_named_in_another_way_is_the_same_folder(home, monkeypatch, name):
    """By its whole path, from within it, from beside it."""
    # given
    home.move(EXPORTS / name)
    before = home.files()

    # when
    monkeypatch.chdir(EXPORTS / name)
    home.move(EXPORTS / name / ".." / name)
    home.move(Path())

    # then
    assert "0 files new, 0 updated" in home.said
    assert home.files() == before


def test_a_text_of_movable_type_is_the_same_when_another_comes_before_it(home):
    """The newest stand first in some exports, and none has a number."""
    # given
    export = (EXPORTS / "movabletype.txt").read_text("utf-8")
    home.move(home.write("mt.txt", export))
    before = home.files()
    newer = "TITLE: Newer\nBASENAME: newer\nSTATUS: Publish\nDATE: 06/07/2005 10:00:00 AM\n-----\n"
    newer += "BODY:\nHm.\n-----\n--------\n"

    # when
    home.move(home.write("mt.txt", newer + export))

    # then
    assert "1 files new, 0 updated" in home.said
    assert {path: home.files()[path] for path in before} == before
