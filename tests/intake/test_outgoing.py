"""plugins/intake/outgoing.py and command_mention.py: releases on disk, other sites on this machine."""

import argparse
import json
from datetime import UTC, datetime

import pytest

from plugins.intake import command_mention, fetch, outgoing
from plugins.intake.outgoing import links_of, read_ledger
from plugins.publish.directory import Directory
from plugins.publish.model import Release as Line
from plugins.publish.tree import read_tree
from tests.intake.elsewhere import Page, elsewhere, may_ask_loopback

ORIGIN = "https://exit-interview.example"
PAGE = """<!doctype html><title>T</title><main id="main" class="h-entry"><data class="u-url" value="{address}"></data>
<p>{text}<section id="comments"><a href="{thread}">said a reader</a></section></main>"""


@pytest.mark.parametrize("address", ["/2026/a/", f"{ORIGIN}/2026/a/"])
def test_the_source_is_one_whole_address(address):
    """A release has the whole address in its pages."""
    page = PAGE.format(address=address, text='<a href="https://b.example/">b</a>', thread="/")

    assert outgoing.links_of(page.encode(), ORIGIN) == {(f"{ORIGIN}/2026/a/", "https://b.example/")}


@pytest.fixture
def site():
    with elsewhere() as site:
        yield site


@pytest.fixture(autouse=True)
def here(monkeypatch):
    """The machine's own servers are the public web."""

    def ask(question):
        return fetch.ask(outgoing.replace(question, may_ask=may_ask_loopback))

    monkeypatch.setattr(command_mention, "tell", lambda *of: outgoing.tell(*of, ask_for=ask))


class House:
    """A content folder and a folder of releases."""

    def __init__(self, folder):
        self.folder = folder
        (folder / "content").mkdir()
        (folder / "publishconf.py").write_text(f"SITEURL = '{ORIGIN}'\n")
        self.directory = Directory(folder / "public")

    def publish(self, shared="", **texts):
        """A release whose articles have these texts, with a draft that is shared if it has one."""
        half = self.folder / "public/releases/half"
        for slug, text in texts.items():
            page = half / "2026" / slug / "index.html"
            page.parent.mkdir(parents=True)
            address, thread = f"/2026/{slug}/", "https://reader.example/"
            page.write_text(PAGE.format(address=address, text=text, thread=thread))
        if shared:
            draft = half / "preview/5f0c/index.html"
            draft.parent.mkdir(parents=True)
            draft.write_text(PAGE.format(address="/preview/5f0c/", text=shared, thread=""))
        manifest = read_tree(half)
        half.rename(self.directory.tree(manifest.id))
        self.directory.seal(manifest)
        before = self.directory.current_id()
        self.directory.switch(manifest.id)
        now = datetime(2026, 11, 14, tzinfo=UTC)
        self.directory.record(Line(now, "publish", manifest.id, before, {}, 0, 0, 0, 0))

    def mention(self, *arguments):
        parser = argparse.ArgumentParser()
        command_mention.add_arguments(parser)
        folders = ("--content", self.folder / "content", "--public", self.folder / "public")
        publication = ("--publication", self.folder / "publishconf.py")
        return command_mention.run(parser.parse_args([*map(str, (*folders, *publication)), *arguments]))

    @property
    def told(self):
        return list(read_ledger(self.folder / "content/mentions.jsonl").told.values())


@pytest.fixture
def house(tmp_path):
    (tmp_path / "public/releases").mkdir(parents=True)
    return House(tmp_path)


def link(*addresses):
    return " ".join(f'<a href="{address}">x</a>' for address in addresses)


def posts(site):
    return [asked for asked in site.asked if asked.method == "POST"]


def test_a_link_that_is_new_in_a_release_is_told_once(house, site):
    """The endpoint gets both addresses, and none of a draft that is shared; the next run has nothing to say."""
    # given
    site.pages["/post"] = Page(b'<link rel="webmention" href="/told?by=us">')
    site.pages["/told?by=us"] = Page(b"", 202)
    house.publish(old="Nothing yet.")
    assert house.mention() == "No link is new"
    house.publish(
        shared=link(f"{site.url}/post"),
        old="Nothing yet.",
        coffee=link(f"{site.url}/post#part", "/2026/own/", f"{ORIGIN}/2026/own/"),
    )

    # when
    said = house.mention()

    # then
    assert said == "Told 1 of 1; 0 take no mentions"
    assert [asked.body.decode() for asked in posts(site)] == [
        "source=https%3A%2F%2Fexit-interview.example%2F2026%2Fcoffee%2F&target="
        + site.url.replace(":", "%3A").replace("/", "%2F")
        + "%2Fpost"
    ]
    assert house.mention() == "No link is new"
    assert house.told[0].endpoint == f"{site.url}/told?by=us"


def test_what_was_linked_before_is_not_told(house, site):
    """Nobody wants news of four hundred old articles."""
    # given
    site.pages["/told"] = Page(b"", 202)
    site.pages["/post"] = Page(b'<link rel="webmention" href="/told">')
    house.publish(old=link(f"{site.url}/post"))
    house.publish(old=link(f"{site.url}/post") + " edited")

    # then
    assert house.mention() == "No link is new"
    assert house.mention("--all", "--dry-run") == (f"{ORIGIN}/2026/old/ → {site.url}/post\n1 would be told")
    assert site.asked == []


def test_releases_between_two_runs_are_not_lost(house, site):
    """The ledger knows which release it has seen."""
    # given
    site.pages["/told"] = Page(b"", 202)
    site.pages["/post"] = Page(b'<link rel="webmention" href="/told">')
    house.publish(a="One.")
    house.mention()
    house.publish(a="One.", b=link(f"{site.url}/post"))
    house.publish(a="One.", b=link(f"{site.url}/post"), c="Three.")

    # then
    assert house.mention() == "Told 1 of 1; 0 take no mentions"


def test_a_link_that_is_gone_is_told_to_whom_it_was_told(house, site):
    """So that they can take it away; those who were never told need not know."""
    # given
    site.pages["/told"] = Page(b"", 202)
    for name in ("/post", "/other"):
        site.pages[name] = Page(b'<link rel="webmention" href="/told">')
    house.publish(a=link(f"{site.url}/other"))
    house.mention()
    house.publish(a=link(f"{site.url}/other", f"{site.url}/post"))
    house.mention()

    # when
    house.publish(a="Nothing.")

    # then
    assert [asked.path for asked in site.asked] == ["/other", "/told", "/post", "/told"]
    assert house.mention() == "Told 2 of 2; 0 take no mentions"


def test_a_page_without_an_endpoint_is_noted_and_left_in_peace(house, site):
    """One question a link, ever."""
    # given
    site.pages["/post"] = Page(b"<p>No.")
    house.publish(a=link(f"{site.url}/post", f"{site.url}/missing"))

    # then
    assert house.mention() == "Told 0 of 2; 2 take no mentions"
    assert house.mention("--again") == "No link is new"


def test_an_endpoint_that_leads_elsewhere_has_not_taken_it(house, site):
    """A GET there would succeed and mean nothing: it is shown, and tried again by hand only."""
    # given
    site.pages["/post"] = Page(b'<link rel="webmention" href="/told">')
    site.leads("/told", "/new/told", 301)
    site.pages["/new/told"] = Page(b"", 202)
    house.publish(a=link(f"{site.url}/post"))

    # when
    said = house.mention()

    # then
    assert said.splitlines()[0] == f"not delivered: {site.url}/post (301, leads to {site.url}/new/told)"
    assert [asked.path for asked in site.asked] == ["/post", "/told"]
    assert house.mention() == "No link is new"
    assert house.mention("--again").splitlines()[0] == said.splitlines()[0]


def test_what_cannot_be_reached_is_tried_again_and_not_for_ever(house, site):
    """Five runs; then by hand."""
    # given
    site.pages["/post"] = Page(b"down", 503)
    house.publish(a=link(f"{site.url}/post"))

    # when
    said = [house.mention().splitlines()[-1] for _ in range(6)]

    # then
    assert said == [*["Told 0 of 1; 0 take no mentions"] * 5, "No link is new"]
    assert [(told.state, told.tries) for told in house.told] == [("unreachable", 5)]
    assert house.mention("--again").splitlines()[0] == f"unreachable: {site.url}/post (the page: 503)"


@pytest.mark.parametrize("status", (400, 404, 500))
def test_what_an_endpoint_refuses_is_shown(house, site, status):
    """With its status."""
    site.pages["/post"] = Page(b'<link rel="webmention" href="/told">')
    site.pages["/told"] = Page(b"no", status)
    house.publish(a=link(f"{site.url}/post"))

    assert house.mention().splitlines()[0].endswith(f": {site.url}/post ({status})")


def test_an_endpoint_within_our_own_network_is_not_told(house, site):
    """Whoever writes the page chooses its endpoint."""
    site.pages["/post"] = Page(b'<link rel="webmention" href="http://10.0.0.1/router">')
    house.publish(a=link(f"{site.url}/post"))

    assert house.mention().splitlines()[0] == (
        f"not delivered: {site.url}/post (http://10.0.0.1/router is not on the public web)"
    )


def test_a_run_that_was_cut_off_goes_on_where_it_was(house, site):
    """Each line is on the disk before the next site is asked; half a line is none."""
    # given
    for name in ("/one", "/two"):
        site.pages[name] = Page(b'<link rel="webmention" href="/told">')
    site.pages["/told"] = Page(b"", 202)
    house.publish(a=link(f"{site.url}/one", f"{site.url}/two"))
    path = house.folder / "content/mentions.jsonl"
    house.mention()
    lines = path.read_text().splitlines(keepends=True)
    path.write_text(lines[0] + lines[1][:20])

    # when
    said = house.mention()

    # then
    assert said == "Told 1 of 1; 0 take no mentions"
    assert [asked.path for asked in site.asked] == ["/one", "/told", "/two", "/told", "/two", "/told"]
    assert json.loads(path.read_text().splitlines()[-1]) == {"release": house.directory.current_id()}


def test_the_thread_and_the_house_are_not_what_the_article_links_to():
    """Readers' links are theirs; odd addresses are nothing to be told."""
    odd = link("mailto:a@b.example", "javascript:x", "http://[half", "#a", "https://else.example/a?b=1#c")
    page = PAGE.format(address="/2026/a/", text=odd, thread="https://reader.example/")

    assert links_of(page.encode(), ORIGIN) == {(f"{ORIGIN}/2026/a/", "https://else.example/a?b=1")}
    assert (
        links_of(b"<title>A list</title><main><a href=https://else.example/>x</a></main>", ORIGIN)
        == frozenset()
    )


def test_before_a_publish_there_is_nothing_to_tell(house):
    """It says what to do."""
    with pytest.raises(command_mention.MachineError, match="publish first"):
        house.mention()


def test_a_publication_without_an_address_tells_nobody(house):
    """A preview has none."""
    (house.folder / "publishconf.py").write_text("SITEURL = ''\n")

    with pytest.raises(command_mention.MachineError, match="SITEURL is no web address"):
        house.mention()
