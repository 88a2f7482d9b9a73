"""What a page shows becomes what its card shows."""

from plugins.cards.compose import compose_article, compose_definition
from plugins.cards.model import Block, Paragraph, Run
from plugins.glossary.parse import parse_entry
from plugins.glossary.render import render_entry
from plugins.source import Source


def blocks_of(text: str) -> tuple[Block, ...]:
    return compose_definition(render_entry(parse_entry(text, Source("a.md", 1))))


def test_senses_run_on_from_the_head_with_their_numbers():
    """On the page a stylesheet prints them; a card has none."""
    # when
    (block,) = blocks_of("NETWORKING, n., (1) *lunch*; (2) more lunch. See BOSS.")

    # then
    runs = block.paragraphs[0].runs
    assert "".join(run.text for run in runs) == "NETWORKING, n., (1) lunch; (2) more lunch. See BOSS."
    assert [(run.text, run.style) for run in runs if run.style != "roman" and run.text.strip()] == [
        ("NETWORKING", "head"),
        ("n.", "italic"),
        ("(1)", "number"),
        ("lunch", "italic"),
        ("(2)", "number"),
        ("BOSS", "capitals"),
    ]


def test_verse_keeps_its_lines_and_their_indents():
    """It is the joke, and it rhymes at the end of lines."""
    # when
    prose, verse = blocks_of(
        "SCOPE, n. What grows.\n\n> | It grew at first,\n> |   And then it burst.\n>\n> — Orton Plume"
    )

    # then
    assert [paragraph.kind for paragraph in verse.paragraphs] == ["verse", "verse", "attribution"]
    assert [paragraph.indent for paragraph in verse.paragraphs[:2]] == [0, 1]
    assert verse.paragraphs[1].runs == (Run("And then it burst."),)
    assert prose.paragraphs[0].kind == "definition"


def test_dialogue_has_its_speakers_in_capitals():
    """Two voices that look alike are one."""
    # when
    _, dialogue = blocks_of("MEETING, n. A talk.\n\n> CLERK: Why?\n>\n> MANAGER: Because.")

    # then
    assert [paragraph.kind for paragraph in dialogue.paragraphs] == ["speech", "speech"]
    assert dialogue.paragraphs[0].runs[0] == Run("CLERK:", "capitals")


def test_two_heads_and_the_number_of_a_homograph_are_there():
    """LEAD² is another word than LEAD¹."""
    # when
    (block,) = blocks_of("TOWN HALL or ALL-HANDS, n. An assembly.")

    # then
    heads = [run.text for run in block.paragraphs[0].runs if run.style == "head"]
    assert heads == ["TOWN HALL", "ALL-HANDS"]


def test_an_article_without_a_definition_shows_its_title_and_standfirst():
    """HTML in, with its typography; nothing of the HTML out."""
    # when
    title, standfirst = compose_article("The “counteroffer” &amp; you", "It <em>promises</em> nothing.")

    # then
    assert title.paragraphs[0].runs == (Run("The “counteroffer” & you", "bold"),)
    assert standfirst.paragraphs[0].runs == (Run("It "), Run("promises", "italic"), Run(" nothing."))
    assert compose_article("Only a title", "") == (
        title.__class__((Paragraph("title", (Run("Only a title", "bold"),)),)),
    )
