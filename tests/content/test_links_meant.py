"""How often a link of the publication's own dictionary is meant (docs/glossary-linking.md has the figures)."""

from functools import cache
from pathlib import Path

import pytest

from plugins.glossary.dictionary import Dictionary
from plugins.glossary.read import read_text_file
from plugins.glossary.terms import TermIndex, index_terms
from tests.glossary.labelled import measure, sentences_of

FOLDERS = ("dictionary", "articles", "pages", "openings")


@cache
def own_words() -> TermIndex:
    paths = sorted(path for folder in FOLDERS for path in Path("content", folder).rglob("*.md"))
    texts = [read_text_file(path.read_bytes(), path.as_posix()) for path in paths]
    entries = [entry for text in texts for entry in text.entries]
    return index_terms(Dictionary.of(entries), lambda slug: f"/{slug}/")


@pytest.mark.parametrize(
    ("name", "number", "precision", "recall"),
    [
        pytest.param("labelled_blog.txt", 192, 0.94, 0.83, id="the rules were written with these"),
        pytest.param("held_out_blog.txt", 99, 0.89, 0.80, id="measured first when the rules stood"),
    ],
)
def test_sentences_of_blogs(name, number, precision, recall):
    """Half of them are traps: at the rate at which they come in posts nearly all links are right."""
    lines = sentences_of(Path(__file__).with_name(name))
    score = measure(lines, own_words())

    assert len(lines) == number
    assert score.precision >= precision, score.wrong
    assert score.recall >= recall, score.missed
