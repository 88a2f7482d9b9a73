"""Every word that is published is spelled, British in our own voice, and stands once."""

import subprocess
import sys
from pathlib import Path

import pytest
from hunspell import Hunspell

from tests.content.prose import CONTENT, OURS, doubled, sources, words

HERE = Path(__file__).parent
LISTS = ("words.txt", "commenters.txt")
ARTICLE = CONTENT / "articles/2026/the-coffee-that-gets-nobody-hired.md"
TYPOS = [Path(sys.executable).with_name("typos"), "--config", HERE / "typos.toml", "--format", "brief"]


def own_words(name):
    """The lines of a list: a word, or "word/example", which takes the endings of the example."""
    return (HERE / name).read_text("utf-8").splitlines()


def teach(checker, line):
    """Add a line of a list."""
    word, _, example = line.partition("/")
    if not example:
        checker.add(word)
        return
    assert checker.spell(example), f"{example} is no word itself"
    checker.add_with_affix(word, example)


def speller(*lists):
    """Hunspell's English, and what these lists add."""
    checker = Hunspell("en_US")
    for line in (line for name in lists for line in own_words(name)):
        teach(checker, line)
    return checker


@pytest.fixture(scope="module")
def ours():
    """What our own voice may use."""
    return speller("words.txt")


@pytest.fixture(scope="module")
def theirs():
    """What a commenter may use: we publish as it was written."""
    return speller(*LISTS)


def unknown(text, checker):
    """ "line: word" of each word that `checker` does not know."""
    return [f"{line}: {word}" for line, word in words(text) if not checker.spell(word)]


def in_all(paths, find):
    """ "path:line: word" of what `find` finds in each file."""
    return [
        f"{path.relative_to(CONTENT)}:{found}" for path in paths for found in find(path.read_text("utf-8"))
    ]


def test_every_word_of_ours_is_spelled(ours):
    """A name or a new word goes into words.txt; anything else is an error."""
    assert in_all(sources(*OURS), lambda text: unknown(text, ours)) == []


def test_every_word_of_a_comment_is_spelled_or_meant(theirs):
    """Commenters spell as they like; what they like is in commenters.txt, so that our slips are not among it."""
    assert in_all(sources("comments"), lambda text: unknown(text, theirs)) == []


@pytest.mark.parametrize("name", LISTS)
def test_our_lists_are_sorted_and_hold_only_what_is_needed(name):
    """A list that only grows ends by admitting the misspelling that somebody put there in a hurry."""
    # given
    lines = own_words(name)
    checker = speller()
    used = {word for path in sources(*OURS, "comments") for _, word in words(path.read_text("utf-8"))}
    missing = [word for word in used if not checker.spell(word)]

    # when
    needless = []
    for line in lines:
        teach(checker, line)
        still = [word for word in missing if not checker.spell(word)]
        needless += [line] if still == missing else []
        missing = still

    # then
    assert lines == sorted(set(lines), key=str.casefold)
    assert needless == []


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("embarrassment", "embarassment"),
        ("afterwards", "aftrewards"),
        ("favour", "favuor"),
        ("résumé", "résume"),
    ],
)
def test_a_misspelling_is_found_on_its_line(ours, right, wrong):
    """The check can fail: one letter of a real article is enough."""
    # given
    text = "Title: A word\n\nOne " + right + ",\n> or two, ![" + right + '](/qwxz.svg "' + right + '")\n'

    # then
    assert unknown(text, ours) == []
    assert unknown(text.replace(right, wrong), ours) == [f"3: {wrong}", f"4: {wrong}", f"4: {wrong}"]


def test_a_misspelling_in_a_real_article_is_found(ours):
    """In the text and in the summary that cards and feeds carry."""
    # given
    text = ARTICLE.read_text("utf-8")

    # then
    assert unknown(text, ours) == []
    assert unknown(text.replace("embarrassment", "embarassment"), ours) != []
    assert unknown(text.replace("Summary: The", "Summary: Teh"), ours) == ["6: Teh"]


def test_code_and_addresses_are_no_prose(ours):
    """Nobody has to teach the dictionary a variable."""
    # given
    linked = "[here](dict:QWXZ) <https://qwxz.example/> <i class='qwxz'>x</i>"
    text = f"Id: tag:qwxz\n\n`qwxz` {linked}\n\n```\nqwxz\n```\n"

    # then
    assert unknown(text, ours) == []


def test_no_word_stands_twice():
    """The eye does not see it, and every reader's does."""
    assert (
        in_all(sources(*OURS, "comments"), lambda text: [f"{line}: {word}" for line, word in doubled(text)])
        == []
    )


def test_a_doubled_word_is_found_across_lines_and_emphasis():
    """The line's end is where it hides."""
    # given
    text = (
        "Title: The the\n\nOne *or* or two\n> | in the\n> | the verse\n\nwho\n\nwho `x` x [no](/no/) no-one\n"
    )

    # then
    assert list(doubled(text)) == [(1, "The"), (3, "or"), (5, "the")]


def test_our_own_voice_is_british():
    """One spelling throughout; the acts, bodies and commenters of other places keep their names."""
    # when
    done = subprocess.run(
        [*TYPOS, *(CONTENT / folder for folder in OURS)], capture_output=True, text=True, check=False
    )

    # then
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_an_american_spelling_is_found():
    """The check can fail."""
    # when
    done = subprocess.run(
        [*TYPOS, "-"], input="My favorite color, organized\n", capture_output=True, text=True, check=False
    )

    # then
    assert done.returncode == 2
    assert [line.split("`")[1] for line in done.stdout.splitlines()] == ["favorite", "color", "organized"]
