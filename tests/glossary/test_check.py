"""plugins/glossary/check.py"""

import pytest

from plugins.glossary.check import (
    check_capitals,
    check_entries,
    check_order,
    check_plain,
    check_references,
    check_style,
)
from plugins.glossary.dictionary import Dictionary
from plugins.glossary.model import AuthorWarning, Policy
from plugins.glossary.parse import parse_entry, read_dictionary_file
from plugins.source import Source


def _entries(*texts, **policies):
    return [
        parse_entry(text, Source("x.md", number), policies.get(f"p{number}", Policy()))
        for number, text in enumerate(texts, start=1)
    ]


@pytest.mark.parametrize(
    ("texts", "policies", "findings"),
    [
        (
            ["A, n. x.", "A, v. y."],
            {},
            [
                'x.md:2: A is defined twice, first in x.md:1; leave one out, or write "Homograph: 1" and '
                '"Homograph: 2" above them'
            ],
        ),
        (
            ["A, n. x.", "A, v. y."],
            {"p1": Policy(homograph=1), "p2": Policy(homograph=1)},
            [
                'x.md:2: A is defined twice, first in x.md:1; write another number than "Homograph: 1"',
                'x.md:1: A has no other homograph; leave "Homograph" out, or define the other',
            ],
        ),
        (
            ["A, n. x.", "A, v. y."],
            {"p1": Policy(homograph=1), "p2": Policy(homograph=3)},
            ['x.md:2: A has homograph 3 but no 2; write "Homograph: 2"'],
        ),
        (
            ["A, n. x.", "A, v. y."],
            {"p2": Policy(homograph=2)},
            ['x.md:1: A has homographs and no number here; write "Homograph: 1"'],
        ),
        (
            ["A-B, n. x.", "A B, n. y."],
            {},
            ['x.md:2: A B and A-B have one address, "a-b"; write another first head'],
        ),
        (["NEW, adj. x."], {}, ['x.md:1: "new" is the address of another page; write another first head']),
        (
            ["A 1, n. x.", "A, n., (1) x; (2) y."],
            {},
            [],
        ),
        (
            ["MEETING, n. x. See COFEE.", "COFFEE, n. y."],
            {},
            [
                'x.md:1: "See COFEE" leads nowhere; write COFFEE, define COFEE, '
                "or write [COFEE](dict:later) until it is written"
            ],
        ),
        (
            ["MEETING, n. x. Cf. ZEAL."],
            {},
            [
                'x.md:1: "Cf. ZEAL" leads nowhere; define ZEAL, or write [ZEAL](dict:later) until it is written'
            ],
        ),
        (
            ["MEETING, n. x. See COFFEE (2).", "COFFEE, n. y."],
            {},
            ['x.md:1: "See COFFEE (2)" leads nowhere; write a sense that COFFEE has'],
        ),
        (["MEETING, n. x. See MEETING."], {}, ['x.md:1: "See MEETING" leads back to itself; leave it out']),
        (["MEETING, n. x. See [ZEAL](dict:nowhere)."], {}, []),
        (
            ["MEETING, n. See COFFEE.", "COFFEE, n. See MEETING."],
            {},
            [
                "x.md:1: MEETING and COFFEE only refer to each other; write what one of them means",
                "x.md:2: COFFEE and MEETING only refer to each other; write what one of them means",
            ],
        ),
        (["MEETING, n. See COFFEE.", "COFFEE, n. A fee. See MEETING."], {}, []),
        (
            ["LEAVE, v. x.", "LEAVES, n.pl. y."],
            {"p1": Policy(forms=("leaves",))},
            ['x.md:1: the form "leaves" is an entry of its own; leave it out of "Forms"'],
        ),
        (
            ["OFFER, n. x.", "BID, n. y."],
            {"p1": Policy(forms=("offers",)), "p2": Policy(forms=("offers",))},
            ['x.md:2: the form "offers" is also a form of OFFER; leave it out of "Forms"'],
        ),
        (
            ["OFFER, n. x.", "BID, n. y.", "SUM, n. z."],
            {"p1": Policy(also=("price",)), "p2": Policy(also=("price", "sum"))},
            [
                'x.md:2: the word "price" is also a word of OFFER; leave it out of "Also"',
                'x.md:2: the word "sum" is an entry of its own; leave it out of "Also"',
            ],
        ),
        (["OFFER, n. Of `[x](dict:GONE)` and ``a ` [x](dict:GONE)``."], {}, []),
        (
            ["OFFER, n. Of [x](dict:ZEAL \"t\"), [x [y]](<dict:ZEST>) and [x](dict:offer 't')."],
            {"p1": Policy(short="An [x](dict:ZINC).")},
            [
                f'x.md:1: "see {name}" leads nowhere; define {name}, or write [{name}](dict:later) until it is written'
                for name in ("ZEAL", "ZEST", "ZINC")
            ],
        ),
    ],
)
def test_what_is_wrong_between_entries_is_found(texts, policies, findings):
    found = check_entries(_entries(*texts, **policies), reserved=frozenset({"new"}))

    assert [str(finding) for finding in found] == findings


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        ("A, n. A room.", []),
        ("A, n. a room.", ['x.md:1: the text of A begins with a small letter; write a capital after "n."']),
        ("A, n. A room", ["x.md:1: the text of A has no end; write a full stop"]),
        ("A, n., (1) a room; (2) a chair", ["x.md:1: the text of A has no end; write a full stop"]),
        ("A, n. A room *with chairs.*", []),
        ("A, n. (1) A room. See B. (2) See C.", []),
    ],
)
def test_what_is_not_printed_so_is_doubted(text, findings):
    found = list(check_style(_entries(text)[0]))

    assert [str(finding) for finding in found] == findings
    assert all(isinstance(finding, AuthorWarning) for finding in found)


def test_a_file_of_a_letter_is_in_order():
    text = "Date: 2026-03-02\n\nBUSY, adj. X.\n\nBOSS, n. X.\n\nCOFFEE, n. X."

    assert [str(finding) for finding in check_order(read_dictionary_file(text, "dictionary/b.md"))] == [
        'dictionary/b.md:7: COFFEE stands in the file of "b"; write it in that of "c"',
        "dictionary/b.md:5: BOSS stands after BUSY; write it before",
    ]
    assert list(check_order(read_dictionary_file(text, "dictionary/busy.md"))) == []


def test_entries_with_one_head_stand_in_any_order():
    """Which is the first of them is their author's to say."""
    text = "Date: 2026-03-02\n\nBOSS, v.t. X.\n\nBOSS, n. X.\n\nBOSSY, adj. X."

    assert list(check_order(read_dictionary_file(text, "dictionary/b.md"))) == []


def test_a_file_that_is_of_no_letter_is_told_once():
    text = "Date: 2026-03-02\n\n" + "\n\n".join(f"C{number}, n. X." for number in range(20))

    assert [str(finding) for finding in check_order(read_dictionary_file(text, "dictionary/b.md"))] == [
        'dictionary/b.md:3: C0 and 19 others stand in the file of "b"; '
        "write a file a letter, or name this one otherwise"
    ]


def test_a_plain_phrase_that_is_a_definition_is_doubted():
    """It must fit where the word stood."""
    entry = parse_entry("A, n. X.", Source("x.md", 3), Policy(plain="a" * 61))

    assert [str(finding) for finding in check_plain(entry)] == [
        "x.md:3: Plain of A has 61 characters; write one phrase of at most 60, not a definition"
    ]


def test_a_plural_is_a_phrase_of_its_own():
    """Each of the two stands alone where it is put."""
    entry = parse_entry("A, n. X.", Source("x.md", 3), Policy(plain=f"a {'b' * 40} / {'b' * 40}s"))

    assert list(check_plain(entry)) == []


def test_a_plain_has_five_phrases_at_most():
    """More are of no form."""
    entry = read_dictionary_file(
        "Date: 2026-01-01\n\nPlain: a / b / c / d / e / f\nA, n. B.\n", "x.md"
    ).entries[0]

    assert [str(finding) for finding in check_plain(entry)] == [
        "x.md:4: Plain of A has 6 phrases; write those of the head, of what ends in -s, -ing and -ed, "
        "and of the head as a verb"
    ]


def test_a_link_in_a_sentence_that_leads_nowhere_is_told_once():
    """However it is written; what is a joke, or still to be written, is none."""
    # given
    text = (
        "LAMP, n. A thing (see NOWHERE LAND), cf. NOWHERE LAND; a [ship](dict:SHIP). See lane.\n\n"
        "LANE, n. A [way](dict:later) to [it](dict:nowhere); see LAMP.\n"
    )
    file = read_dictionary_file(f"Date: 2026-03-02\n\n{text}", "l.md")

    # when
    found = [str(finding) for finding in check_references(Dictionary.of(file.entries))]

    # then
    assert found == [
        'l.md:3: "see NOWHERE LAND" leads nowhere; define NOWHERE LAND, '
        "or write [NOWHERE LAND](dict:later) until it is written",
        'l.md:3: "see SHIP" leads nowhere; define SHIP, or write [SHIP](dict:later) until it is written',
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("A thing (LANE).", ["LANE"]),
        ("A thing > SIDE LOFT.", ["SIDE LOFT"]),
        ("(1) A thing. (2) What is called LANE.", ["LANE"]),
        ("A thing [(LANE)](dict:LANE), see LANE. See SIDE LOFT.", []),
        ("A LAMP, `LANE`, a LANES, KPI and HR.", []),
    ],
)
def test_a_head_in_capitals_that_is_no_reference_is_doubted(text, told):
    """Whatever words stand before it."""
    entries = [
        parse_entry(one, Source("x.md", line))
        for line, one in enumerate(
            (
                f"LAMP, n. {text}",
                "LANE, n. A way.",
                "SIDE LOFT, n. A room.",
                "KPI, abbr. A way.",
                "HR, n. A room.",
            ),
            1,
        )
    ]

    findings = list(check_capitals(Dictionary.of(entries)))

    assert [str(finding) for finding in findings] == [
        f'x.md:1: "{head}" stands in capitals and is no reference; write "[{head}](dict:{head.replace(" ", "%20")})"'
        for head in told
    ]
    assert all(isinstance(finding, AuthorWarning) for finding in findings)
