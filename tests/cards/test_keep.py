"""A card is drawn once."""

from plugins.cards.draw import draw
from plugins.cards.keep import Drawer
from plugins.cards.model import Block, Card, Paragraph, Run

CARD = Card("A site", "Pay", (Block((Paragraph("title", (Run("A title", "bold"),)),)),), "")


def test_a_card_is_drawn_once(tmp_path):
    """The second time its file is read, whatever is in it."""
    # given
    drawer = Drawer(tmp_path / "cards")
    first = drawer.card(CARD)

    # when
    (kept,) = (tmp_path / "cards").iterdir()
    kept.write_bytes(b"as it was kept")

    # then
    assert first == draw(CARD)
    assert drawer.card(CARD) == b"as it was kept"


def test_another_card_is_another_file(tmp_path):
    """One letter is enough."""
    # given
    drawer = Drawer(tmp_path)
    other = Card("A site", "Pay", (Block((Paragraph("title", (Run("A tit1e", "bold"),)),)),), "")

    # then
    assert drawer.card(CARD) != drawer.card(other)
    assert len(list(tmp_path.iterdir())) == 2
