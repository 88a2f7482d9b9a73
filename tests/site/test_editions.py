"""The editions of the publication, as readers take them."""

import re
import socket
import subprocess
from pathlib import Path

import pytest

from plugins.publish.model import describe
from tests.editions.conftest import needs
from tests.editions.test_book import expect_whole, files_in
from tests.site.small_site import SmallSite

EDITIONS = "dictionary/editions"


@pytest.fixture(scope="module")
def page(publication):
    """The page that offers them."""
    return publication.page(f"/{EDITIONS}/")


def test_the_page_says_how_large_each_file_is(publication, page):
    """To the kilobyte; and every file that there is stands on it."""
    # given
    offered = {
        item.find("a").get("href"): item.find_class("meta")[0].text
        for item in page.xpath("//ul/li[a[@download]]")
    }

    # when
    there = {
        f"/{EDITIONS}/{path.name}": f"{round(path.stat().st_size / 1000):,} kB"
        for path in (publication.folder / EDITIONS).iterdir()
        if path.name != "index.html"
    }

    # then
    assert offered == there
    assert {"exit-interview.stardict.zip", "exit-interview-dictionary.pdf", "exit-interview-2026.epub"} <= {
        Path(address).name for address in offered
    }


TYPES = {
    ".epub": "application/epub+zip",
    ".gz": "application/gzip",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
}


def test_each_file_is_sent_as_what_it_is(publication):
    """And asked for again within an hour, for its address stays the same."""
    files = [path.name for path in (publication.folder / EDITIONS).iterdir() if path.name != "index.html"]
    sent = {name: describe(f"{EDITIONS}/{name}", "", 0) for name in files}

    assert {one.media_type for one in sent.values()} == set(TYPES.values())
    assert all(one.media_type == TYPES[Path(name).suffix] for name, one in sent.items())
    assert {one.cache for one in sent.values()} == {"file"}


def typed(page, kind):
    """The lines that a reader is told to type."""
    (block,) = page.xpath(f"//section[@aria-labelledby='{kind}']//pre")
    return block.text_content().strip().splitlines()


@needs("sdcv")
def test_dictionary_programs_find_it_where_the_page_says(publication, page, tmp_path):
    """The three lines as written, but for the network."""
    # given
    lines = typed(page, "stardict")
    fetched = [
        re.sub(r"curl -O https://[^/]+(\S+)", rf"cp '{publication.folder}\1' .", line) for line in lines
    ]

    # when
    command = " && ".join([*fetched, "sdcv -n -e -0 boss"])
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["sh", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
    )

    # then
    assert len(lines) == 3
    assert "BOSS" in done.stdout


SERVED = """
set -e
for folder in /usr/share/dictd /var/lib/dictd /run; do mount -t tmpfs none $folder; done
{lines}
/usr/sbin/dictd --debug nodetach -p {port} > log 2>&1 &
ask() {{ LC_ALL=C.UTF-8 dict -P - -h 127.0.0.1 -p {port} "$@"; }}
until ask -D 2>/dev/null; do kill -0 $!; sleep 0.1; done
for word in {words}; do ask $word || echo none; done
kill $!
"""
"""In a place of its own, in which the folders of the system are empty; dictd as Debian starts it, but for the port."""


@needs("dictd")
@needs("dict")
@pytest.mark.skipif(
    subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode != 0,
    reason="needs a file system of its own: root may have one",
)
def test_a_dictionary_server_answers_after_the_lines_of_the_page(publication, page, tmp_path):
    """As written, but for the network, for sudo, and for the one that would restart the server of this machine."""
    # given
    fetch, unpack, configure = typed(page, "dictd")
    fetch = re.sub(r"curl -O https://[^/]+(\S+)", rf"cp '{publication.folder}\1' .", fetch)
    configure, restart = configure.split(" && ")
    lines = "\n".join((fetch, *(line.removeprefix("sudo ") for line in (unpack, configure))))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    # when
    script = SERVED.format(lines=lines, port=port, words="boss résumé start-up")
    done = subprocess.run(
        ["unshare", "-m", "sh", "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    # then
    assert restart == "sudo service dictd restart"
    assert done.returncode == 0, done.stderr
    assert "BOSS, n." in done.stdout
    assert "RÉSUMÉ, n." in done.stdout
    assert "START-UP, n." in done.stdout


def test_no_address_in_a_book_leads_nowhere(publication):
    """Of any book of ours."""
    books = sorted((publication.folder / EDITIONS).glob("*.epub"))

    assert len(books) > 3
    for book in books:
        expect_whole(files_in(book.read_bytes()))


def test_what_changed_is_made_again_and_nothing_else(tmp_path):
    """A word changes: the dictionary's. An article changes: its year's. Without the setting there is none."""
    # given
    site = SmallSite(tmp_path / "site")
    settings = site.root / "conf.py"
    bare = settings.read_text("utf-8")
    settings.write_text(f"{bare}\nEDITIONS = ['stardict', 'epub', 'years']\n", "utf-8")
    site.build()
    made = site.output / EDITIONS
    first = {path.name: path.read_bytes() for path in made.iterdir()}
    article = next(path for path in site.files("articles/**/*.md"))

    # when
    article.write_text(article.read_text("utf-8") + "\nAnd more, of it.\n", "utf-8")
    site.build()
    second = {path.name: path.read_bytes() for path in made.iterdir()}
    word = next(path for path in site.files("dictionary/*.md"))
    word.write_text(re.sub(r"\.(?=\n|$)", ", of course.", word.read_text("utf-8"), count=1), "utf-8")
    site.build()
    third = {path.name: path.read_bytes() for path in made.iterdir()}
    settings.write_text(bare, "utf-8")
    site.build()

    # then
    changed = {name for name in first if first[name] != second[name]} - {"index.html"}
    assert changed
    assert all(re.fullmatch(r".+-\d{4}\.epub", name) for name in changed)
    again = {name for name in first if second[name] != third[name]} - {"index.html"}
    assert {name for name in again if "stardict" in name or "dictionary" in name} == {
        name for name in first if "stardict" in name or "dictionary" in name
    }
    assert not made.exists()
