"""plugins/keys.py"""

import re
from pathlib import Path

import pytest

from plugins.keys import KEYS, Key, advise, keys_of
from plugins.values import READERS, listed

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs/front-matter.md"
VALUES = {
    "text": "text",
    "Markdown": "text in Markdown",
    "date": "`2026-11-14` or `2026-11-14 08:00`, or with a zone: `2026-11-14 08:00 +01:00`",
    "name": "a name",
    "names": "names with commas between them",
    "words": "words with commas between them",
    "figure": "`1` … `9`",
    "month": "`2026-11`",
    "series": "`Name of the series, 2`",
    "language": "a code such as `fr` or `de-CH`",
    "share": "32 figures and letters, and a day: `5f0c… until 2026-12-29`",
    "slug": 'letters, figures, "-", ".", "_" and "~", at most 200',
    "addresses": "addresses with commas between them",
}
"""Shape → how it is written, where there are no choices."""

TABLE = re.compile(r"(?<=<!-- of plugins/keys.py -->\n).*(?=<!-- end -->)", re.DOTALL)


def table() -> str:
    """The keys of all files but comments."""
    rows = (
        f"| `{key.name}` | {', '.join(f'{kind}s' for kind in key.kinds)} | {_value(key)} | {_says(key)} |\n"
        for key in KEYS
        if "comment" not in key.kinds
    )
    return "".join(["| key | in | value | what it says |\n|---|---|---|---|\n", *rows])


def _value(key: Key) -> str:
    choices = ", ".join(f"`{choice}`" for choice in key.choices)
    if key.shape == "policy":
        return f"{choices}; the first two also with a day: `closed 2026-03-19`"
    return choices or VALUES[key.shape]


def _says(key: Key) -> str:
    default = re.sub(r"\b([A-Z]{3,}(?:_[A-Z]+)*)\b", r"`\1`", key.default)
    says = f"{key.says} Without it: {default}." if default else key.says + " Needed." * bool(key.needed)
    example = (
        f" `{key.name}: {key.example}`"
        if key.example and key.shape in ("addresses", "words", "names")
        else ""
    )
    return says + example


def test_the_documentation_is_the_table(check_golden):
    """docs/front-matter.md: `pytest tests/test_keys.py --update-golden` writes its table."""
    text = DOCUMENT.read_text("utf-8")

    assert len(TABLE.findall(text)) == 1
    check_golden(TABLE.sub(lambda _: table(), text).encode(), DOCUMENT)


@pytest.mark.parametrize("kind", ["article", "page", "opening", "word", "comment"])
def test_a_key_stands_once_for_a_kind(kind):
    """Two rows of one name would be two truths; one that is needed is needed wherever it may stand."""
    keys = [key for key in KEYS if kind in key.kinds]

    assert len({key.name for key in keys}) == len(keys)
    assert {key.needed for key in keys} <= {(), *(key.kinds for key in keys)}


def test_every_shape_of_a_text_has_a_reader():
    """Those of comments are read in their own room."""
    shapes = {key.shape for key in KEYS if key.kinds != ("comment",)}

    assert shapes <= READERS.keys()


@pytest.mark.parametrize(
    "key", [key for key in KEYS if key.choices], ids=lambda key: f"{key.kinds[0]}-{key.name}"
)
def test_choices_are_documented_as_they_are_told(key):
    """An author reads the same words in a finding."""
    assert key.choices == tuple(map(str.lower, key.choices))
    assert listed(key.choices).count(" or ") == 1


def test_keys_of_words_are_in_the_grammar():
    """docs/glossary-format.md has a row for each key that speaks of an entry."""
    text = (ROOT / "docs/glossary-format.md").read_text("utf-8")

    assert [
        name
        for name in keys_of("word")
        if not re.search(rf"^\| `{name}`", text, re.MULTILINE | re.IGNORECASE)
    ] == []


def test_advice_names_the_nearest_key():
    """The message of a misspelt one."""
    assert advise("Titel", "article") == 'write "Title:"'
    assert advise("Mood", "article", ("moods",)) == 'write "moods:"'
