"""A card as a picture: its size, its weight, the same bytes everywhere."""

import os
import subprocess
import sys
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import PIL
import pytest
from PIL import Image

from plugins.cards.compose import compose_article, compose_definition
from plugins.cards.draw import draw
from plugins.cards.faces import can_set, width
from plugins.cards.model import Card
from plugins.glossary.parse import parse_entry
from plugins.glossary.render import render_entry
from plugins.source import Source

ROOT = Path(__file__).parents[2]
SITE = "The Exit Interview"
GOLDEN = Path(__file__).parent / "golden.txt"


def entry(text: str, foot: str = "", place: str = "Dictionary") -> Card:
    return Card(SITE, place, compose_definition(render_entry(parse_entry(text, Source("a.md", 1)))), foot)


CARDS = {
    "short": entry("BUY-IN, n. Consent, sought after the purchase."),
    "senses": entry("BOSS, n., (1) the person whom a job is for; (2) the reason given. See EXIT INTERVIEW."),
    "verse": entry(
        "SCOPE, n. What grows.\n\n> | It grew at first,\n> |   And then it burst.\n>\n> — Orton Plume"
    ),
    "dialogue": entry("MEETING, n. A talk.\n\n> CLERK: Why?\n>\n> MANAGER: Because."),
    "two-heads": entry("TOWN HALL or ALL-HANDS, n. An assembly of the whole staff."),
    "parts": entry("ESTIMATE, n. A guess, until it is written down. —*v.t.* To be told how long."),
    "long": entry(
        "LONG, n., " + "; ".join(f"({n}) {'a sense that goes on ' * 6}" for n in range(1, 12)) + "."
    ),
    "cyrillic": entry("КОФЕ, n. Напиток; λόγος; Łódź, Škoda, Đorđe, İstanbul."),
    "article": Card(
        SITE, "Pay", compose_article("The counteroffer", "What a company pays to be left later."), ""
    ),
    "article-with-definition": entry(
        "COFFEE, n. A drink.", foot="The coffee that gets nobody hired", place="Job Search"
    ),
    "long-foot": entry(
        "COFFEE, n. A drink.", foot="A title that never comes to an end, " * 9, place="Job Search"
    ),
    "nothing": Card("", "", (), ""),
}


@pytest.fixture(scope="module")
def pictures() -> dict[str, bytes]:
    return {name: draw(card) for name, card in CARDS.items()}


@pytest.mark.parametrize("name", CARDS)
def test_a_card_has_the_size_that_networks_ask_for(pictures, name):
    """1200 × 630, in sixteen colours, under 40 kB."""
    # when
    image = Image.open(BytesIO(pictures[name]))

    # then
    assert (image.format, image.size, image.mode) == ("PNG", (1200, 630), "P")
    assert len(pictures[name]) < 40_000
    assert image.convert("RGB").getpixel((2, 2)) == (0xFD, 0xFB, 0xF7)


def test_cards_look_as_they_did(pictures, request):
    """A digest a card: look at every one that changes (pytest --update-golden), then commit the digest."""
    # given
    said = "".join(f"{sha256(data).hexdigest()[:20]} {name}\n" for name, data in pictures.items())
    text = f"Pillow {PIL.__version__}\n{said}"

    # then
    if request.config.getoption("--update-golden"):
        GOLDEN.write_text(text, "utf-8")
    assert text == GOLDEN.read_text("utf-8")


def test_another_process_draws_the_same_bytes(pictures):
    """With another hash seed, language and folder."""
    # given
    program = (
        f"import sys; sys.path[:0] = [{str(ROOT)!r}]; from hashlib import sha256;"
        "from tests.cards.test_draw import CARDS, draw;"
        "print({name: sha256(draw(card)).hexdigest() for name, card in CARDS.items()})"
    )
    environment = os.environ | {"PYTHONHASHSEED": "4711", "LANG": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"}

    # when
    said = subprocess.run(
        [sys.executable, "-c", program], cwd="/", env=environment, capture_output=True, text=True, check=True
    ).stdout

    # then
    assert said.strip() == str({name: sha256(data).hexdigest() for name, data in pictures.items()})


@pytest.mark.parametrize("text", ["咖啡", "قهوة", "☕", "ἀγγέλλειν"])
def test_letters_that_the_typeface_lacks_are_known_before(text):
    """A box in the place of a letter is worse than the publication's own card."""
    assert not can_set(entry(f"COFFEE, n. A drink: {text}."))
    assert all(map(can_set, CARDS.values()))


def test_pairs_of_letters_are_kerned_and_capitals_are_small():
    """Both got lost in fonts from elsewhere."""
    assert 4 < width("A", "roman", 100) + width("V", "roman", 100) - width("AV", "roman", 100) < 20
    assert width("boss", "capitals", 100) == width("BOSS", "capitals", 100)
    assert width("ffi", "roman", 100) < sum(width(letter, "roman", 100) for letter in "ffi")


def test_sense_numbers_are_oxblood(pictures):
    """One accent, for what can be numbered."""
    # when
    colours = (
        Image.open(BytesIO(pictures["two-heads"])).crop((0, 110, 1200, 630)).convert("RGB").getcolors(99)
    )
    numbered = Image.open(BytesIO(pictures["senses"])).crop((0, 110, 1200, 630)).convert("RGB").getcolors(99)

    # then
    assert (0x7A, 0x1F, 0x12) not in {colour for _, colour in colours}
    assert (0x7A, 0x1F, 0x12) in {colour for _, colour in numbered}
