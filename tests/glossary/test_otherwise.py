"""Shapes of other dictionaries: read as what they are, or told with what to write; and what is written so is silent."""

import pytest

from plugins.glossary.check import check_entries
from plugins.glossary.model import Prose, Senses
from plugins.glossary.parse import parse_entry, read_dictionary_file
from plugins.glossary.write import write_entry
from plugins.source import Source

HERE = Source("l.md", 3)
COUNTED = 'the senses are numbered otherwise than in print; write "(1) …; (2) …"'


def _findings(text):
    return [str(finding) for finding in read_dictionary_file(f"Date: 2026-01-02\n\n{text}", "l.md").findings]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("(n.) A", "(v.) To"),
        ("[n.] A", "[v.] To"),
        ("**n.** A", "**v.** To"),
        ("_n._ A", "_v._ To"),
        ("n: A", "v: To"),
        ("n A", "v To"),
        ("noun: A", "verb: To"),
        ("Noun. A", "Verb. To"),
        ("*noun* A", "(verb) To"),
        ("N. A", "V. To"),
        ("n., A", "v. — To"),
        ("—*n.* A", "—v. To"),
        ("n. A", "vb. To".replace("vb.", "v.")),
    ],
)
@pytest.mark.parametrize(
    "form", ["LAMP, n. (1) {} thing. (2) {} shine.", "LAMP, n.\n\n1. {} thing.\n2. {} shine."]
)
def test_a_sense_may_have_its_part_of_speech_in_any_dress(form, first, second):
    entry = parse_entry(form.format(first, second), HERE)

    (senses,) = entry.blocks
    assert isinstance(senses, Senses)
    assert [(one.parts_of_speech, one.gloss) for one in senses.senses] == [
        (("n.",), "A thing."),
        (("v.",), "To shine."),
    ]
    assert parse_entry(write_entry(entry), HERE) == entry


def test_it_may_stand_behind_labels_and_notes_and_before_kinds():
    text = "LAMP, n. (1) [law] /lamp/ v. to shine: (a) v.t. on all; (b) (v.i.) alone; (2) a thing."

    (senses,) = parse_entry(text, HERE).blocks

    verb = senses.senses[0]
    assert (verb.parts_of_speech, verb.labels) == (("v.",), ("law",))
    assert [kind.parts_of_speech for kind in verb.senses] == [("v.t.",), ("v.i.",)]
    entry = parse_entry(text, HERE)
    assert parse_entry(write_entry(entry), HERE) == entry


def test_vt_and_vi_are_spellings():
    """As the Jargon File has them; a publication may have them as its own all the same."""
    assert parse_entry("LAMP, vt. To light.", HERE).parts_of_speech == ("v.t.",)
    assert parse_entry("LAMP, vt. To light.", HERE, parts_of_speech={"vt.": "verb"}).parts_of_speech == (
        "vt.",
    )


TOLD = [
    ("(1) A thing (n.). (2) To shine (v.).", ['"n." stands behind sense (1); write "(1) n. …"',
                                              '"v." stands behind sense (2); write "(2) v. …"'],
     "(1) n. A thing. (2) v. To shine."),
    ("(1) A thing, n. (2) To shine.", ['"n." stands behind sense (1); write "(1) n. …"'],
     "(1) n. A thing. (2) To shine."),
    ("(1) A thing. v. (2) To shine.", ['"v." stands before (2); write "(2) v. …"'],
     "(1) A thing. (2) v. To shine."),
    ("(1) A thing. (2) A plan. v. (1) To shine. (2) To dim.",
     ['"v." stands otherwise than in print; write "—*v.* (1) …"'],
     "(1) A thing. (2) A plan. —*v.* (1) To shine. (2) To dim."),
    ("(1) A thing. (2) A plan. —*v.* (3) To shine. (4) To dim.",
     ["the senses begin with (3); write (1), (2) …"],
     "(1) A thing. (2) A plan. —*v.* (1) To shine. (2) To dim."),
    *((f"(1) A thing{text} (2) A room.", ["the kinds of sense (1) are lettered otherwise than in print; "
                                          'write ": (a) …; (b) …", or "\\(a)" if none are meant'],
       "(1) A thing: (a) one; (b) two. (2) A room.") for text in (
        ". (b) A plan.", ". a. One. b. Two.", ": a) one; b) two.", ": (i) one; (ii) two.", " (a) one; (b) two.",
    )),
    ("(1a) A thing. (1b) A plan. (2) A room.", [COUNTED], "(1) A thing. (2) A plan. (3) A room."),
    *((f"A thing{text}", [f'"{head}" after "see" is no reference; write {head.upper()}, or another word before it'],
       f"A thing, see {head.upper()}.") for text, head in (
        ("; see lane.", "lane"), (", see side lane.", "side lane"), (". see *lane*.", "lane"), (" - cf. lane.", "lane"),
    )),
    *((f"A thing. See {text}", ['a sense of LANE is named in words; write "LANE (2)"'], "A thing. See LANE (2).")
      for text in ("LANE, 2.", "LANE §2.", "LANE, sense 2.")),
    *((f"A thing {text}", [f'"{sign}" before "{head}" makes no reference; write "See LANE"'], "A thing. See LANE.")
      for text, sign, head in (("→ lane.", "→", "lane"), ("⇒ LANE.", "⇒", "LANE"), ("-> LANE.", "->", "LANE"))),
    ("A thing. Synonyms: lane, way.", ['"Synonyms" before "lane" makes no reference; write "See LANE" of an entry, '
                                       'or above the head "Also: lane"'], "A thing. See LANE."),
    ("Plural: lampions. A thing.", ['a plural stands in the text; write "Forms: lampions" above the head'], "A thing."),
    ("[pl. lampions] A thing.", ['a plural stands in the text; write "Forms: lampions" above the head'], "A thing."),
    ("obs. A thing.", ['"obs." stands in the text; write "[obs.]"'], "[obs.] A thing."),
    ("*Colloq.* A thing.", ['"Colloq." stands in the text; write "[colloq.]"'], "[colloq.] A thing."),
    ("Etym.: from a torch. A thing.", ['the origin stands in the text; write "[from …]" before it'],
     "[from a torch] A thing."),
    ("A thing. [from a torch]", ['"[from a torch]" stands behind the text; write it directly after the part of speech'],
     "[from a torch] A thing."),
    *((f"A thing. {text} A post.", ['a head stands within a text; write "—**Lamp post**, n. …" as a paragraph of its '
                                    'own, or of the same head "—*n.* …"'], "A thing.\n\n—**Lamp post**, n. A post.")
      for text in ("—Lamp post, n.", "LAMP POST, n.", "Lamp post, n.")),
    ("/lamp/ n. A thing.", ['"n." stands behind what is in brackets; write it once, directly after the head'],
     "/lamp/ A thing."),
    ("1. A thing.", ['a single sense is not numbered; leave out "1."'], "A thing."),
    ("(1) A thing. (2) n.", ["sense (2) is empty; write its text"], "(1) A thing. (2) n. A plan."),
    *((text, [COUNTED], "(1) A thing. (2) A plan.") for text in (
        "*1.* A thing. *2.* A plan.",
        "**1.** A thing. **2.** A plan.",
        "**1** A thing. **2** A plan.",
        "*(1)* A thing. *(2)* A plan.",
        "(*1*) A thing. (*2*) A plan.",
        "(*a*) A thing. (*b*) A plan.",
        "**a.** A thing. **b.** A plan.",
        "A thing. **1.** One. **2.** Two.",
        "1 A thing; 2 a plan.",
        "1a A thing. 1b A plan.",
        "1.1 A thing. 1.2 A plan.",
        "1° A thing. 2° A plan.",
        "1st, a thing; 2nd, a plan.",
        "{1} A thing. {2} A plan.",
        "<1> A thing. <2> A plan.",
        "⑴ A thing. ⑵ A plan.",
        "１. A thing. ２. A plan.",
        "α. A thing. β. A plan.",
        "Sense 1: a thing. Sense 2: a plan.",
        "A thing. ◆ A plan.",
        "A thing. || A plan. || A room.",
    )),
    *((text, ['"(a) … (b) …" stands within a sentence; write "(1) …; (2) …" for senses, '
              'or "\\(a)" if none are meant'], "A thing: \\(a) one; (b) two.") for text in (
        "A thing: (a) one; (b) two.",
        "A thing. (a) One. (b) Two.",
        "A thing, (a) one, and (b) two.",
    )),
    *((f"A thing{text}", [f'"{said}" stands otherwise than in print; write "—*{said}* " and the text'],
       f"A thing. —*{said}* To shine.") for text, said in (
        (" | v. To shine.", "v."),
        (" ~ v. To shine.", "v."),
        (", v. to shine.", "v."),
        (" (v. to shine).", "v."),
        (" (also v.).", "v."),
        (". Also adj.", "adj."),
        (". V. To shine.", "v."),
        (". Verb: to shine.", "v."),
        (". *verb* To shine.", "v."),
        (". As a verb, to shine.", "v."),
        (" — vt. to shine.", "v.t."),
    )),
    *((f"A thing. {text}", [f'"{said}" before "{target}" makes no reference; write "{ours}"'],
       f"A thing. {ours}.") for text, said, target, ours in (
        ("Confer **Lane**.", "Confer", "Lane", "Cf. **Lane**"),
        ("Confer Lane.", "Confer", "Lane", "Cf. LANE"),
        ("Confer *lane*.", "Confer", "lane", "Cf. LANE"),
        ("Cp. LANE.", "Cp.", "LANE", "Cf. LANE"),
        ("Cp. Lane.", "Cp.", "Lane", "Cf. LANE"),
        ("More at LANE.", "More at", "LANE", "See LANE"),
        ("— more at *lane*.", "more at", "lane", "See LANE"),
        ("= Lane.", "=", "Lane", "See LANE"),
        ("= **Lane**.", "=", "Lane", "See **Lane**"),
        ("Variant of LANE.", "Variant of", "LANE", "See LANE"),
        ("Another spelling of LANE.", "Another spelling of", "LANE", "See LANE"),
        ("Also called LANE.", "Also called", "LANE", "See LANE"),
        ("Refer to LANE.", "Refer to", "LANE", "See LANE"),
    )),
    ("(1) A thing. (2) vb. To shine.",
     ['"vb." is no part of speech; write one of n. n.pl. v. v.t. v.i. adj. adv. prep. conj. interj. pron. phr. '
      "abbr. pref. suff."], "(1) A thing. (2) v. To shine."),
]  # fmt: skip
"""What is written, what is said of it, and what is silent when it was followed."""


@pytest.mark.parametrize(("text", "messages", "mended"), TOLD)
def test_it_is_told_and_what_is_advised_can_be_written(text, messages, mended):
    assert _findings(f"LAMP, n. {text}") == [f"l.md:3: {message}" for message in messages]
    assert _findings(f"LAMP, n. {mended}") == []


@pytest.mark.parametrize("said", ["L. lampas", "OE. lampe, fr. F. lampe.", "Latin lampas"])
def test_where_a_word_comes_from_is_no_label(said):
    (note,) = parse_entry(f"LAMP, n. [{said}] A thing.", HERE).parts[0].notes

    assert (note.kind, note.text) == ("etymology", said)
    assert parse_entry("LAMP, n. [French, law] A thing.", HERE).parts[0].labels == ("French", "law")


def test_a_small_head_in_square_brackets_is_a_reference():
    entry = parse_entry("LAMP, n. A thing [cf. lane].", HERE)

    assert entry.blocks == (Prose("A thing [cf. [lane](dict:LANE)]."),)
    assert parse_entry(write_entry(entry), HERE) == entry


def test_a_part_of_speech_under_entry_yes_is_told():
    told = 'l.md:4: "n." stands before the text; write "HEAD, n. …", and leave "Entry: yes" out'

    assert _findings("Entry: yes\n**lamp**, /lamp/ n. A thing.") == [told]
    assert _findings("**lamp**, n. /lamp/ A thing.") == []


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("“It burns all night.”", "> “It burns all night.”"),
        ('"It burns all night."', "> It burns all night."),
    ],
)
def test_a_paragraph_in_quotation_marks_is_told(text, mended):
    told = 'l.md:5: a quotation in a paragraph of text; write "> " before it'

    assert _findings(f"LAMP, n. A thing.\n\n{text}") == [told]
    assert _findings(f"LAMP, n. A thing.\n\n{mended}") == []


@pytest.mark.parametrize(
    "text",
    [
        "LAMP, n. Of it they say:\n\n“It burns all night.”",
        "LAMP, n. A thing.\n\n“It burns,” said one.\n\n“It does not.”",
        "LAMP, n. A thing “left on”.",
        "LAMP, n. A thing — Marta has one.",
    ],
)
def test_speech_in_a_tale_is_no_quotation(text):
    assert _findings(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "“It burns.” — Orton Plume",
        '"It burns." -- Orton Plume',
        "It burns.\n— Orton Plume",
        "“It burns.” (Orton Plume)",
    ],
)
def test_a_name_below_a_paragraph_of_text_is_told(text):
    assert _findings(f"LAMP, n. A thing.\n\n{text}") == [
        'l.md:5: "Orton Plume" signs a paragraph of text; '
        'write "> " before the quotation, and below it ">" and "> — Orton Plume"'
    ]
    assert _findings("LAMP, n. A thing.\n\n> It burns.\n>\n> — Orton Plume") == []


def test_two_short_lines_are_verse_where_no_prose_would_begin_a_line_so():
    verse = 'lines of verse in a paragraph, which makes one of them; write "> | " before each'

    assert _findings("LAMP, n. A thing.\n\nWhen lamps go out\nAnd lanes are long") == [f"l.md:5: {verse}"]
    assert _findings("LAMP, n. A thing.\n\nWhen lamps go out | And lanes are long") == [f"l.md:5: {verse}"]
    assert _findings("LAMP, n. A thing.\n\nIt was lent to\nAnn by her brother.") == []


def test_verse_in_a_quotation_without_bars_is_told():
    quoted = "> When lamps go out,\n> And lanes are long,\n>\n> — Orton Plume"

    assert _findings(f"LAMP, n. A thing.\n\n{quoted}") == [
        'l.md:5: lines of verse in a quotation, which makes one of them; write "> | " before each'
    ]
    assert _findings("LAMP, n. A thing.\n\n> It burns all night, and it is\n> never put out.") == []


@pytest.mark.parametrize("text", ["[LANE]", "[lane]", "[[LANE]]", "`LANE`", '"LANE"', "“LANE.”", "{LANE}"])
def test_a_reference_may_stand_in_other_marks(text):
    entry = parse_entry(f"LAMP, n. A thing. See {text}.", HERE)

    assert entry == parse_entry("LAMP, n. A thing. See LANE.", HERE)


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("(see [LANE])", "(see [[LANE](dict:LANE)])"),
        ("(see “LANE”)", "(see “[LANE](dict:LANE)”)"),
        ("(see the entry for LANE)", "(see the entry for [LANE](dict:LANE))"),
        ("(see the article LANE)", "(see the article [LANE](dict:LANE))"),
    ],
)
def test_a_reference_inside_a_sentence_may_too(text, linked):
    entry = parse_entry(f"LAMP, n. A way {text}.", HERE)

    assert entry.blocks == (Prose(f"A way {linked}."),)
    assert parse_entry(write_entry(entry), HERE) == entry


@pytest.mark.parametrize("text", ["See [Lane].", "See “Lane.”", "A way (see [Lane])."])
def test_a_name_in_other_marks_may_be_a_head_and_is_told(text):
    assert _findings(f"LAMP, n. A thing. {text}") == [
        'l.md:3: "Lane" after "see" is no reference; write LANE, or another word before it'
    ]


@pytest.mark.parametrize(
    "text",
    [
        "A noun with a date on it. It was a verb once.",
        "He said it was also a verb in its day.",
        "Cost: 3 a. m. and 4 p. m.",
        "More at noon. Same as before.",
        "The equals sign = means nothing.",
        "Refer to the handbook. Also called a lantern.",
        "It is | a bar / a slash.",
        "Items (a) and (b) of the form.",
        "What was agreed in 1: 2 hours.",
        "For reasons that are (a) dull, and (b) long.",
        "Wait, and see what happens; see below.",
        "They came to see, see, and went.",
        "It was Marta. Roe, v. Wade was his.",
        "French [and Latin] words. Origin is all.",
        "It is lent [after hours].",
    ],
)
def test_ordinary_words_of_a_definition_are_silent(text):
    assert _findings(f"LAMP, n. A thing. {text}") == []


@pytest.mark.parametrize(
    ("key", "advice"),
    [
        ("Note", "write one of Forms, Link, Homograph, Entry, Comments, Lang, Short, Also, Plain, Unlike, Slug, "
                 "or the line into the text"),
        ("Synonyms", 'write "Also"'),
        ("Plural", 'write "Forms"'),
        ("Summary", 'write "Short"'),
        ("Etymology", 'write "[from …]" behind the part of speech'),
        ("Date", "write it at the top of the file"),
        ("Shrot", 'write "Short"'),
    ],
)  # fmt: skip
def test_a_line_above_a_head_is_no_part_of_it(key, advice):
    """The head below it is read, and the line is told, wherever the entry stands in its file."""
    told = f'"{key}" means nothing above a head; {advice}'

    assert _findings(f"{key}: x\nLAMP, n. A thing.") == [f"l.md:3: {told}"]
    assert _findings(f"LAMP, n. A thing.\n\n{key}: x\nLANE, n. A way.") == [f"l.md:5: {told}"]


def test_a_key_below_its_head_is_told():
    assert _findings("LAMP, n. A thing.\nForms: lamps") == [
        'l.md:4: the line "Forms:" stands below the head; write it directly above'
    ]
    assert _findings("LAMP, n. A thing.\nNote: it burns.") == []


@pytest.mark.parametrize(
    "link",
    [
        "[x](dict:)",
        "[x](dict: )",
        "[x](dict:#2)",
        "[](dict:LANE)",
        "[x](Dict:LANE)",
        "[x](dict://LANE)",
        "[x] (dict:LANE)",
        "[x][dict:LANE]",
        "<dict:LANE>",
        "dict:LANE",
    ],
)
@pytest.mark.parametrize(
    "text", ["A thing {}.", "(1) A thing. (2) {}.", "A thing.\n\n> | A {}\n>\n> — Orton Plume"]
)
def test_what_was_meant_as_a_link_and_is_none_is_told(link, text):
    (told,) = _findings(f"LAMP, n. {text.format(link)}")

    assert told.endswith(
        f': "{link}" is no link to the dictionary; write "[words](dict:HEAD)", with %20 for a space'
    )
    assert _findings(f"LAMP, n. {text.format('[words](dict:SIDE%20LANE)')}") == []


@pytest.mark.parametrize("text", ["In Python a dict: a table.", "The code `dict:x`.", "A [dict](x): y."])
def test_other_words_are_no_link(text):
    assert _findings(f"LAMP, n. {text}") == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("See LANE, n.", '"n." after a reference to LANE; write the head alone, or of homographs "LANE²"'),
        ("LL.D. - n. A thing.", 'a comma is missing after the head; write "LL.D., n."'),
        ("¹ A thing. ² A plan.", COUNTED),
    ],
)
def test_what_is_advised_for_a_paragraph_is_no_other_mistake(text, message):
    assert _findings(f"BOOK, n. A thing.\n\n{text}") == [f"l.md:5: {message}"]


IN_SILENCE = [
    ("A thing.\n\n—lamplike, adj. As one.",
     'l.md:5: a run-on entry stands otherwise than in print; write "—**lamplike**, adj. …"',
     "A thing.\n\n—**lamplike**, adj. As one."),
    ("A thing.\n\n— *lamply*, adv.",
     'l.md:5: a run-on entry stands otherwise than in print; write "—**lamply**, adv. …"',
     "A thing.\n\n—**lamply**, adv. As one."),
    *((f"A thing. {text}", 'l.md:3: a head stands within a text; write "—**lamplike**, adj. …" as a paragraph of its '
       'own, or of the same head "—*adj.* …"', "A thing.\n\n—**lamplike**, adj. As one.") for text in (
        "—lamplike, adj.", "— lamplike adj. —lamper n.", "Hence lamplike, adj.", "~like adj.")),
    ("A thing. See PIN (sense 2).", 'l.md:3: a sense of PIN is named in words; write "PIN (2)"',
     "A thing. See PIN (2)."),
    ("A thing. See also under lane.",
     'l.md:3: "lane" after "see" is no reference; write LANE, or another word before it',
     "A thing. See also under LANE."),
    *((f"{text} A plea.", f'l.md:3: "{said}" stands before the text like a label; write "[{said}]", or set it as the '
       "other words", f"[{said}] A plea.") for text, said in (
        ("*Law.*", "Law."), ("*Law*", "Law"), ("*(law)*", "law"), ("**Law.**", "Law."), ("LAW", "LAW"),
        ("*chiefly British*", "chiefly British"), ("Chiefly Brit.", "Chiefly Brit."))),
    ("(1) *Law.* A plea. (2) A thing.",
     'l.md:3: "Law." stands before the text like a label; write "[Law.]", or set it as the other words',
     "(1) [Law.] A plea. (2) A thing."),
    (": a thing.", 'l.md:3: ":" stands before the text; leave it out', "A thing."),
    ("A thing. – ORIGIN old French.",
     'l.md:3: "ORIGIN" stands behind the text; write "[from …]" directly after the part of speech',
     "[from old French] A thing."),
    ("A thing. DERIVATIVES lamply.",
     'l.md:3: "DERIVATIVES" stands within the text; write "—**Word**, adj. Its text." for each as a paragraph',
     "A thing.\n\n—**Lamply**, adv. As one."),
    *((f"{text} A thing.", f"l.md:3: {told}", "A thing.") for text, told in (
        ("(pl. -os)", 'a plural stands in the text; write "Forms:" and the whole words above the head'),
        ("(*pl.* lampions)", 'a plural stands in the text; write "Forms: lampions" above the head'),
        ("(pl. lampions or lampes)", 'a plural stands in the text; write "Forms: lampions, lampes" above the head'),
        ("(pl. same)", "a plural stands in the text; leave it out"),
        ("(lamping, lamped)", 'other forms stand in the text; write "Forms: lamping, lamped" above the head'))),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told", "mended"), IN_SILENCE)
def test_what_became_prose_in_silence_is_told(text, told, mended):
    assert _findings(f"LAMP, n. {text}") == [told]
    assert _findings(f"LAMP, n. {mended}") == []


def test_a_plural_behind_its_part_of_speech_is_told_with_what_to_write():
    told = 'l.md:3: a plural stands after the part of speech; write "Forms: lamps" above the head'
    assert _findings("LAMP, n., pl. lamps. A thing.") == [told]
    assert _findings("LAMP, n. pl. lamps. A thing.") == [f'{told}, and "n." where it is now']
    assert _findings("Forms: lamps\nLAMP, n. A thing.") == []


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("v. trans. & intrans.", ("v.t.", "v.i.")),
        ("v.t. & i.", ("v.t.", "v.i.")),
        ("v. tr.", ("v.t.",)),
        ("v.intr. and tr.", ("v.i.", "v.t.")),
    ],
)
def test_verbs_as_they_are_printed_elsewhere(said, names):
    assert parse_entry(f"LAMP, {said} To light.", HERE).parts_of_speech == names


@pytest.mark.parametrize("said", ["(ap'l)", "[ap'l]", "(VAH-z)", "[uh-BET]", "(vāz, väz)", "(a-bet')"])
def test_a_respelling_says_how_the_word_is_spoken(said):
    entry = parse_entry(f"LAMP, n. {said} A thing.", HERE)

    assert [(note.kind, note.text) for note in entry.parts[0].notes] == [("pronunciation", said[1:-1])]
    assert entry.parts[0].blocks == (Prose("A thing."),)
    assert parse_entry(write_entry(entry), HERE) == entry


@pytest.mark.parametrize("said", ["(law)", "(Rare)", "(*law*)", "(of a person)", "(Brit. slang)"])
def test_a_use_in_brackets_before_a_sentence_is_a_note(said):
    entry = parse_entry(f"LAMP, n. {said} A plea.", HERE)

    assert [(note.kind, note.text) for note in entry.parts[0].notes] == [("usage", said[1:-1])]
    assert parse_entry(write_entry(entry), HERE) == entry


@pytest.mark.parametrize(
    "text", ["(some) lamps", "[lawyers' slang] A", "[king's] A", "(whatever they say) A"]
)
def test_other_brackets_are_no_pronunciation(text):
    notes = parse_entry(f"LAMP, n. {text} thing.", HERE).parts[0].notes

    assert not any(note.kind == "pronunciation" for note in notes)


@pytest.mark.parametrize("text", ["—See LANE.", "— See LANE.", "See 'lane'.", "See ‘lane’.", "See LANE."])
def test_a_reference_may_stand_behind_a_dash_or_in_single_marks(text):
    assert parse_entry(f"LAMP, n. A thing. {text}", HERE) == parse_entry("LAMP, n. A thing. See LANE.", HERE)


@pytest.mark.parametrize(
    "text",
    [
        "See LANE, LOFT, etc.",
        "A LANE and LOFT (qq.v.).",
        "See also under LANE and LOFT.",
        "(see 'LANE' and LOFT).",
    ],
)
def test_heads_inside_a_sentence_are_links(text):
    assert [target.name for target in parse_entry(f"LAMP, n. {text}", HERE).mentions] == ["LANE", "LOFT"]


def test_a_key_may_have_a_space_before_its_colon():
    (entry,) = read_dictionary_file("Date: 2026-01-02\n\nShort : a line\nLAMP, n. A thing.", "l.md").entries

    assert entry.policy.short == "a line"


ELSEWHERE = [
    ("n. 1, a book; 2, a bone.", COUNTED, "n., (1) a book; (2) a bone."),
    ("n. 1, 2 and 3 are shelves.", COUNTED, "n. (1) One is a shelf. (2) So is the other."),
    ("v. 1. To put. 2. To break.", COUNTED, "v. (1) To put. (2) To break."),
    ("n. [VAYZ] A thing.", '"[VAYZ]" is read as a label; write "/VAYZ/" for a pronunciation, or "[Vayz]"',
     "n. /VAYZ/ A thing."),
    ("n. Law. A plea.", '"Law" stands before the text like a label; write "[Law]", or set it as the other words',
     "n. [Law] A plea."),
    ("n. A thing. synonyms see LANE.", '"synonyms" before "see LANE" makes no reference; write "See LANE" alone',
     "n. A thing. See LANE."),
    ("n. A thing. *Syn.* see lane.", '"Syn" before "see LANE" makes no reference; write "See LANE" alone',
     "n. A thing. See LANE."),
    ("n. A thing. *abetment*, *abettor* ns.",
     'derived words stand within the text; write "—**abetment**, n. Its text." for each as a paragraph',
     "n. A thing.\n\n—**Abetment**, n. What abets.\n\n—**Abettor**, n. Who abets."),
    ("n. A thing. **vasely** *adv*.",
     'a head stands within a text; write "—**vasely**, adv. Its text." as a paragraph',
     "n. A thing.\n\n—**vasely**, adv. As one."),
    ("n. A thing.—*adj.* Like it.", '"adj." stands otherwise than in print; write " —*adj.* " after a space',
     "n. A thing. —*adj.* Like it."),
    ("n. A thing. — called also *lane*.", '"called also" before "lane" makes no reference; write "See LANE"',
     "n. A thing. See LANE."),
    ("n. A thing. ⇒ **vasely**, adv.",
     'a head stands within a text; write "—**vasely**, adv. …" as a paragraph of its own, or of the same head '
     '"—*adv.* …"', "n. A thing.\n\n—**vasely**, adv. As one."),
    ("n. Things such as a: one b: two.",
     '"(a) … (b) …" stands within a sentence; write "(1) …; (2) …" for senses, or "\\(a)" if none are meant',
     "n. Things such as: (1) one; (2) two."),
    ("n. A thing of a) books and b) bones.",
     '"(a) … (b) …" stands within a sentence; write "(1) …; (2) …" for senses, or "\\(a)" if none are meant',
     r"n. A thing of \(a) books and \(b) bones."),
    ("n. sing. or pl. A thing.", '"sing. or pl." after "n."; write "n. [sing. or pl.]"', "n. [sing. or pl.] A thing."),
    ("n. m. & f. A thing.", '"m. & f." after "n."; write "n. [m. or f.]"', "n. [m. or f.] A thing."),
    ("n.m. A thing.", '"n.m." is no part of speech; write "n. [m.]"', "n. [m.] A thing."),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "told", "written"), ELSEWHERE)
def test_other_manners_are_told_and_what_is_advised_is_accepted(printed, told, written):
    assert [finding.partition(": ")[2] for finding in _findings(f"VASE, {printed}")] == [told]
    assert _findings(f"VASE, {written}") == []


@pytest.mark.parametrize(
    "said", ["usually foll. by *of*", "often attrib.", "often in pl.", "followed by an infinitive"]
)
def test_how_a_word_is_built_in_is_a_note(said):
    entry = parse_entry(f"VASE, n. ({said}) A thing.", HERE)

    assert [(note.kind, note.text) for note in entry.parts[0].notes] == [("usage", said)]
    assert parse_entry(write_entry(entry), HERE) == entry


@pytest.mark.parametrize(
    "text", ["HANDBOOK, n. 3, says so.", "NDA, v. 1 is worse than v. 2.", "NDA, v. 2 is worse."]
)
def test_the_number_of_a_note_or_a_version_is_no_sense(text):
    assert _findings(f"LANE, n. A way.\n\n{text}") == []


def test_a_head_in_small_letters_beside_its_capitals_is_not_sent_to_be_there_twice():
    message = (
        'l.md:3: C++ stands here again in small letters; write this text as a sense of C++, or "C++" here too, with '
        '"Homograph: 1" and "Homograph: 2" above the two'
    )
    assert _findings("c++, n. A language.\n\nC++, n. The language.") == [message]
    told = "Date: 2026-01-02\n\nHomograph: 1\nC++, n. A language.\n\nHomograph: 2\nC++, n. The language."
    file = read_dictionary_file(told, "l.md")
    assert (file.findings, list(check_entries(file.entries))) == ((), [])


def test_heads_joined_by_a_sign_are_told_where_each_is_an_entry():
    text = "Date: 2026-01-02\n\nPIN, n. A thing.\n\nPOT, n. A thing.\n\nVASE, n. A thing. See {}."
    for joined in ("PIN & POT", "PIN/POT"):
        entries = read_dictionary_file(text.format(joined), "l.md").entries
        (told,) = (finding.message for finding in check_entries(entries))
        assert told == f'"See {joined}" leads nowhere; write "See PIN and POT"'
    assert list(check_entries(read_dictionary_file(text.format("PIN and POT"), "l.md").entries)) == []


def test_heads_joined_by_a_sign_in_brackets_are_links():
    entry = parse_entry("VASE, n. A thing (see PIN & POT).", HERE)

    assert [target.name for target in entry.mentions] == ["PIN", "POT"]


BELOW = "WIDGET, n.\n\n1. A thing:\n    - one;\n    - two.\n\n    {}\n\n2. A plan."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("—**Widget man**, n. A man.",
         'the run-on entry "Widget man" stands below a sense; write it without spaces before it, after the senses'),
        ("—*v.t.* To go.",
         'another part of speech, "—*v.t.*", stands below a sense; write it without spaces before it, after the '
         "senses"),
        ("WADGET, n. To go.", "WADGET stands in a list; write it as a paragraph of its own"),
        ("(a) One.\n\n    (b) Two.", 'senses below a sense; write them as a list right below it, "- …"'),
        ("It goes. —**Widget man**, n. A man.",
         'a head stands within a text; write "—**Widget man**, n. …" as a paragraph of its own, or of the same head '
         '"—*n.* …"'),
    ],
)  # fmt: skip
def test_what_begins_something_else_is_told_below_a_sense_too(text, told):
    assert _findings(BELOW.format(text)) == [f"l.md:9: {told}"]
    assert _findings(BELOW.format("It goes (a) there, b) here.")) == []


def test_a_head_within_a_sense_of_a_list_is_told():
    (told,) = _findings("WIDGET, n.\n\n1. A thing. —**Widget man**, n. A man.\n2. A plan.")

    assert told.startswith("l.md:5: a head stands within a text; ")


def test_a_run_on_entry_may_say_how_it_is_spoken():
    entry = parse_entry("WIDGET, n. A thing.\n\n—**Widget boy** /boy/, n. [law] A boy.", HERE)

    (run_on,) = entry.run_ons
    assert (run_on.parts_of_speech, run_on.labels) == (("n.",), ("law",))
    assert [(note.kind, note.text) for note in run_on.notes] == [("pronunciation", "boy")]
    assert parse_entry(write_entry(entry), HERE) == entry


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("—**Widget man** or **Widget lady**, n. One.",
         'two heads of a run-on entry; write "—**Widget man**, …" and "—**Widget lady**, …" as two paragraphs'),
        ("—**Widget man** one who goes.",
         'a comma or a full stop is missing after "Widget man"; write "—**Widget man**, n. …" or "—**Widget man**. …"'),
        ("—**Widget man** [law] n. One.",
         '"n." stands otherwise than in print; write "—**Widget man**, n. …"'),
    ],
)  # fmt: skip
def test_a_run_on_entry_without_its_part_of_speech_is_told(text, told):
    assert _findings(f"WIDGET, n. A thing.\n\n{text}") == [f"l.md:5: {told}"]
    assert _findings("WIDGET, n. A thing.\n\n—**Widget man**, n. One.\n\n—**Widget lady**. One.") == []


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("French, from a remark of Diderot", "etymology"),
        ("law, from Latin lex", "etymology"),
        ("after J. Smith, who said it", "etymology"),
        ("after Smith", "etymology"),
        ("a corruption of wits", "etymology"),
        ("acronym of What Is This", "etymology"),
        ("cf. French esprit", "etymology"),
        ("said by bores, mostly", "usage"),
    ],
)
def test_a_bracket_that_says_more_than_a_label_is_a_note_and_stays_in_its_place(said, kind):
    entry = parse_entry(f"ESPRIT, n. /es'pri/ [{said}] (Rare.) A thing.", HERE)

    assert entry.labels == ()
    assert [note.kind for note in entry.parts[0].notes] == ["pronunciation", kind, "usage"]
    assert write_entry(entry).strip() == f"ESPRIT, n. /es'pri/ [{said}] (Rare.) A thing."
    assert parse_entry("ESPRIT, n. [chiefly Brit., law] A thing.", HERE).labels == ("chiefly Brit.", "law")


def test_a_number_that_is_there_twice_or_alone_is_told_until_it_is_right():
    alone = '"(1)" stands within a text; write "(1) …; (2) …" for senses, or "\\(1)" if none are meant'

    assert _findings("WIDGET, n. (1) A thing. (1) Another.") == [
        "l.md:3: sense (1) is there twice; write (2)"
    ]
    assert _findings("WIDGET, n. A thing. (1) Another.") == [f"l.md:3: {alone}"]
    assert _findings("WIDGET, n. (1) A thing. (2) Another.") == []
    assert _findings("WIDGET, n. A thing. \\(1) Another. See LAMP (1).") == []


def test_a_small_head_in_italics_inside_a_sentence_is_a_link():
    entry = parse_entry("LAMP, n. A way; see *lane*, or ask; see also *the handbook*, or see *below*.", HERE)

    assert [target.name for target in entry.mentions] == ["LANE"]
    assert parse_entry(write_entry(entry), HERE) == entry


def test_an_article_behind_a_head_is_told():
    told = '"THE" stands behind its head; write "BLUES, n. …", and above it "Also: the blues"'

    assert _findings("BLUES, THE, n. A song.") == [f"l.md:3: {told}"]
    assert _findings("Also: the blues\nBLUES, n. A song.") == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A thing.\n\n-- **Lamp post**: a post.",
         'l.md:5: a run-on entry stands otherwise than in print; write "—**Lamp post**. …"'),
        ("A thing.\n\n• lamp post: a post.",
         'l.md:5: a run-on entry stands otherwise than in print; write "—**lamp post**. …"'),
        ("A thing. Hence **lampy**, adj.",
         'l.md:3: a head stands within a text; write "—**lampy**, adj. …" as a paragraph of its own, or of the same '
         'head "—*adj.* …"'),
        ("A thing. Derivatives: lampy, adj.",
         'l.md:3: "Derivatives" stands within the text; write "—**Word**, adj. Its text." for each as a paragraph'),
        *((text, f'l.md:{line}: "{said}" stands behind the text; write "[from …]" directly after the part of speech')
          for text, line, said in (("A thing. Origin: Latin.", 3, "Origin"),
                                   ("A thing.\n\nEtymology: Latin.", 5, "Etymology"),
                                   ("A thing. Etym.: Latin.", 3, "Etym."))),
        ("A thing: (i) one; (ii) two.", f"l.md:3: {COUNTED}"),
    ],
)  # fmt: skip
def test_what_else_is_set_off_in_a_paragraph_is_told(text, told):
    assert _findings(f"LAMP, n. {text}") == [told]
    assert _findings("LAMP, n. A thing of low origin: a lamp.\n\n—**Lamp post**. A post.") == []


def test_a_plural_in_brackets_is_no_part_of_a_head():
    assert _findings("LAMP(S), n. A thing.") == [
        'l.md:3: the head "LAMP(S)" holds a sign that means something else; '
        "write it with letters, figures, spaces and plain punctuation"
    ]
