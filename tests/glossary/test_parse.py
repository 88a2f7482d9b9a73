"""plugins/glossary/parse.py and reader.py"""

import pytest

from plugins.glossary.model import (
    AuthorWarning,
    Dialogue,
    Head,
    Policy,
    Prose,
    Quotation,
    Sense,
    Senses,
    Verse,
    VerseLine,
)
from plugins.glossary.parse import parse_entry, read_dictionary_file, read_opening
from plugins.glossary.write import write_entry
from plugins.source import AuthorError, Source

HERE = Source("content/dictionary/x.md", 7)


def test_each_numbered_sense_keeps_its_own_semicolons():
    """A semicolon ends a sense only where a number follows."""
    entry = parse_entry("MEETING, n., (1) a room; with chairs; (2) the minutes lost there.", HERE)

    assert entry.blocks == (Senses((Sense(1, "a room; with chairs"), Sense(2, "the minutes lost there"))),)


def test_senses_may_be_sentences_of_their_own():
    """The mark of each is its own: print has "?" and "!" there too. No comma announces them."""
    text = 'WITCH, n. (1) An old one; (so they said). See BROOM. (2) "A young one?" (3) None! See also CAT.'

    entry = parse_entry(text, HERE)

    (block,) = entry.blocks
    assert [sense.gloss for sense in block.senses] == [
        "An old one; (so they said).",
        '"A young one?"',
        "None!",
    ]
    assert (block.separator, block.closing) == ("", "")
    assert [one.targets[0].head.text for one in (*block.senses[0].references, *block.references)] == [
        "BROOM",
        "CAT",
    ]
    assert write_entry(entry) == text


def test_the_mark_before_the_second_sense_holds_for_all():
    """Half a list in sentences is a slip of the pen."""
    with pytest.raises(AuthorError) as caught:
        parse_entry("WITCH, n. (1) An old one. (2) A young one; (3) a cat.", HERE)

    assert str(caught.value) == (
        'content/dictionary/x.md:7: sense (3) does not follow a full stop; write ". (3)"'
    )


def test_two_words_with_a_comma_are_two_heads_and_more_are_one():
    """Printers write CONFIDANT, CONFIDANTE; a proverb has commas too."""
    pair = parse_entry("CONFIDANT, CONFIDANTE, n. One entrusted.", HERE)
    proverb = parse_entry("EAT, DRINK AND BE MERRY, phr. An agenda.", HERE)

    assert (pair.heads, pair.joint) == ((Head("CONFIDANT"), Head("CONFIDANTE")), ",")
    assert [head.text for head in proverb.heads] == ["EAT, DRINK AND BE MERRY"]


def test_sub_senses_stand_in_their_sense():
    entry = parse_entry("YEAR, n., (1) a span: (a) of work; (b) of life; (2) a column.", HERE)

    first, second = entry.blocks[0].senses
    assert first == Sense(1, "a span:", senses=(Sense(1, "of work"), Sense(2, "of life")))
    assert second == Sense(2, "a column")


def test_two_heads_share_a_body():
    entry = parse_entry("BOSS or CHIEF, n. The one.", HERE)

    assert (entry.heads, entry.joint) == ((Head("BOSS"), Head("CHIEF")), "or")


def test_blocks_keep_their_order():
    """A dictionary of this kind puts prose after verse, and quotations before."""
    text = "CULTURE, n.\n\n> Words.\n\nProse.\n\n> | Verse,\n> |   in.\n>\n> — Mossop\n\n> A: Yes."

    entry = parse_entry(text, HERE)

    assert entry.blocks == (
        Quotation(("Words.",)),
        Prose("Prose."),
        Verse(((VerseLine("Verse,"), VerseLine("in.", 1)),), "Mossop"),
        Dialogue(entry.blocks[3].speeches),
    )


def test_a_hard_wrapped_paragraph_is_one_line():
    assert parse_entry("A, n. One\n  two.", HERE).gloss == "One two."


def test_a_cross_reference_names_its_line():
    """Lint tells where the dangling word stands."""
    entry = parse_entry("A, n.\n\n> | Verse.\n>\n> — Mossop\n\nProse. See B.", HERE)

    assert [str(reference.source) for reference in entry.references] == ["content/dictionary/x.md:13"]


def test_parts_of_speech_can_be_others():
    entry = parse_entry("HACHE, n.f. Un outil.", HERE, parts_of_speech={"n.f.": "nom féminin"})

    assert entry.parts_of_speech == ("n.f.",)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("MEETING, n., (1) one; (3) three.", "sense (2) is missing; write (2) before (3)"),
        ("MEETING, n., (1) one; (1) two.", "sense (1) is there twice; write (2)"),
        ("MEETING, n., (1) one, (2) two; (3) x.", 'sense (2) does not follow a semicolon; write "; (2)"'),
        ("MEETING, n., (1) one.", "a single sense is not numbered; leave out (1)"),
        ("MEETING, n., (2) one; (3) two.", "the senses begin with (2); write (1), (2) …"),
        ("YEAR, n., (1) x: (a) y; (c) z; (2) w.", "sub-sense (b) is missing; write (b) before (c)"),
        ("MEETING n. A room.", 'a comma is missing after the head; write "MEETING, n."'),
        (
            "Meeting, n. A room.",
            'the head "Meeting" is not in capitals; write "MEETING, n." '
            'or, if its case matters, "**Meeting**, n."',
        ),
        (
            "MEETING, x. A room.",
            '"x." is no part of speech; write one of n. n.pl. v. v.t. v.i. adj. adv. prep. conj. interj. pron. '
            "phr. abbr. pref. suff.",
        ),
        (
            "MEETING. A room.",
            '"MEETING" stands like a head but has no part of speech; write "MEETING, n. …", '
            "or begin the paragraph with another word",
        ),
        ("A, n.", "A has no text; write what it means"),
        ("A, n., Text.", 'a comma after "n." without senses; write "n. Text.…"'),
        ("A, n.\n\nText.", "the text begins in a paragraph of its own; write it after the part of speech"),
        (
            "A, n. Text. —*x.* More.",
            '"x." is no part of speech; write one of n. n.pl. v. v.t. v.i. adj. adv. '
            "prep. conj. interj. pron. phr. abbr. pref. suff.",
        ),
        ("A, n. <b>x</b>.", 'HTML ("<b") inside an entry; write Markdown'),
        ("A, n. x\x00.", "a control character, U+0000; write the text without it"),
        ("A, n. " + "*a* " * 300, "more than 500 marks of Markdown in a paragraph; write shorter ones"),
        ("A" * 101 + ", n. x.", "the head has 101 characters; write at most 100"),
        ("no head at all", 'an entry does not begin here; write "HEAD, n. Its text."'),
        ("", 'there is no entry here; write "HEAD, n. Its text."'),
        ("A, n. x.\nB, n. y.", "B follows directly; write an empty line first"),
    ],
)
def test_a_mistake_is_named_with_what_to_write_instead(text, message):
    with pytest.raises(AuthorError) as caught:
        parse_entry(text, Source("x.md", 7))

    found = str(caught.value)
    assert found.partition(": ")[2] == message
    assert found.partition(": ")[0] in ("x.md:7", "x.md:8", "x.md:9")


@pytest.mark.parametrize(
    ("quoted", "message"),
    [
        ("> | a\n> b", 'x.md:4: a line of verse without its bar; write "> | " before it'),
        ("> |  a", "x.md:3: the line has 2 spaces after its bar; write one, and two more for each indent"),
        ("> |a", 'x.md:3: the line of verse touches its bar; write "> | " with a space'),
        ("> | a\n> |\n> |\n> | b", 'x.md:5: an empty stanza; write one "> |" between two stanzas'),
        ("> A: Yes.\n> no", 'x.md:4: a line of dialogue without a speaker; write "> NAME: " before it'),
        ("> A:\n> B: No.", "x.md:3: A says nothing; write the speech on the same line"),
        (">> a", 'x.md:3: a quotation within a quotation; write one ">" and quotation marks'),
        (">", "x.md:3: the quotation is empty; write the words, or take the > away"),
        ("> a\n>\n> -- Mossop", 'x.md:5: the attribution begins with the wrong dash; write "> — Mossop"'),
        ("> a\nb", "x.md:4: this line follows a quotation directly; write an empty line before it"),
        ("## a", 'x.md:3: a heading inside an entry; write "* * *" before it, or leave it out'),
        ("```\na\n\nB, n. c", 'x.md:3: the code has no end; write "```" below it'),
        ("```\na\n```\nb", "x.md:6: text directly below code; write an empty line between"),
        ("```\n\n```", "x.md:3: there is no code between the fences; write some, or take them away"),
        ("| a | b |\n|---|---|\n| c |", "x.md:5: 1 cells in a table of 2 columns; write 2"),
        (
            "| a",
            'x.md:3: bars without a quotation mark; write "> | " before lines of verse, or "|---|" below the head of a'
            " table",
        ),
    ],
)
def test_a_mistake_in_a_block_is_named_by_its_line(quoted, message):
    with pytest.raises(AuthorError) as caught:
        parse_entry(f"A, n. Text.\n\n{quoted}", Source("x.md"))

    assert str(caught.value) == message


def test_verse_without_attribution_is_only_a_warning():
    entry = parse_entry("A, n. x.\n\n> | Verse.", HERE)
    file = read_dictionary_file("Date: 2026-03-02\n\nA, n. x.\n\n> | Verse.", "x.md")

    assert entry.blocks[1] == Verse(((VerseLine("Verse."),),))
    assert [type(finding) for finding in file.findings] == [AuthorWarning]
    assert str(file.findings[0]) == 'x.md:5: the verse has no attribution; write ">" and "> — Name" after it'


def test_a_file_tells_all_its_mistakes_at_once():
    file = read_dictionary_file("Date: x\n\nA n. b.\n\nC, n., (2) d; (3) e.\n\nE, n. Good.", "x.md")

    assert [str(finding) for finding in file.findings] == [
        'x.md:1: "x" is no date; write it as "2026-11-14 08:00"',
        'x.md:3: a comma is missing after the head; write "A, n."',
        "x.md:5: the senses begin with (2); write (1), (2) …",
    ]
    assert [entry.headword for entry in file.entries] == ["C", "E"]


def test_prose_that_goes_on_belongs_to_the_entry_before():
    """Everything up to the next head, also where a sentence begins with an acronym."""
    file = read_dictionary_file(
        "Date: 2026-03-02\n\nA, n. One.\n\nNATO, which is no head.\n\nB, n. Two.", "x.md"
    )

    assert [len(entry.blocks) for entry in file.entries] == [2, 1]
    assert file.findings == ()


def test_commentary_is_not_part_of_the_entry():
    text = "Date: 2026-03-02 08:30\n\nA, n. One.\n\n* * *\n\nProse.\n\n* * *\n\nMore.\n"

    file = read_dictionary_file(text, "x.md")

    assert file.commentary == "Prose.\n\n* * *\n\nMore."
    assert str(file.commentary_source) == "x.md:7"
    assert len(file.entries) == 1


def test_commentary_among_many_entries_is_refused():
    file = read_dictionary_file("Date: 2026-03-02\n\nA, n. One.\n\n* * *\n\nProse.\n\nB, n. Two.", "x.md")

    assert str(file.findings[0]) == (
        'x.md:5: commentary in a file of several entries; write the entry and "* * *" in a file of its own'
    )


@pytest.mark.parametrize(
    ("text", "head", "mark", "gloss"),
    [
        ("HABEAS CORPUS. A writ.", "HABEAS CORPUS", ".", "A writ."),
        ("R.I.P. A careless wish.", "R.I.P.", "", "A careless wish."),
        ("CUI BONO? [Latin] Ours.", "CUI BONO?", "", "Ours."),
        ("X, the mark.", "X", ",", "the mark."),
        ("X in our alphabet.", "X", "", "in our alphabet."),
        ("**Mr. Perk** is away.", "Mr. Perk", "", "is away."),
    ],
)
def test_an_entry_may_stand_without_a_part_of_speech(text, head, mark, gloss):
    """Where its front matter says so: "Entry: yes"."""
    entry = parse_entry(text, HERE, Policy(is_entry=True))

    assert (entry.headword, entry.mark, entry.gloss) == (head, mark, gloss)


def test_an_article_begins_with_a_definition_and_goes_on():
    text = (
        "\nA, n. One.\n\n> | Verse.\n>\n> — Mossop\n\n—**Run**, v. Two.\n\n> Quoted by the article.\n\nProse."
    )

    reading = read_opening(text, Source("a.md", 5))

    assert reading.lines == 8
    assert len(reading.entry.blocks) == 3
    assert str(reading.entry.source) == "a.md:6"


@pytest.mark.parametrize(
    "text",
    [
        "Prose first.\n\nA, n. One.",
        "NATO, U.S. and others met.",
        "    A, n. code",
        "# A, n. x",
        "",
        "IT is said.",
    ],
)
def test_an_article_that_begins_otherwise_holds_no_entry(text):
    """Only the first block can be a definition, and only with a head and a part of speech."""
    assert read_opening(text, HERE) is None


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("LAMP, n., (1) a thing; (2) See THUD.", ";"),
        ("LAMP, n. (1) A thing. (2) [law] See THUD.", ""),
        ("LAMP, n.\n\n1. a thing;\n2. See THUD.", ";"),
        ("LAMP, n.\n\n1. A thing.\n2. See THUD.", ""),
    ],
)
def test_a_last_sense_may_be_nothing_but_a_reference(text, separator):
    """Then it is its own, and not the whole entry's."""
    entry = parse_entry(text, HERE)

    (block,) = entry.blocks
    assert (block.separator, block.references, block.senses[-1].gloss) == (separator, (), "")
    assert [target.name for target in block.senses[-1].references[0].targets] == ["THUD"]
    assert parse_entry(write_entry(entry), HERE) == entry


def test_a_near_miss_at_the_beginning_of_an_article_is_refused():
    reading = read_opening("GHOST JOB n. A post.", Source("a.md", 9))

    assert [str(finding) for finding in reading.findings] == [
        'a.md:9: a comma is missing after the head; write "GHOST JOB, n."'
    ]


OTHERWISE = 'the senses are numbered otherwise than in print; write "(1) …; (2) …"'


@pytest.mark.parametrize(
    "text",
    [
        "(1): A thing. (2): Another.",
        "(1)A thing. (2)Another.",
        "(1.) A thing. (2.) Another.",
        "( 1 ) A thing. ( 2 ) Another.",
        "1. A thing. 2. Another.",
        "1) A thing. 2) Another.",
        "[1] A thing. [2] Another.",
        "**1** A thing. **2** Another.",
        "① A thing. ② Another.",
        "(a) A thing. (b) Another.",
        "(i) A thing. (ii) Another.",
        "A thing. (2) Another.",
    ],
)
def test_senses_that_are_counted_otherwise_are_told(text):
    """They would be prose, and nobody would notice."""
    file = read_dictionary_file(f"Date: 2026-03-02\n\nLAMP, n. {text}\n", "l.md")

    assert [str(finding) for finding in file.findings] == [f"l.md:3: {OTHERWISE}"]


@pytest.mark.parametrize(
    "text",
    [
        "In 1. and 2. class.",
        "A thing (1) of two.",
        "f(1) and f(2) differ.",
        "Either a) or b) will do.",
        "A thing. See LANE (2) and on.",
        r"A thing. \(2) Another.",
    ],
)
def test_numbers_within_a_sentence_are_no_senses(text):
    file = read_dictionary_file(f"Date: 2026-03-02\n\nLAMP, n. {text}\n", "l.md")

    assert file.findings == ()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("A thing.\n\nv. To light.", 5),
        ("A thing.\n\n*v.* To light.", 5),
        ("A thing. *v.* To light.", 3),
        ("A thing. — v. To light.", 3),
        ("A thing. —v. To light.", 3),
        ("A thing. -- *v.* To light.", 3),
        ("A thing. — *v.* To light.", 3),
    ],
)
def test_another_part_of_speech_in_another_dress_is_told(text, line):
    file = read_dictionary_file(f"Date: 2026-03-02\n\nLAMP, n. {text}\n", "l.md")

    assert [str(finding) for finding in file.findings] == [
        f'l.md:{line}: "v." stands otherwise than in print; write "—*v.* " and the text'
    ]


@pytest.mark.parametrize(
    ("head", "advice"),
    [
        ("LAMP, n. v. A", '"v." after "n."; write "n. and v."'),
        ("LAMP, n., v. A", '"v." after "n."; write "n. and v."'),
        ("LAMP, n., v. and adj. A", '"v. and adj." after "n."; write "n. and v. and adj."'),
        ("LAMP, n.: A", 'the part of speech of "LAMP" stands otherwise than in print; write "LAMP, n. …"'),
        ("LAMP, n.A", 'the part of speech of "LAMP" stands otherwise than in print; write "LAMP, n. …"'),
        ("**Lamp,** n. A", 'the part of speech of "**Lamp**" stands otherwise than in print; write "**Lamp**, n. …"'),
        ("LAMP: n. A", 'a comma is missing after the head; write "LAMP, n."'),
        ("LAMP – n. A", 'a comma is missing after the head; write "LAMP, n."'),
        ("LAMP. n. A", 'a comma is missing after the head; write "LAMP, n."'),
        ("LAMP, plural noun. A", '"plural noun" is no part of speech; write one of '),
        ("LAMP, lantern, n. A", 'the heads "LAMP, lantern" are not all in capitals and joined by "or"; '
         'write "LAMP or LANTERN, n."'),
        ("LAMP see LANE and the", '"LAMP" stands like a head but has no part of speech; write "LAMP, n. …", '),
        ("LAMP, see LANE and the", '"LAMP" stands like a head but has no part of speech; write "LAMP, n. …", '),
        ("LAMP = A", '"LAMP" stands like a head but has no part of speech; write "LAMP, n. …", '),
    ],
)  # fmt: skip
def test_a_head_that_is_nearly_one_is_told_with_what_can_be_written(head, advice):
    """Below another entry it would be a paragraph of that."""
    file = read_dictionary_file(f"Date: 2026-03-02\n\nLADDER, n. A.\n\n{head} thing.\n", "l.md")

    (found,) = map(str, file.findings)
    assert found.startswith(f"l.md:5: {advice}")


@pytest.mark.parametrize(
    "text",
    ["— **Lamp post**, n. B.", "--**Lamp post**, n. B.", "—LAMP POST, n. B.", "—**Lamp post** n. B.",
     "—**Lamp post** (n.) B."],
)  # fmt: skip
def test_a_run_on_entry_in_another_dress_is_told(text):
    file = read_dictionary_file(f"Date: 2026-03-02\n\nLAMP, n. A.\n\n{text}\n", "l.md")

    assert [str(finding) for finding in file.findings] == [
        'l.md:5: a run-on entry stands otherwise than in print; write "—**Lamp post**, n. …"'
    ]


def test_sub_senses_that_are_sentences_are_told():
    file = read_dictionary_file("Date: 2026-03-02\n\nLAMP, n. (1) A: (a) X. (b) Y. (2) B.\n", "l.md")

    assert [str(finding) for finding in file.findings] == [
        'l.md:3: sub-sense (b) does not follow a semicolon; write "; (b)"'
    ]


def test_a_reference_in_a_note_is_a_link():
    entry = parse_entry("LAMP, n. [from LEDGE, see LANE (2)] A thing.", HERE)

    assert entry.parts[0].notes[0].text == "from LEDGE, see [LANE (2)](dict:LANE#2)"
    assert parse_entry(write_entry(entry), HERE) == entry


def test_a_list_that_a_quotation_parts_is_told_at_its_next_number():
    """Its last sense would be lost; a list that begins anew is another list."""
    text = "Date: 2026-01-01\n\nBOSS, n. Words.\n\n1. One.\n2. Two.\n\n> | a verse\n>\n> — N\n\n{}. Three.\n"

    parted = read_dictionary_file(text.format(3), "b.md").findings
    other = read_dictionary_file(text.format(4), "b.md").findings

    assert [str(one).partition(";")[0] for one in parted] == [
        "b.md:12: this sense stands apart from the one before it"
    ]
    assert not [one for one in other if "stands apart" in str(one)]
