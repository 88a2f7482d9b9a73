"""tests/content/counts.py: that it counts what it says. What the counts are is nobody's failure."""

from plugins.glossary.read import read_text_file
from tests.content.counts import ANGRY, about_articles, about_entries, about_twenties, about_words, main, paragraphs, sentences
from tests.content.prose import sources

ARTICLE = """Title: One
Date: 2026-01-01
Category: Pay

LAMP, n. What is left on.

**Ask.** It is short. Dr. Lee wrote [a long one](https://example.org/a) "here." And then?

> [!script] To ask
> May I?

DES: So what?

- an item

```
code
```

The second paragraph is one sentence with more than eight words in it, and it ends.
"""


def test_a_paragraph_is_running_prose():
    """Neither a definition nor a script, a speech, a list or code; a run-in heading is left out."""
    # when
    found = paragraphs(ARTICLE)

    # then
    assert found == [
        'It is short. Dr. Lee wrote a long one "here." And then?',
        "The second paragraph is one sentence with more than eight words in it, and it ends.",
    ]
    assert sentences(found[0]) == ["It is short.", 'Dr Lee wrote a long one "here.', "And then?"]


def test_counts_are_those_of_the_text():
    """Each with the numbers that it is made of."""
    # when
    counts = dict(about_articles({"one": ARTICLE}))

    # then
    assert counts["paragraphs that open on a short sentence"] == "50.0 % (1 of 2)"
    assert counts['sentences that end on a short ", and …"'] == "25.0 % (1 of 4)"
    assert counts["articles with one"] == "100.0 % (1 of 1)"


def test_entries_are_counted_by_what_they_are_made_of():
    """One sentence and nothing else is one; a dialogue of five speeches is past four turns."""
    # given
    speeches = "".join(f"> {name}: Yes.\n" for name in ("CLERK", "BOSS", "CLERK", "BOSS", "CLERK"))
    text = f"Date: 2026-01-01\n\nLAMP, n. What is left on, by night.\n\nWORK, n. What is done.\n\n{speeches}"
    entries = read_text_file(text.encode(), "content/dictionary/l.md").entries

    # when
    counts = dict(about_entries(list(entries)))

    # then
    assert counts["entries of one sentence and nothing else"] == "50.0 % (1 of 2)"
    assert counts['glosses that end on ", [six words or fewer]"'] == "50.0 % (1 of 2)"
    assert counts["dialogues past four turns"] == "1"


def test_each_twenty_is_counted_by_itself():
    """What one has too many of is not lent to the next."""
    # given
    heads = "".join(f"LAMP {'ABCDEFGHIJKLMNOPQRSTUVWXY'[number]}, n. What is left on.\n\n" for number in range(21))
    text = f"Date: 2026-01-01\n\n{heads}> Turn it down.\n>\n> — A Lamplighter, *Letters*\n"
    entries = read_text_file(text.encode(), "content/dictionary/l.md").entries

    # when
    counts = dict(about_twenties(list(entries)))

    # then
    assert counts["LAMP A to LAMP T, quotations"] == "none"
    assert counts["LAMP U to LAMP U, quotations"] == "LAMP U"


def test_different_words_are_those_of_a_text_no_longer_than_the_sample():
    """All of them, however they are drawn."""
    # when
    counts = dict(about_words(["One two two. Two, three; one."]))

    # then
    assert counts["different words in 6"] == "3"
    assert counts["… on average, of that many drawn at random"] == "3"
    assert counts["… in that many running words, on average"] == "3"


def test_every_angry_entry_is_one():
    """A head that was renamed is counted no more, and nobody would see why."""
    # given
    text = "\n".join(path.read_text("utf-8") for path in sources("dictionary") if path.is_file())

    # then
    assert [head for head in ANGRY.read_text("utf-8").splitlines() if f"\n{head}, " not in text] == []


def test_all_of_it_can_be_printed(capsys):
    """By the command that docs/voice.md names."""
    # when
    main()

    # then
    assert f"articles: {len(sources('articles'))}," in capsys.readouterr().out
