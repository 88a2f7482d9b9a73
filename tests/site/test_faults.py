"""No input of an author, of a theme or of the settings ends in a traceback."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from plugins.checks import rules
from plugins.checks.read import read_sources
from tests.checks.test_generated import generated
from tests.site.small_site import SETTINGS, SmallSite, article


@pytest.fixture(scope="module")
def built_once(tmp_path_factory):
    """One small site for all of these."""
    one = SmallSite(tmp_path_factory.mktemp("faults"), {})
    write_text(one)
    assert one.build().status == 0
    return one


@pytest.fixture
def site(built_once):
    """With its one text, whatever the test before wrote; a test puts back what it changes of theme and settings."""
    yield built_once
    shutil.rmtree(built_once.content)
    write_text(built_once)


def write_text(site: SmallSite) -> None:
    """The one that the site has."""
    site.write("articles/2026/a.md", article("A", "2026-01-02", "Pay", "Some *text*."))


def said(site: SmallSite) -> str:
    """What a build says that fails."""
    built = site.build()
    assert built.status == 1, built.said
    assert "Traceback" not in built.said
    return built.said.strip()


def test_odd_attributes_are_in_the_page_and_not_in_the_feed(site):
    """HTML allows names that XML does not."""
    # given
    site.write(
        "articles/2026/b.md", article("B", "2026-01-03", "Pay", 'Some <b {x}y title="t">bold</b> text.')
    )

    # when
    built = site.build()

    # then
    assert built.status == 0, built.said
    assert '<b title="t">bold</b>' in (site.output / "feeds/all.json").read_text("utf-8").replace('\\"', '"')


def test_a_file_becomes_a_folder_and_back(site):
    """What stands in the way is of the build before."""
    # given
    here = site.content / "images/logo"
    for name in ("images/logo/a.txt", "images/logo", "images/logo/a.txt"):
        # when
        if here.is_dir():
            (here / "a.txt").unlink()
            here.rmdir()
        here.unlink(missing_ok=True)
        site.write(name, name)
        header = "Title: Logo\nDate: 2026-05-01\nCategory: Pay\n\n"
        site.write("articles/2026/logo.md", f"{header}[The logo]({{static}}/{name}).\n")
        built = site.build()

        # then
        assert built.status == 0, built.said
        assert (site.output / name).read_text("utf-8") == name
    assert not list(site.output.rglob("*.part"))


MAIN = "{% block main %}"
AT = "theme/templates/article.html"


@pytest.mark.parametrize(
    ("added", "message"),
    [
        ("{% if %}", "Expected an expression, got 'end of statement block'; mend the template"),
        (
            "{{ view.nothing }}",
            "'plugins.pages.model.ArticleView object' has no attribute 'nothing'; mend the template",
        ),
        (
            "{% include 'none.html' %}",
            'there is no template "none.html"; write it, or correct its name',
        ),
    ],
)
def test_a_broken_template_is_named_with_its_line(site, added, message):
    """Whoever changes a theme sees where."""
    # given
    template = site.theme / "templates/article.html"
    whole = template.read_text("utf-8")
    changed = whole.replace(MAIN, f"{MAIN}\n{added}", 1)
    line = changed.split("\n").index(added) + 1

    # when
    template.write_text(changed, "utf-8")
    try:
        told = said(site)
    finally:
        template.write_text(whole, "utf-8")

    # then
    assert told == f"{AT}:{line}: {message}"


def test_a_theme_is_read_only_where_it_stands(site):
    """A pipe would be waited for, for ever; a link shows what nobody has published."""
    # given
    pipe, link = site.theme / "static/pipe.css", site.theme / "static/passwords.txt"
    os.mkfifo(pipe)
    link.symlink_to("/etc/hostname")

    # when
    try:
        told = said(site)
    finally:
        pipe.unlink()
        link.unlink()

    # then
    assert told.splitlines() == [
        "theme/static/passwords.txt:1: a link that leads out of the sources; put the file itself here",
        "theme/static/pipe.css:1: no file but a pipe, a socket or a device; delete it",
    ]


def test_broken_settings_are_named_with_their_line(site):
    """They are a program, and its faults are their author's."""
    # given
    settings = site.root / SETTINGS
    whole = settings.read_text("utf-8")

    for more, words in (
        ("NOT_THERE\n", "NameError: name 'NOT_THERE' is not defined"),
        ("A = (\n", "SyntaxError: '(' was never closed"),
    ):
        # when
        settings.write_text(whole + more, "utf-8")
        try:
            told = said(site)
        finally:
            settings.write_text(whole, "utf-8")

        # then
        line = whole.count("\n") + 1
        assert told == f"{settings}:{line}: {words}; mend the settings"


def test_what_is_only_warned_of_is_built(tmp_path):
    """A warning stops nothing, and neither does what it is about."""
    # given
    texts = {f"articles/2026/text-{number}.md": body for number, (_, body) in enumerate(generated())}
    site = SmallSite(tmp_path, texts)
    now = datetime.fromtimestamp(site.clock, UTC)
    while findings := rules.every_finding(read_sources(site.content, now)):  # one text may need another
        for finding in findings:
            Path(finding.source.path).unlink(missing_ok=True)
    left = site.files("articles/**/*.md")

    # when
    built = site.build()

    # then
    assert len(left) > 50
    assert built.status == 0, built.said
    assert len(list((site.output / "2026").iterdir())) == len(left)


def test_a_hostile_content_ends_in_findings_alike_in_check_and_build(site):
    """Links to anywhere, a loop, pipes and odd names: nothing hangs, nothing is read, all are named."""
    # given
    content = site.content
    for folder in ("images", "articles/2026", "dictionary"):
        (content / folder).mkdir(parents=True, exist_ok=True)
    (content / "images/host.txt").symlink_to("/etc/hostname")
    (content / "articles/loop").symlink_to(".")
    (content / "articles/2026/gone.md").symlink_to("nowhere")
    for pipe in ("images/f.svg", "articles/2026/f.md", "dictionary/f.md"):
        os.mkfifo(content / pipe)
    (content / "articles/2026/a\nb.md").write_text("x")
    site.write("articles/2026/tag.md", article("T", "2026-01-02", "Pay", "x", Tags="t" * 300))
    site.write("articles/2026/year.md", article("T", "9999-12-31T23:59:59-12:00", "Pay", "x"))
    site.write("articles/2026/slug.md", article("T", "2026-01-02", "Pay", "x", Slug="../../x"))
    site.write("articles/2026/category.md", article("T", "2026-01-02", "..", "x"))
    site.write("articles/2026/terms.md", article("T", "2026-01-02", "Pay", "x", Terms="maybe"))

    # when
    built = said(site).splitlines()
    checked = read_sources(content, datetime.fromtimestamp(site.clock, UTC)).findings

    # then
    assert sorted(line.partition("content/")[2] for line in built) == sorted(
        str(finding).partition("content/")[2] for finding in checked
    )
    assert [line.partition("content/")[2].split(": ")[0] for line in sorted(built)] == [
        "articles/2026/a\\nb.md:1",
        "articles/2026/category.md:3",
        "articles/2026/f.md:1",
        "articles/2026/gone.md:1",
        "articles/2026/slug.md:4",
        "articles/2026/tag.md:4",
        "articles/2026/terms.md:4",
        "articles/2026/year.md:2",
        "articles/loop:1",
        "dictionary/f.md:1",
        "images/f.svg:1",
        "images/host.txt:1",
    ]


def test_a_tree_with_another_folder_is_built_by_naming_it(site, monkeypatch):
    """`make html ARTICLES=posts`, and the name of a file with a space in it."""
    # given
    site.write("posts/two words.md", article("Two", "2026-01-05", "Pay", "Words.", Lang="fr"))
    site.write("posts/b.md", article("B", "2026-01-06", "Pay", "See [that]({filename}two words.md)."))
    (site.content / "articles/2026/a.md").unlink()

    # when
    refused = said(site)
    monkeypatch.setenv("ARTICLES", "posts")
    built = site.build()

    # then
    assert [line.partition("content/")[2] for line in refused.splitlines()] == [
        "posts/b.md:1: not in a folder of texts, so it is not published; move it to articles/, "
        "or build with ARTICLES=posts (and 1 more here)"
    ]
    assert built.status == 0, built.said
    assert 'href="/2026/two-words/"' in (site.output / "2026/b/index.html").read_text("utf-8")
