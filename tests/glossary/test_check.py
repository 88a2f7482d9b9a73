"""plugins/glossary/check.py"""

import pytest

from plugins.glossary.check import check_entries, check_order, check_style
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
                '"Homograph: 2" in files of their own'
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
            ['x.md:1: "See COFEE" leads nowhere; write COFFEE, or define COFEE'],
        ),
        (
            ["MEETING, n. x. Cf. ZEAL."],
            {},
            ['x.md:1: "Cf. ZEAL" leads nowhere; define ZEAL, or leave it out'],
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
