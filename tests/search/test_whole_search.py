"""Whole builds with the index of the search: which bundles are made, from what, and when again."""

import gzip
import json
import re
import shutil

import pytest

import plugins.search.shell as shell
from tests.site.small_site import START, SmallSite, comment, differences, tree

SEARCH = "--search"
BUNDLES = ["entries", "articles", "articles-archive", "comments", "comments-archive", "pages"]


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    """A site that was built once; tests take copies."""
    site = SmallSite(tmp_path_factory.mktemp("search") / "site")
    site.start(site.output, site.cache, SEARCH).wait()
    return site


@pytest.fixture
def site(tmp_path):
    """A site of the test's own, built."""
    made = SmallSite(tmp_path / "site")
    built = made.build(SEARCH)
    assert built.status == 0, built.said
    return made


def build(site):
    """An incremental build, which must leave what a clean one would. What it said."""
    built = site.build(SEARCH)
    assert built.status == 0, built.said
    fresh = site.root / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    assert site.start(fresh / "output", fresh / "cache", SEARCH).wait().status == 0
    found = differences(tree(site.output), tree(fresh / "output"))
    assert not found, "\n".join(found[:8])
    return built.said


def indexed(said):
    """Names of the bundles that a build says it indexed."""
    found = re.search(r"Indexed for the search: ([\w, -]+);", said)
    return found[1].split(", ") if found else []


def folder_of(site, bundle):
    return site.output / "static/search" / shell.engine_version() / bundle


def stamps(folder):
    """What the files look like from outside."""
    return {
        path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()
    }


def fragments(site, bundle):
    """Address → what a result shows, for every document of a bundle."""
    read = (
        json.loads(gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd"))
        for path in sorted((folder_of(site, bundle) / "fragment").iterdir())
    )
    return {one["url"]: one for one in read}


def test_each_kind_has_its_bundle_and_each_age(pristine):
    """The line is the year of the newest article, whatever the clock says."""
    assert sorted(fragments(pristine, "entries")) == [
        f"/dictionary/{slug}/"
        for slug in (
            "advice",
            "agenda",
            "boss",
            "coffee",
            "due",
            "gap",
            "notice",
            "pay",
            "the-exit-interview",
            "translate",
            "work",
            "worker",
        )
    ]
    assert sorted(fragments(pristine, "articles")) == ["/2026/newest/"]
    assert sorted(fragments(pristine, "pages")) == ["/about/", "/scripts/", "/subscribe/"]
    archive = sorted(fragments(pristine, "articles-archive"))
    assert archive[0] == "/2023/plain/"
    assert len(archive) == 9
    assert sorted(fragments(pristine, "comments")) == ["/2026/newest/000001/", "/dictionary/gap/000001/"]
    assert sorted(fragments(pristine, "comments-archive")) == ["/2024/coffee/000001/"]


def test_an_entry_is_found_by_what_it_says(pristine):
    """Its head is its title, and its labels are no words."""
    found = fragments(pristine, "entries")["/dictionary/gap/"]

    assert found["meta"]["title"] == "Gap"
    assert found["content"] == "(1) a hole; (2) a holiday, in a résumé. Cf. ADVICE. Commentary, with the gap."


def test_the_index_names_what_is_there(pristine):
    """The page asks for nothing that would not answer."""
    found = json.loads((pristine.output / "search/index.json").read_text())

    assert [bundle["name"] for bundle in found["bundles"]] == BUNDLES
    assert (pristine.output / found["engine"].strip("/")).is_file()
    for bundle in found["bundles"]:
        assert (pristine.output / bundle["path"].strip("/") / shell.ENTRY).is_file()
    engines = [path.parent.name for path in pristine.output.rglob("wasm.*")]
    assert engines == ["entries"]


def test_what_is_not_published_is_not_found(pristine):
    """Drafts, hidden articles, those not yet due, and what was said under them."""
    said = json.dumps([fragments(pristine, bundle) for bundle in BUNDLES])

    assert "Read it twice." in said
    for unpublished in ("Unfinished", "By address only", "With a word of its own"):
        assert unpublished not in said


def test_a_comment_is_found_by_its_author_and_a_deleted_one_not_at_all(site):
    """Its heading is the name; the number of a deleted one stays its own."""
    # given
    site.write(*_comment(2, "Gone", "What was said.", Status="deleted"))
    site.write(*_comment(3, "Nan", "And still."))
    build(site)

    # when
    found = fragments(site, "comments")["/2026/newest/000001/"]

    # then
    assert found["meta"]["title"] == "The newest"
    assert [(one["id"], one["text"]) for one in found["anchors"]] == [
        ("comment-1", "Nan"),
        ("comment-3", "Nan"),
    ]
    assert "What was said" not in found["content"]


def _comment(number, author, body, folder="newest", **headers):
    name, text = comment(number, "2026-05-03T10:00:00Z", author, body, **headers)
    return f"comments/{folder}/{name}", text


def test_every_comment_of_a_long_thread_stands_where_its_page_is(site):
    """Runs of fifty; from 251 on they are on pages of their own."""
    # given
    for number in range(2, 261):
        site.write(*_comment(number, f"Reader{number}", f"Remark{number}."))

    # when
    build(site)

    # then
    runs = {url: one for url, one in fragments(site, "comments").items() if "/newest/" in url}
    places = {anchor["id"]: url for url, one in runs.items() for anchor in one["anchors"]}
    assert len(places) == 260
    assert places["comment-50"] == "/2026/newest/000001/"
    assert places["comment-51"] == "/2026/newest/000002/"
    assert places["comment-250"] == "/2026/newest/000005/"
    assert places["comment-260"] == "/2026/newest/comments/2/000006/"
    page = (site.output / "2026/newest/comments/2/index.html").read_text()
    assert 'id="comment-260"' in page


def test_an_edit_to_this_years_article_leaves_the_archive_alone(site):
    """Not made again, not written again."""
    # given
    before = {bundle: stamps(folder_of(site, bundle)) for bundle in BUNDLES}

    # when
    article = site.content / "articles/2026/newest.md"
    article.write_text(article.read_text() + "\nA new paragraph.\n")
    said = build(site)

    # then
    after = {bundle: stamps(folder_of(site, bundle)) for bundle in BUNDLES}
    assert indexed(said) == ["articles"]
    assert [bundle for bundle in BUNDLES if after[bundle] != before[bundle]] == ["articles"]


def test_an_edit_has_its_own_bundle_indexed(site):
    """And no other."""
    edits = {
        "articles/2024/gap.md": ["articles-archive"],
        "dictionary/gap.md": ["entries"],
        "pages/about.md": ["pages"],
        "comments/coffee/0001-01J8ZC5T9R01.md": ["comments-archive"],
        "openings/404.md": [],
    }
    before = stamps(folder_of(site, "articles-archive"))
    for path, bundles in edits.items():
        file = site.content / path
        file.write_text(file.read_text() + "\nOne thing more.\n")

        assert indexed(site.build(SEARCH).said) == bundles
    assert indexed(build(site)) == []
    kept = stamps(folder_of(site, "articles-archive")).items() & before.items()
    assert len([path for path, _ in kept if path.parent.name == "fragment"]) == 8


def heads(site):
    """Title → other words that lead there."""
    found = json.loads((site.output / "search/heads.json").read_text("utf-8"))
    return {title: also for _, title, _, _, also, _ in found["heads"]}


def test_other_words_of_an_article_a_page_and_a_list_lead_there(site):
    """What `Also:` says there is of the text, and not of the word that it begins with; a change is seen at once."""
    # given
    for path, words in (
        ("articles/2024/coffee.md", "chat over coffee, a coffee chat"),
        ("pages/about.md", "who we are"),
        ("openings/category-pay.md", "money"),
    ):
        file = site.content / path
        head, _, body = file.read_text().partition("\n\n")
        file.write_text(f"{head}\nAlso: {words}\n\n{body}")

    # when
    build(site)

    # then
    found = heads(site)
    assert found["Coffee & nobody <hired>"].startswith("chat over coffee, a coffee chat, ")
    assert (found["Coffee"], found["About"], found["Pay"]) == ("", "who we are", "money")

    # when
    file = site.content / "articles/2024/coffee.md"
    file.write_text(file.read_text().replace("Also: chat over coffee, a", "Also: a"))
    build(site)

    # then
    assert heads(site)["Coffee & nobody <hired>"].startswith("a coffee chat, ")


def test_where_nothing_changed_nothing_is_indexed(site):
    """Nor when only a page that is not searched, a template or a style changed."""
    assert site.build(SEARCH).nothing_changed

    sheet = site.theme / "static/css/site.css"
    sheet.write_text(sheet.read_text() + "\n.definition { color: inherit; }\n")

    assert indexed(build(site)) == []


def test_a_new_year_moves_the_line_once(site):
    """What was current is archive now."""
    # when
    site.clock = START + 400 * 86_400
    site.write("articles/2027/first.md", "Title: First\nDate: 2027-01-05\nCategory: Pay\n\nOf a year.\n")
    said = build(site)

    # then
    assert set(indexed(said)) >= {"articles", "articles-archive", "comments-archive"}
    assert "/2027/first/" in fragments(site, "articles")
    assert "/2026/newest/" in fragments(site, "articles-archive")


def test_a_file_of_the_index_that_is_lost_or_changed_is_made_again(site):
    """As any other of the output folder."""
    # given
    chunk = next((folder_of(site, "articles-archive") / "index").iterdir())
    meta = next(folder_of(site, "comments").glob("*.pf_meta"))

    # when
    chunk.unlink()
    meta.write_bytes(b"?")
    said = build(site)

    # then
    assert indexed(said) == ["articles-archive", "comments"]


def test_a_preview_has_no_index_unless_it_is_asked_for(site):
    """An author who saves does not wait for it; what there was goes, for it would be stale."""
    # when
    built = site.build()

    # then
    assert built.status == 0
    assert not (site.output / "static/search").exists()
    assert [path.name for path in (site.output / "search").iterdir()] == ["index.html"]
    assert site.build().nothing_changed
    assert indexed(build(site)) == BUNDLES


def test_when_pagefind_fails_the_build_fails(site, monkeypatch):
    """With one line, and the next build goes on from there."""
    # given
    program = site.root / "pagefind"
    program.write_text("#!/bin/sh\necho no space left >&2\nexit 3\n")
    program.chmod(0o755)
    site.write("pages/about.md", "Title: About\n\nOther words.\n")

    # when
    with monkeypatch.context() as patched:
        patched.setattr(shell, "get_executable", lambda: program)
        built = site.build(SEARCH)

    # then
    assert built.status == 1
    assert built.said == (
        "search: Pagefind could not index the pages (no space left); install it again (make distclean), or build "
        "without a search (SEARCH_INDEX = False)\n"
    )
    assert "pages" in indexed(build(site))


def test_an_empty_site_can_be_searched_too(tmp_path):
    """There is nothing to find, and that is said, not failed."""
    site = SmallSite(tmp_path / "site", {"pages/about.md": "Title: About\n\nUs.\n"})

    assert site.build(SEARCH).status == 0
    found = json.loads((site.output / "search/index.json").read_text())
    assert [bundle["name"] for bundle in found["bundles"]] == ["pages"]
