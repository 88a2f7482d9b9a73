"""Whatever an author writes stays on the card, as large as it can be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plugins.cards.faces import width
from plugins.cards.layout import LARGEST, SMALLEST, Area, fit
from plugins.cards.model import Block, Paragraph, Run

AREA = Area(2064, 868, 2)
SENTENCE = "An office may do many things to the people who work in it."


def definition(*runs: Run) -> Block:
    return Block(
        (Paragraph("definition", (Run("WORD", "head"), Run(", "), Run("n.", "italic"), Run(" "), *runs)),)
    )


def senses(count: int) -> Block:
    runs = [(Run(f"({number})", "number"), Run(f" {SENTENCE[:-1]}; ")) for number in range(1, count + 1)]
    return definition(*(run for pair in runs for run in pair))


def text_of(laid) -> str:
    return " ".join(piece.text for line in laid.lines for piece in line.pieces)


def sizes_of(laid) -> set[int]:
    return {line.size // AREA.zoom for line in laid.lines}


TEXTS = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x24F), max_size=900)
STYLES = st.sampled_from(["roman", "italic", "bold", "head", "capitals", "number"])
PARAGRAPHS = st.builds(
    Paragraph,
    st.sampled_from(["definition", "text", "verse", "gap", "speech", "attribution", "title", "standfirst"]),
    st.lists(st.builds(Run, TEXTS, STYLES), max_size=4).map(tuple),
    st.integers(0, 3),
)
BLOCKS = st.lists(st.builds(Block, st.lists(PARAGRAPHS, min_size=1, max_size=3).map(tuple)), max_size=3)


@settings(max_examples=settings.default.max_examples // 2)
@given(BLOCKS)
def test_nothing_leaves_the_card(blocks):
    """Long words, no words, many blocks."""
    # when
    laid = fit(blocks, AREA)

    # then
    for line in laid.lines:
        for piece in line.pieces:
            assert piece.x >= 0
            assert piece.x + width(piece.text, piece.style, line.size) <= AREA.width + 1
    assert laid.height <= AREA.height + SMALLEST * AREA.zoom * 2 or len(laid.lines) <= 1


def test_a_short_definition_is_large_and_a_long_one_is_readable():
    """A phone shows a card at a third of its size."""
    assert sizes_of(fit([definition(Run("Lunch."))], AREA)) == {LARGEST}
    assert min(sizes_of(fit([senses(40)], AREA))) >= SMALLEST


def test_a_long_definition_ends_after_a_sense():
    """And says that there is more."""
    # when
    shown = text_of(fit([senses(40)], AREA))

    # then
    assert shown.endswith("work in it \u202f…")
    assert "(3)" in shown


def test_a_long_sentence_ends_after_a_word():
    """Where nothing better is near."""
    # when
    shown = text_of(fit([definition(Run("words and more " * 200))], AREA))

    # then
    assert shown.removesuffix("…").rstrip().rpartition(" ")[2] in ("words", "and", "more")


def test_long_prose_ends_after_a_sentence():
    """Half a sentence is no definition."""
    # when
    shown = text_of(fit([definition(Run(f"{SENTENCE} " * 20))], AREA))

    # then
    assert shown.removesuffix("…").rstrip().endswith("work in it.")


def test_what_does_not_fit_beside_the_first_block_is_left_out_whole():
    """Half a stanza does not rhyme."""
    # given
    verse = Block(tuple(Paragraph("verse", (Run(f"Line {number}"),)) for number in range(30)))

    # when
    shown = text_of(fit([definition(Run("Lunch.")), verse], AREA))

    # then
    assert shown == "WORD , n. Lunch."


def test_verse_that_fits_is_shown():
    """Line by line."""
    # given
    verse = Block(tuple(Paragraph("verse", (Run(f"Line {number}"),)) for number in range(4)))

    # then
    assert len(fit([definition(Run("Lunch.")), verse], AREA).lines) == 5


@pytest.mark.parametrize(
    "word", ["W" * 60, "Donaudampfschiffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"]
)
def test_a_word_wider_than_the_card_is_parted(word):
    """In the smallest size, and only there."""
    assert "".join(text_of(fit([definition(Run(word))], AREA)).split()[3:]) == word


def test_the_lines_of_a_title_are_alike():
    """A last line of one short word looks like a mistake."""
    # given
    title = Block((Paragraph("title", (Run("Managing up is a second job", "bold"),)),))

    # when
    laid = fit([title, Block((Paragraph("standfirst", (Run(SENTENCE),)),))], AREA)

    # then
    widths = [
        width(" ".join(piece.text for piece in line.pieces), "bold", line.size) for line in laid.lines[:2]
    ]
    assert min(widths) > max(widths) / 2
