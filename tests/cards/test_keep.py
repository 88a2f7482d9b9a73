"""A card is drawn once."""

import pytest

from plugins.cards.draw import draw
from plugins.cards.keep import Drawer
from plugins.cards.model import Block, Card, Paragraph, Run
from plugins.seal import keep_file

CARD = Card("A site", "Pay", (Block((Paragraph("title", (Run("A title", "bold"),)),)),), "")


def test_a_card_is_drawn_once(tmp_path):
    """The second time its file is read."""
    # given
    drawer = Drawer(tmp_path / "cards")
    first = drawer.card(CARD)

    # when
    (kept,) = (tmp_path / "cards").iterdir()
    keep_file(kept, b"as it was kept")

    # then
    assert first == draw(CARD)
    assert drawer.card(CARD) == b"as it was kept"


@pytest.mark.parametrize(
    "damage", [lambda data: data[:0], lambda data: data[:100], lambda data: data[:-1] + b"?"]
)
def test_a_card_that_is_not_what_was_kept_is_drawn_again(tmp_path, damage):
    """Emptied, cut, one byte: nobody is shown what a disk made of it."""
    # given
    drawer = Drawer(tmp_path)
    first = drawer.card(CARD)
    (kept,) = tmp_path.iterdir()

    # when
    kept.write_bytes(damage(kept.read_bytes()))

    # then
    assert drawer.card(CARD) == first
    assert Drawer(tmp_path).card(CARD) == first


def test_another_card_is_another_file(tmp_path):
    """One letter is enough."""
    # given
    drawer = Drawer(tmp_path)
    other = Card("A site", "Pay", (Block((Paragraph("title", (Run("A tit1e", "bold"),)),)),), "")

    # then
    assert drawer.card(CARD) != drawer.card(other)
    assert len(list(tmp_path.iterdir())) == 2
