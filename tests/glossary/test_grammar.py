"""What stands between a head and its text, and how entries refer: read as meant, or a finding; never silent prose."""

from itertools import product

import pytest

from plugins.glossary.block import words_of_references
from plugins.glossary.model import Head, Note, Policy, Prose, Reference, Senses, Target
from plugins.glossary.parse import parse_entry, read_dictionary_file, read_opening
from plugins.glossary.render import render_entry
from plugins.glossary.write import write_entry
from plugins.source import Source

HERE = Source("l.md", 3)
ETYMOLOGY, USAGE, SPOKEN = "etymology", "usage", "pronunciation"


def _read(text):
    return read_dictionary_file(f"Date: 2026-01-02\n\n{text}", "l.md")


def _findings(text):
    return [str(finding) for finding in _read(text).findings]


@pytest.mark.parametrize(
    ("between", "labels", "notes"),
    [
        ("(from LEDGE) ", (), [Note(ETYMOLOGY, "from LEDGE", "()")]),
        ("/lamp/ ", (), [Note(SPOKEN, "lamp", "//")]),
        ("[ˈtəʊstə] ", (), [Note(SPOKEN, "ˈtəʊstə", "[]")]),
        ("(ˈtəʊstə) ", (), [Note(SPOKEN, "ˈtəʊstə", "()")]),
        ("\\ˈtəʊ-stə\\ ", (), [Note(SPOKEN, "ˈtəʊ-stə", "//")]),
        ("/lamp/, /lahmp/ ", (), [Note(SPOKEN, "lamp", "//"), Note(SPOKEN, "lahmp", "//")]),
        ("[common; from a word for a path, though this is disputed] ", (),
         [Note(ETYMOLOGY, "common; from a word for a path, though this is disputed", "[]")]),
        ("(Rare.) ", (), [Note(USAGE, "Rare.", "()")]),
        ("(a thing of the office) ", (), [Note(USAGE, "a thing of the office", "()")]),
        ("[law] /lamp/ [archaic] (Rare.) ", ("law", "archaic"),
         [Note(SPOKEN, "lamp", "//"), Note(USAGE, "Rare.", "()")]),
        ("[from LEDGE] ", (), [Note(ETYMOLOGY, "from LEDGE", "[]")]),
    ],
)  # fmt: skip
def test_what_stands_before_the_senses_is_a_field_of_its_own(between, labels, notes):
    """In any order and brackets; the senses after it are senses."""
    entry = parse_entry(f"LAMP, n. {between}(1) A thing. (2) A plan.", HERE)
    part = entry.parts[0]

    assert (part.labels, part.notes) == (labels, tuple(notes))
    assert [sense.gloss for sense in part.blocks[0].senses] == ["A thing.", "A plan."]
    assert parse_entry(write_entry(entry), HERE) == entry


def test_a_note_is_shown_where_it_was_written():
    html = render_entry(parse_entry("LAMP, n. /lamp/ [from *LEDGE*; common] A thing.", HERE))

    assert (
        '<p><span class="pronunciation">/lamp/</span> <span class="etymology">[from <em>LEDGE</em>; common]'
        "</span> A thing.</p>"
    ) in html


def test_an_aside_before_a_sentence_is_text():
    """Round brackets are a note only if they say where the word comes from or who says it."""
    entry = parse_entry("LAMP, n. (whatever they say) A thing.", HERE)

    assert entry.parts[0].blocks == (Prose("(whatever they say) A thing."),)


def test_pronunciation_may_stand_before_the_part_of_speech():
    entry = parse_entry("TOASTER /ˈtəʊstə/, n., (1) one; (2) two.", HERE)

    assert entry.parts[0].notes == (Note(SPOKEN, "ˈtəʊstə", "//"),)
    assert isinstance(entry.blocks[0], Senses)
    assert parse_entry(write_entry(entry), HERE) == entry


def test_senses_may_have_parts_of_speech_of_their_own():
    entry = parse_entry("LEDGE, n. (1) n. A place to stand. (2) *v.* [rare] To stand there.", HERE)

    assert [(sense.parts_of_speech, sense.labels, sense.gloss) for sense in entry.blocks[0].senses] == [
        (("n.",), (), "A place to stand."),
        (("v.",), ("rare",), "To stand there."),
    ]
    assert '<abbr title="verb">v.</abbr> <i class="label">[rare]</i> To stand there.' in render_entry(entry)
    assert parse_entry(write_entry(entry), HERE) == entry


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("n. pl.", ("n.pl.",)),
        ("v. t.", ("v.t.",)),
        ("n. & v.", ("n.", "v.")),
        ("n. or v.", ("n.", "v.")),
        ("n./v.", ("n.", "v.")),
    ],
)  # fmt: skip
def test_parts_of_speech_as_they_are_printed_elsewhere(printed, names):
    assert parse_entry(f"TOASTER, {printed} It browns.", HERE).parts_of_speech == names


OTHERWISE = 'the part of speech of "{}" stands otherwise than in print; write "{}, n. …"'
WITHOUT = (
    '"{}" stands like a head but has no part of speech; write "{}, n. …", '
    "or begin the paragraph with another word"
)


NUMBERED = (
    'the number of a homograph stands beside "TOASTER"; write "TOASTER, n. …" and above it "Homograph: 2"'
)
IN_CASE = 'write "TOASTER, n. …" or, if its case matters, "**Toaster**, n. …"'
IN_SMALL_LETTERS = f'the part of speech of "Toaster" stands otherwise than in print; {IN_CASE}'
DOUBTFUL = (
    f'"Toaster" stands like a head but has no part of speech; {IN_CASE}, '
    "or begin the paragraph with another word"
)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("TOASTER n It browns.", OTHERWISE.format("TOASTER", "TOASTER")),
        ("TOASTER (n.) It browns.", OTHERWISE.format("TOASTER", "TOASTER")),
        ("TOASTER [n.] It browns.", OTHERWISE.format("TOASTER", "TOASTER")),
        ("TOASTER,n. It browns.", OTHERWISE.format("TOASTER", "TOASTER")),
        ("**Toaster** (n.) It browns.", OTHERWISE.format("**Toaster**", "**Toaster**")),
        ("**Toaster, n.** It browns.", OTHERWISE.format("**Toaster**", "**Toaster**")),
        ("TOASTER - It browns.", WITHOUT.format("TOASTER", "TOASTER")),
        ("TOASTER — It browns.", WITHOUT.format("TOASTER", "TOASTER")),
        ("**Toaster**: It browns.", WITHOUT.format("**Toaster**", "**Toaster**")),
        ("- TOASTER, n. It browns.", "TOASTER stands in a list; write it as a paragraph of its own"),
        ("1. TOASTER, n. It browns.", "TOASTER stands in a list; write it as a paragraph of its own"),
        ("## TOASTER, n. It browns.", "TOASTER stands in a heading; write it as a paragraph of its own"),
        ("Toaster (n.): It browns.", IN_SMALL_LETTERS),
        ("toaster [noun] It browns.", IN_SMALL_LETTERS.replace("Toaster", "toaster")),
        ("*Toaster*, n. It browns.", IN_SMALL_LETTERS),
        ("\"Toaster\", n. It browns.", IN_SMALL_LETTERS),
        ("Toaster n. It browns.", IN_SMALL_LETTERS),
        ("**TOASTER** A browner.", WITHOUT.format("**TOASTER**", "**TOASTER**")),
        ("TOASTER A browner.", WITHOUT.format("TOASTER", "TOASTER")),
        ("TOASTER", WITHOUT.format("TOASTER", "TOASTER")),
        ("X. The mark of one who cannot write.", WITHOUT.format("X", "X")),
        ("X — The mark of one who cannot write.", WITHOUT.format("X", "X")),
        ("TOASTER → LAMP", 'an arrow after "TOASTER"; write "TOASTER, n. See LAMP."'),
        ("TOASTER -> it browns", 'an arrow after "TOASTER"; write "TOASTER, n. …"'),
        ("&, n. What joins two firms.",
         'the head "&" has no letter and no figure; write its name, "NAME, n. …", and above it "Also: &"'),
        ("TOASTER (pl. toasters), n. It browns.",
         'a plural stands between "TOASTER" and "n."; write "TOASTER, n. …" and above it "Forms: toasters"'),
        ("TOASTER [law], n. It browns.",
         '"[law]" stands between "TOASTER" and "n."; write "TOASTER, n. [law] …"'),
        ("TOASTER (rare) n. It browns.",
         '"(rare)" stands between "TOASTER" and "n."; write "TOASTER, n. [rare] …"'),
        ("TOASTER², n. It browns.", NUMBERED),
        ("TOASTER^2, n. It browns.", NUMBERED),
        ("TOASTER (2), n. It browns.", NUMBERED),
        ("TOASTER, n.^2 It browns.", NUMBERED),
        ("TOASTER, n.² It browns.", NUMBERED),
        ("TOASTER, a thing that browns.", WITHOUT.format("TOASTER", "TOASTER")),
        ("TOASTER, to brown it.", WITHOUT.format("TOASTER", "TOASTER")),
        ("Toaster: It browns.", DOUBTFUL),
        ("*Toaster* – It browns.", DOUBTFUL),
        ("Toaster = a browner", DOUBTFUL),
        ("Toaster", DOUBTFUL),
    ],
)  # fmt: skip
def test_what_was_surely_meant_as_a_head_is_named(text, message):
    """It never becomes part of the entry before it."""
    assert _findings(f"LAMP, n. A thing.\n\n{text}") == [f"l.md:5: {message}"]


@pytest.mark.parametrize(
    "text",
    [
        "Note: A lamp is lent.",
        "Historical note: It came from a ship.",
        "*Moral*: Buy two.",
        "Q: Who left it on?",
        "The word (adj.) is odd.",
        "NATO is one.",
        "NATO, the alliance, agreed.",
        "Roe v. Wade is a case.",
        "*Roe* v. *Wade* is a case.",
        "It was Acme Inc. v. Smith.",
        "BBC One has it.",
        "He said: — adv. is a word.",
        "She cried: *adv.* was it.",
        "In 2024. (2) is odd.",
        "They paid me. (2) was wrong.",
        "It has features: (a) light, (b) heat.",
        "The steps are: 1. Wait, 2. Leave.",
    ],
)
def test_a_sentence_that_only_looks_like_a_head_or_a_sense_is_prose(text):
    assert _findings(f"LAMP, n. A thing.\n\n{text}") == []


HEADS = (
    "LAMP",
    "Lamp",
    "lamp",
    "*Lamp*",
    "**Lamp**",
    '"Lamp"',
    "`lamp`",
    "[Lamp](x)",
    "Side lamp",
    "Lamp or lantern",
    "LL.D.",
)
JOINED = (", ", ": ", " — ", " - ", "; ", " | ", ",")
PARTS = (
    "n. ",
    "(n.) ",
    "*n.* ",
    "n: ",
    "noun. ",
    "(noun) ",
    "N. ",
    "n., ",
    "/lamp/ n. ",
    "(law) n. ",
    "vb. ",
)


@pytest.mark.parametrize("head", HEADS)
def test_a_part_of_speech_near_the_beginning_is_never_prose(head):
    """Whatever marks stand between it and the head: an entry, or a finding."""
    silent = [
        text
        for joint, part, gloss in product(JOINED, PARTS, ("A thing.", "to shine."))
        if not (file := _read(text := f"BOOK, n. A thing.\n\n{head}{joint}{part}{gloss}")).findings
        and len(file.entries) == 1
    ]

    assert silent == []


def test_a_definition_list_is_named():
    assert _findings("LAMP, n. A thing.\n\nTOASTER\n:   It browns.") == [
        'l.md:6: a definition list; write "HEAD, n. Its text." in one paragraph'
    ]


def test_numbers_within_a_sentence_are_senses_or_a_finding():
    text = "LAMP, n. A thing that is (1) left on, and (2) left behind."

    assert _findings(text) == [
        'l.md:3: "(1) … (2) …" stands within a sentence; write a colon before "(1)" and "; " before "(2)" '
        'for senses, or "\\(1)" if none are meant'
    ]
    assert _findings(text.replace("(1)", "\\(1)")) == []


@pytest.mark.parametrize(
    "senses",
    [
        "I. A thing. II. A plan.",
        "(i) a thing; (ii) a plan.",
        "(I) A thing. (II) A plan.",
        "In law: I. a thing; II. a plan.",
        "In law, 1. a thing; 2. a plan.",
        "a) A thing. b) A plan.",
        "a. A thing. b. A plan.",
        "A. A thing. B. A plan.",
        "1: A thing. 2: A plan.",
        "#1 A thing. #2 A plan.",
        "¹ A thing. ² A plan.",
        "• A thing. • A plan.",
        "A thing; 2. a plan.",
        "A thing. (2) A plan.",
        "A thing; b) a plan.",
        "1 A thing. 2 A plan.",
        "1. A thing. —2. A plan.",
        "— 1. A thing. — 2. A plan.",
    ],
)
def test_senses_that_are_counted_otherwise_are_told(senses):
    told = ['l.md:3: the senses are numbered otherwise than in print; write "(1) …; (2) …"']

    assert _findings(f"LAMP, n. {senses}") == told


@pytest.mark.parametrize(
    "text",
    [
        "LAMP, n. (1) A thing.\n\n(2) A plan.",
        "LAMP, n.\n\n(1) A thing.\n\n(2) A plan.",
        "LAMP, n.\n\n(1) A thing.\n(2) A plan.",
    ],
)
def test_senses_may_be_paragraphs(text):
    file = _read(text)

    assert file.findings == ()
    assert file.entries[0].blocks == parse_entry("LAMP, n. (1) A thing. (2) A plan.", HERE).blocks
    assert read_opening(f"{text}\n\n(4) Text.", HERE).entry == file.entries[0]


def test_senses_that_begin_anew_are_senses_of_their_own():
    """Also where those before them end in a colon."""
    blocks = parse_entry("LAMP, n. (1) A thing; (2) a plan:\n\n(1) A way. (2) A room.", HERE).blocks

    assert [len(block.senses) for block in blocks] == [2, 2]


@pytest.mark.parametrize("first", ["a) A thing.", "(a) A thing.", "I) A thing."])
def test_paragraphs_that_are_counted_otherwise_are_told_once(first):
    second = first.replace("a", "b", 1).replace("I", "II").replace("thing", "plan")

    assert [message.split(";")[0] for message in _findings(f"LAMP, n.\n\n{first}\n\n{second}")] == [
        "l.md:3: the senses are numbered otherwise than in print"
    ]


@pytest.mark.parametrize(("one", "two"), [("(1)", "(2)"), ("1.", "2.")])
def test_senses_that_text_parts_are_told_once(one, two):
    """No advice contradicts another."""
    assert _findings(f"LAMP, n.\n\n{one} A thing.\n\nText.\n\n{two} A plan.") == [
        "l.md:9: this sense stands apart from the one before it; write the senses as a list, "
        '"1. …", and what belongs to one below it, indented by four spaces'
    ]


def test_a_part_of_speech_in_the_middle_of_a_paragraph_is_told():
    told = '"v.t." stands otherwise than in print; write "—*v.t.* " and the text'

    assert _findings("LAMP, n. A thing. v.t. To light.") == [f"l.md:3: {told}"]
    assert _findings("LAMP, n. A thing; v.t. to light.") == [f"l.md:3: {told}"]
    assert _findings("LAMP, n. A thing; also (v.t.) to light.") == [f"l.md:3: {told}"]
    assert _findings("LAMP, n. A thing. **v.t.** To light.") == [f"l.md:3: {told}"]
    assert _findings("LAMP, n. A thing.\n\nVerb. To light.") == [f"l.md:5: {told.replace('v.t.', 'v.')}"]
    assert _findings("LAMP, n. A thing.\n\nVerbs are to light.") == []
    assert _findings("LAMP, n. A thing.\n\n(v.t.) To light.") == [f"l.md:5: {told}"]


@pytest.mark.parametrize("text", ["—**Lamp post**, n. A", "**Lamp post**, n. A", "*LAMP POST*, n. A"])
def test_a_head_in_the_middle_of_a_paragraph_is_told(text):
    assert _findings(f"LAMP, n. A thing. {text} thing.") == [
        'l.md:3: a head stands within a text; write "—**Lamp post**, n. …" as a paragraph of its own, '
        'or of the same head "—*n.* …"'
    ]


def test_what_is_text_and_has_a_better_place_is_told():
    assert _findings("LAMP, n. (pl. lampions) A thing.") == [
        'l.md:3: a plural stands in the text; write "Forms: lampions" above the head'
    ]
    assert _findings("LAMP, n. {Latin} A thing.") == [
        'l.md:3: "{Latin}" stands in brackets of no meaning; write "[Latin]" for origin, use or label'
    ]
    assert _findings("LAMP, n. A thing. See LANE, sense 2.") == [
        'l.md:3: a sense of LANE is named in words; write "LANE (2)"'
    ]


@pytest.mark.parametrize(
    ("text", "said", "target", "ours"),
    [
        ("Confer LANE.", "Confer", "LANE", "Cf. LANE"),
        ("*Confer* LANE.", "Confer", "LANE", "Cf. LANE"),
        ("Comp. LANE.", "Comp.", "LANE", "Cf. LANE"),
        ("Comp. *lane*.", "Comp.", "lane", "Cf. LANE"),
        ("Opp. LANE.", "Opp.", "LANE", "Opposed to LANE"),
        ("Ant.: LANE.", "Ant.", "LANE", "Opposed to LANE"),
        ("Contrast with LANE.", "Contrast with", "LANE", "Opposed to LANE"),
        ("= LANE.", "=", "LANE", "See LANE"),
        ("Syn. LANE.", "Syn.", "LANE", "See LANE"),
        ("Same as LANE.", "Same as", "LANE", "See LANE"),
    ],
)
def test_a_reference_in_other_words_is_told_wherever_it_stands(text, said, target, ours):
    told = f'"{said}" before "{target}" makes no reference; write "{ours}"'

    assert _findings(f"LAMP, n. A thing. {text}") == [f"l.md:3: {told}"]
    assert _findings(f"LAMP, n. A thing.\n\n{text}") == [f"l.md:5: {told}"]
    assert _findings(f"LAMP, n. (1) A thing. {text} (2) A plan.") == [f"l.md:3: {told}"]


@pytest.mark.parametrize("text", ["The same as HR said.", "Opposite a LAMP.", "Contrast is all.", "2 = two."])
def test_words_of_a_sentence_are_no_reference(text):
    assert _findings(f"LAMP, n. A thing. {text}") == []


VERSE = 'lines of verse in a paragraph, which makes one of them; write "> | " before each'


@pytest.mark.parametrize(
    "lines",
    [
        "When lamps go out,\nAnd lanes are long.",
        "When lamps go out\nAnd lanes are long\nWe sing a song.",
        "“When lamps go out,\nAnd lanes are long.”\n— Orton Plume",
        "when lamps go out,  \nand lanes are long.",
        "When lamps go out / And lanes are long.",
    ],
)
def test_bare_verse_is_told(lines):
    """Markdown joins its lines, and nobody sees that there were any."""
    assert _findings(f"LAMP, n. A thing.\n\n{lines}") == [f"l.md:5: {VERSE}"]
    if lines.count("\n") > 1:
        assert _findings(f"LAMP, n. A thing of which it was said:\n{lines}") == [f"l.md:3: {VERSE}"]


@pytest.mark.parametrize(
    "lines",
    [
        "A thing that is left on\nby whoever leaves last,\nand found by whoever comes first.",
        "A thing of the office.\nIt burns all night.",
        "A thing. It was bought by Marta and/or by Ann.",
    ],
)
def test_wrapped_prose_is_no_verse(lines):
    assert _findings(f"LAMP, n. A thing.\n\n{lines}") == []


@pytest.mark.parametrize(
    "text",
    [
        "See LANE, n.",
        "*See* LANE, n., 2.",
        "See LANE, n. and LOFT, n.",
        "See LANE (n.).",
        "A way (see LANE, n.).",
    ],
)
def test_a_reference_names_a_head_without_its_part_of_speech(text):
    assert _findings(f"LAMP, n. A thing. {text}") == [
        'l.md:3: "n." after a reference to LANE; write the head alone, or of homographs "LANE²"'
    ]


@pytest.mark.parametrize(
    ("text", "linked"),
    [
        ("A thing. (See LANE.)", "A thing. (See [LANE](dict:LANE).)"),
        ("A way (see LANE).", "A way (see [LANE](dict:LANE))."),
        ("A way (see lane).", "A way (see [lane](dict:LANE))."),
        ("A way (see below).", "A way (see below)."),
        ("A way (*see* LANE).", "A way (*see* [LANE](dict:LANE))."),
        ("A way (see *LANE* and *LOFT*).", "A way (see *[LANE](dict:LANE)* and *[LOFT](dict:LOFT)*)."),
        ("A way (see *lane*).", "A way (see *[lane](dict:LANE)*)."),
        ("A way (see lane (2), side loft and lamp).",
         "A way (see [lane (2)](dict:LANE#2), [side loft](dict:SIDE%20LOFT) and [lamp](dict:LAMP))."),
        ("A way (see lane and what follows).", "A way (see lane and what follows)."),
        ("A way (compare lane).", "A way (compare [lane](dict:LANE))."),
        ("A way [see LANE].", "A way [see [LANE](dict:LANE)]."),
        ("A way, [see LANE](dict:LOFT).", "A way, [see LANE](dict:LOFT)."),
        ("A plan; see LANE² (2).", "A plan; see [LANE² (2)](dict:LANE²#2)."),
        ("A plan, cf. SIDE LANE and **Le Mot**, of old.",
         "A plan, cf. [SIDE LANE](dict:SIDE%20LANE) and [Le Mot](dict:Le%20Mot), of old."),
        ("It does not see LANE at all.", "It does not see LANE at all."),
        ("A LANE (q.v.).", "A [LANE](dict:LANE) (q.v.)."),
        ("A lane, *q.v.*, of old.", "A [lane](dict:LANE), *q.v.*, of old."),
        ("A *side lane* (q. v.).", "A [*side lane*](dict:SIDE%20LANE) (q. v.)."),
        ("A [way](dict:LANE) (q.v.).", "A [way](dict:LANE) (q.v.)."),
        ("A way (see LANE; LOFT).", "A way (see [LANE](dict:LANE); [LOFT](dict:LOFT))."),
        ("A way (see lane or loft).", "A way (see [lane](dict:LANE) or [loft](dict:LOFT))."),
        ("A way. See under LANE.", "A way. See under [LANE](dict:LANE)."),
        ("A way. → LANE.", "A way. → [LANE](dict:LANE)."),
        ("A way, cf LANE.", "A way, cf [LANE](dict:LANE)."),
        ("A way (_see_ _LANE_).", "A way (_see_ _[LANE](dict:LANE)_)."),
        ("A way (see LANE(2)).", "A way (see [LANE(2)](dict:LANE#2))."),
    ],
)  # fmt: skip
def test_a_reference_inside_a_sentence_is_a_link(text, linked):
    entry = parse_entry(f"LAMP, n. {text}", HERE)

    assert entry.blocks == (Prose(linked),)
    assert parse_entry(write_entry(entry), HERE) == entry


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("A place. See lane.", (Target(Head("LANE")),)),
        ("A place. See side lane and lamp.", (Target(Head("SIDE LANE")), Target(Head("LAMP")))),
        ("A room. *See* LANE.", (Target(Head("LANE")),)),
        ("A room. *See* *lane*.", (Target(Head("LANE")),)),
        ("A room. *See lane.*", (Target(Head("LANE")),)),
        ("A room. _See_ _lane_.", (Target(Head("LANE")),)),
        ("A room. _See lane._", (Target(Head("LANE")),)),
        ("A room. **See** LANE(2).", (Target(Head("LANE"), 0, 2),)),
        ("A room. *See LANE and LAMP*.", (Target(Head("LANE")), Target(Head("LAMP")))),
        ("A room. See [LANE](dict:later).", (Target(Head("LANE"), is_planned=True),)),
        ("A room. See LANE; LOFT.", (Target(Head("LANE")), Target(Head("LOFT")))),
        ("A room. See lane, lamp, or loft.",
         (Target(Head("LANE")), Target(Head("LAMP")), Target(Head("LOFT")))),
        ("A room. SEE LANE.", (Target(Head("LANE")),)),
        ("A room. See: LANE.", (Target(Head("LANE")),)),
        ("A room. See below.", ()),
        ("A room. *See the handbook.*", ()),
        ("A room. See the handbook.", ()),
    ],
)  # fmt: skip
def test_a_reference_at_the_end_is_one_in_any_letters(text, targets):
    entry = parse_entry(f"LOFT, n. {text}", HERE)
    said = (Reference("See", targets),) if targets else ()

    assert entry.blocks[0].references == said
    assert parse_entry(write_entry(entry), HERE) == entry


@pytest.mark.parametrize(
    "text", ["See Lane.", "A way (see Lane).", "See *Lane*.", "*See* _Lane_.", "SEE ALSO: Lane, Loft."]
)
def test_a_head_in_title_case_may_be_a_name_and_is_told(text):
    assert _findings(f"LOFT, n. A room. {text}") == [
        'l.md:3: "Lane" after "see" is no reference; write LANE, or another word before it'
    ]


def test_senses_may_be_a_list():
    """As the notes of a writer have them: numbered, kinds below, empty lines or none."""
    text = (
        "MEETING, n.\n\n1. [law] a quorum:\n    - of the living;\n    - of those on mute;\n\n"
        "2. what is left\n   of an hour."
    )

    assert (
        parse_entry(text, HERE).blocks
        == parse_entry(
            "MEETING, n., (1) [law] a quorum: (a) of the living; (b) of those on mute; (2) what is left of an hour.",
            HERE,
        ).blocks
    )


def test_a_list_of_sentences_keeps_its_full_stops():
    entry = parse_entry("MEETING, n. /mi/\n\n1. A room. See LANE.\n2. An hour.", HERE)

    assert entry.blocks == parse_entry("M, n. (1) A room. See LANE. (2) An hour.", HERE).blocks
    assert entry.parts[0].notes == (Note(SPOKEN, "mi", "//"),)


def test_words_before_a_list_are_its_lead():
    entry = parse_entry("MEETING, n. In an office:\n\n1. one;\n2. two.", HERE)

    assert entry.blocks == parse_entry("M, n. In an office: (1) one; (2) two.", HERE).blocks


def test_in_an_article_a_list_belongs_to_a_definition_that_waits_for_it():
    waits = read_opening("MEETING, n.\n\n1. One.\n2. Two.\n\nText.", HERE)
    is_complete = read_opening("MEETING, n. A room.\n\n1. One.\n2. Two.", HERE)

    assert (len(waits.entry.blocks[0].senses), waits.lines) == (2, 4)
    assert is_complete.entry.blocks == (Prose("A room."),)


def test_c_and_its_kin_are_three_words():
    file = _read(
        "C, n. A letter.\n\nC#, n. Another. See C++.\n\nC++, n. A third.\n\nA|B, n. A fourth.\n\nA*, n. A fifth."
    )

    assert [str(finding) for finding in file.findings] == []
    assert [entry.slug for entry in file.entries] == [
        "the-letter-c",
        "c-sharp",
        "c-plus-plus",
        "a-bar-b",
        "a-star",
    ]


def test_a_link_to_the_dictionary_leads_on_wherever_text_stands():
    """In senses, verse, quotations, run-ons, notes; a joke and a word that is not yet written are no links."""
    text = (
        "DUST, n. [from [it](dict:DEBT), long ago] In [it](dict:DEBT): (1) [it](dict:DEBT); "
        "(2) two: (a) [it](dict:debt#2); (b) no."
        "\n\n> | He owed [it](dict:DEBT)\n>\n> — [it](dict:DEBT)\n\n> [it](dict:DEBT)\n\n> A: [it](dict:DEBT)"
        "\n> B: Well.\n\n—**Sheet**. Over [it](dict:DEBT), [no](dict:nowhere), [soon](dict:later)."
    )
    entry = parse_entry(text, HERE, Policy())

    html = render_entry(entry, lambda name: f"/{name.lower()}/")

    assert "dict:" not in html
    assert html.count(">it</a>") == 9
    assert html.count('<a href="/debt#2/">it</a>') == 1
    assert '<span class="term">no</span>, <span class="term">soon</span>' in html
    assert [target.name for target in entry.mentions if target.leads_nowhere] == ["no", "soon"]
    assert set(entry.names) == {"DEBT", "debt#2"}


def test_a_number_after_a_reference_begins_a_sense():
    """ "See TAQ. (2) See TAH." is no reference to the second sense of TAQ."""
    # given
    text = "A, n. (1) A thing. See TAQ. (2) See TAH."

    # when
    entry = parse_entry(text, HERE)

    # then
    senses = entry.blocks[0]
    assert isinstance(senses, Senses)
    assert [words_of_references(sense.references) for sense in senses.senses] == ["See TAQ.", "See TAH."]
    assert write_entry(entry) == text
