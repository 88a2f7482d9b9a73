from plugins.comments.header import LINE_LIMIT, FieldReader, split_file
from plugins.comments.model import Kind, Notation, Role, Status
from plugins.comments.parse import parse_comment
from plugins.keys import keys_of

KNOWN = {"author": "Author", "date": "Date"}
PATH = "content/comments/x/0001-a.md"


def messages(data):
    return [str(finding) for finding in split_file(data, PATH, KNOWN).findings]


def test_keys_are_known_in_any_case_and_values_lose_their_blanks():
    """Older archives wrote them small."""
    # when
    file = split_file(b"AUTHOR:  Nick \r\ndate:now\r\n\r\n\r\n  Text  \r\n", PATH, KNOWN)

    # then
    assert {key: field.value for key, field in file.fields.items()} == {"Author": "Nick", "Date": "now"}
    assert file.body == "  Text"
    assert file.findings == ()


def test_a_byte_order_mark_is_no_part_of_the_first_key():
    """Some editors write one unasked."""
    assert split_file(b"\xef\xbb\xbfAuthor: Nick\n", PATH, KNOWN).fields["Author"].value == "Nick"


def test_a_colon_in_a_value_stays():
    """Addresses have them."""
    assert split_file(b"Author: a: b\n", PATH, KNOWN).fields["Author"].value == "a: b"


def test_all_findings_of_a_header_are_told_at_once():
    """Nobody runs the build five times for five mistakes."""
    assert messages(b"Author: A\nColour: red\nno colon\nAuthor: B\nDate:\n\n\x07") == [
        f'{PATH}:2: unknown key "Colour"; write one of Author, Date',
        f'{PATH}:3: not a header line; write "Key: value", or an empty line before the body',
        f'{PATH}:4: "Author" stands in line 1 already; keep one of them',
        f'{PATH}:5: "Date" is empty; write its value or delete the line',
        f"{PATH}:7: U+0007 is a control character; delete it",
    ]


def test_no_message_repeats_an_address():
    """The log is read by more people than the file."""
    # given
    address = b"nick@example.org"
    data = b"Email: %b\n%b: x\nAuthor: %b\nX-%b\nDate: nick%%40e.org\n" % ((address,) * 4)

    # when
    told = messages(data)

    # then
    private = "what is private does not belong in a comment file; delete the e-mail or IP address"
    assert told == [f"{PATH}:{line}: {private}" for line in (1, 2, 3, 4, 5)]


def test_a_line_of_any_length_is_answered_by_its_length():
    """Nothing is searched in what is too long to be meant."""
    assert messages(b"Author: " + b"a@" * 40_000) == [
        f"{PATH}:1: a header line of 80008 characters; write at most {LINE_LIMIT}"
    ]


def test_bytes_that_are_not_utf_8_are_found_in_their_line():
    """Guessing an encoding would publish mojibake."""
    assert messages(b"Author: A\n\nCaf\xe9\n") == [f"{PATH}:3: not UTF-8; save the file as UTF-8"]


def test_a_surrogate_is_not_utf_8():
    """Lone surrogates crash what writes them out again."""
    assert messages(b"Author: \xed\xa0\x80\n") == [f"{PATH}:1: not UTF-8; save the file as UTF-8"]


def test_a_faulty_line_is_not_reported_as_missing_too():
    """One mistake, one finding."""
    # given
    reader = FieldReader(split_file("Author: Nick\u202e\n".encode(), PATH, KNOWN))

    # when
    value = reader.require("Author", str)

    # then
    assert value is None
    assert [str(finding) for finding in reader.findings] == [
        f"{PATH}:1: U+202E changes the direction of the text; delete it"
    ]


def test_a_header_is_read_as_that_of_an_article():
    """Between fences, and over two lines."""
    # when
    file = split_file(b"---\nAuthor: Nick\n    Bottom\nDate: now\n---\n\nText\n", PATH, KNOWN)

    # then
    assert {key: (field.value, field.source.line) for key, field in file.fields.items()} == {
        "Author": ("Nick Bottom", 2),
        "Date": ("now", 4),
    }
    assert (file.body, file.findings) == ("Text", ())


def test_a_file_without_a_header_is_one_finding():
    """Not one for each key that it lacks."""
    assert messages(b"Words of a reader.\n\nMore.\n") == [
        f'{PATH}:1: no front matter; write "Key: value" in the first line'
    ]


def test_keys_of_comments_are_those_of_the_table():
    """What may be chosen, and what has to be there."""
    # given
    chosen = {"role": Role, "kind": Kind, "status": Status, "markup": Notation}

    # then
    keys = keys_of("comment")
    assert {name: set(key.choices) for name, key in keys.items() if key.choices} == {
        name: set(choices) for name, choices in chosen.items()
    }
    _, findings = parse_comment(b"Role: reader\n\nText.\n", PATH)
    assert [finding.message for finding in findings] == [
        f'"{key.name}" is missing; write "{key.name}: {key.example}"' for key in keys.values() if key.needed
    ]
