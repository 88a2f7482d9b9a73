"""What must hold in a second engine: Debian's Firefox, under nginx with our own policy."""

import zipfile
from pathlib import Path

import pytest

from tests.bench.pages import TEMPLATES
from tests.browser.bidi import find_firefox, start_firefox
from tests.browser.test_access import FAULTS, WIDTH

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(find_firefox() is None, reason="no Firefox: apt-get install firefox-esr"),
]

MODEL = "/2026/the-coffee-that-gets-nobody-hired/"
READER = "moz-src/toolkit/components/reader/readability/Readability.js"
"""What Firefox itself makes its reader mode with, in its archive."""

READ = """(() => {
    %s
    const copy = new DOMParser().parseFromString(document.documentElement.outerHTML, "text/html");
    const { title, content } = new Readability(copy).parse();
    document.body.innerHTML = content;
    return title + "\\n" + document.body.innerText;
})()"""
WORD = ".prose > p a[interestfor]"


@pytest.fixture(scope="module")
def started(tmp_path_factory):
    """One browser for all tests of this file."""
    with start_firefox(find_firefox(), tmp_path_factory.mktemp("profile")) as firefox:
        yield firefox


@pytest.fixture
def firefox(started):
    """A word on the console is a failure."""
    started.heard.clear()
    yield started
    assert started.heard == []


@pytest.mark.parametrize("kind", TEMPLATES)
def test_nothing_is_wider_than_the_window(firefox, address, kind):
    """On a telephone and a desk, with text of twice the size too; and no page says anything."""
    firefox.open(address + TEMPLATES[kind], width=320)
    found = {}
    for size in ("100%", "200%"):
        firefox.ask(f"document.documentElement.style.fontSize = '{size}'")
        for width in (320, 1024):
            firefox.resize(width)
            found[size, width] = firefox.ask(f"[innerWidth - {WIDTH}, ({FAULTS})()]")

    assert {at: seen for at, seen in found.items() if seen[0] < 0 or seen[1]} == {}


def test_a_word_shows_its_preview_when_it_is_pointed_at(firefox, address):
    """Whether the browser knows interestfor or a script does it."""
    firefox.open(address + MODEL)

    firefox.point(WORD)

    firefox.until("document.querySelector('.preview:popover-open')")
    assert firefox.ask("document.querySelector('.preview:popover-open').id") == firefox.ask(
        f"document.querySelector('{WORD}').getAttribute('interestfor')"
    )


def test_a_tapped_word_opens_under_its_line_and_closes(firefox, address):
    """The line below moves once; a tap elsewhere closes it."""
    firefox.open(address + MODEL, width=390)

    firefox.point(WORD, "touch", presses=True)
    firefox.until("document.querySelector('.tapped')")
    assert firefox.ask("location.pathname") == MODEL
    firefox.ask("new Promise((done) => setTimeout(done, 600))")  # a preview would open after half of that
    assert firefox.ask("document.querySelector('.preview:popover-open')") is None
    below = firefox.ask(
        f"document.querySelector('.tapped').getBoundingClientRect().top"
        f" >= document.querySelector('{WORD}').getClientRects()[0].bottom - 1"
    )
    firefox.point(".title h1", "touch", presses=True)

    assert below
    firefox.until("!document.querySelector('.tapped')")


def test_the_search_answers(firefox, address):
    """Names first, and the texts behind them."""
    firefox.open(f"{address}/search/?q=recuiter")

    firefox.until("document.getElementById('status').textContent.includes('Found')")

    assert firefox.ask("document.querySelector('#results a').textContent") == "Recruiter"


def test_a_text_that_was_translated_is_there_after_a_look_at_an_entry(firefox, address):
    """With its result."""
    firefox.open(f"{address}/translate/")
    firefox.ask(
        "(() => { document.getElementById('text').value = 'Our family.';"
        " document.querySelector('.query button').click(); })()"
    )
    firefox.until("document.querySelector('#result .found li')")
    firefox.open(f"{address}/dictionary/family/")

    firefox.back()

    firefox.until("document.querySelector('#result mark')?.textContent == 'family'")
    assert firefox.ask("document.getElementById('text').value") == "Our family."


def test_the_paper_is_kept(firefox, address):
    """From page to page, until the reader wants the system's again."""
    ground = "getComputedStyle(document.body).backgroundColor"
    firefox.open(address + MODEL)
    before = firefox.ask(ground)
    dark, light = "rgb(23, 22, 20)", "rgb(253, 251, 247)"
    wanted, other = ("night", dark) if before == light else ("day", light)

    firefox.ask(
        f"[...document.querySelectorAll('.papers button')].find((one) => one.textContent == '{wanted}').click()"
    )
    assert firefox.ask(ground) == other
    firefox.open(f"{address}/about/")
    assert firefox.ask(ground) == other
    firefox.ask("document.querySelector('.papers button').click()")

    assert firefox.ask(ground) == before
    assert firefox.ask("localStorage.getItem('paper')") is None


@pytest.fixture(scope="module")
def reader():
    """Gives the text of the open page as reader mode has it: `reader(firefox)`."""
    archive = Path(find_firefox()).resolve().parent / "omni.ja"
    with zipfile.ZipFile(archive) as packed:
        source = packed.read(READER).decode()
    return lambda firefox: firefox.ask(READ % source)


def test_reader_mode_keeps_the_definition_and_the_thread(firefox, address, reader):
    """With their numbers, who says what, and in their order; and nothing that leads elsewhere."""
    firefox.open(address + MODEL)

    text = reader(firefox)

    kept = [
        "The coffee that gets nobody hired",
        "INFORMATIONAL INTERVIEW, n.,",
        "(1) a meeting",
        "(4) what a careers",
    ]
    kept += [
        "Pick one person",
        "Comment 1 The Second Desk",
        "Comment 2 Skeptic",
        "Comment 3 The Editor",
        "@Skeptic: ",
    ]
    places = [text.find(words) for words in kept]
    assert -1 not in places
    assert places == sorted(places)
    assert "Related" not in text


def test_reader_mode_keeps_an_entry_without_the_alphabet(firefox, address, reader):
    """The row of letters leads elsewhere; the verse keeps its lines."""
    firefox.open(f"{address}/dictionary/bandwidth/")

    text = reader(firefox)

    assert "A\nB\nC" not in text
    assert "BANDWIDTH, n.\n" in text
    assert "He had no bandwidth, none at all,\n" in text
