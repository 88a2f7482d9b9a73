import pytest

from plugins.comments.characters import (
    domains_of_emails,
    fault_in_header,
    faults_in_body,
    has_email,
    without_emails,
)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Nick\x00", "U+0000 is a control character; delete it"),
        ("Nick\tCave", "U+0009 is a control character; delete it"),
        ("Nick\x85", "U+0085 is a control character; delete it"),
        ("Nick\u2028Cave", "U+2028 is a control character; delete it"),
        ("\u202ekciN", "U+202E changes the direction of the text; delete it"),
        ("\u2067kciN", "U+2067 changes the direction of the text; delete it"),
        ("Nick\u200f", "U+200F changes the direction of the text; delete it"),
        ("Ni\u200bck", "U+200B cannot be seen; delete it"),
        ("Ni\u00adck", "U+00AD cannot be seen; delete it"),
        ("\u3164", "U+3164 cannot be seen; delete it"),
        ("Nick\U000e0041", "U+E0041 cannot be seen; delete it"),
        ("Nick\ufeff", "U+FEFF cannot be seen; delete it"),
        ("Zoe\u0301\u0302\u0303\u0304", "four accents on one letter; write at most three"),
    ],
)
def test_a_name_has_no_character_that_deceives(text, fault):
    """Two names that look the same are the same, and no name turns the page around it."""
    assert fault_in_header(text) == fault


@pytest.mark.parametrize(
    "text", ["Nick", "Ни́колай", "Nguyễn Thị", "ニック", "نيك", "ניק", "Zoë ❤️", "O'Neill <nick>"]
)
def test_honest_names_of_any_script_pass(text):
    """Nobody has to write in Latin letters."""
    assert fault_in_header(text) is None


def test_a_body_may_join_emoji_and_mark_directions_but_not_override_them():
    """Persian and families need the joiner; nobody needs an override."""
    # given
    text = "👩\u200d👧 می\u200cخواهم\u200f\tfine\nline two \u202dturned\nline three \x1b[31m"

    # then
    assert faults_in_body(text) == [
        (1, "U+202D changes the direction of the text; delete it"),
        (2, "U+001B is a control character; delete it"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "nick@example.org",
        "Nick <nick@example.org>",
        "mailto:n.i+ck@mail.example.co.uk",
        "nick%40example.org",
        "nick＠example.org",
        "https://nick@example.org/",
        "nick@例え.jp",
        '"odd one"@example.org',
        "x@[192.0.2.1]",
        "nick\u200b@example.org",
        "nick@example\u3002org",
        "nick\uff20example.org",
        "mail/nick@example.org",
        "https://birds.example/?to=nick@example.org",
        "https://birds.example/?to=nick%40example.org",
        "a@b@example.org",
    ],
)
def test_an_address_is_known_however_it_is_written(text):
    """What is private is in no file."""
    assert has_email(text)


@pytest.mark.parametrize(
    "text",
    [
        "Nick @ work",
        "@nick",
        "https://social.example/@nick",
        "https://example.org/@nick.smith",
        "@nick@social.example",
        "https://social.example/@nick@other.example",
        "a@b",
        "100%",
    ],
)
def test_an_at_sign_alone_is_no_address(text):
    """Handles are not addresses."""
    assert not has_email(text)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("nick@social.example", [(5, 19)]),
        ("Ask nick@social.example or zoe@b.example.", [(9, 23), (31, 40)]),
        ("@nick@social.example", []),
        ("https://social.example/@nick@social.example", []),
    ],
)
def test_an_address_of_a_person_is_found_by_its_domain(text, places):
    """Also where it is all that there is; a handle is none."""
    assert list(domains_of_emails(text)) == places


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ask nick@social.example or zoe@b.example.", "Ask nick@… or zoe@…."),
        ("*wren*@other.example", "*wren*@…"),
        ("wren@**other**.example", "wren@**…**"),
        ("wren\\@my_other.example", "wren\\@…"),
        ("wren&#64;other.example", "wren&#64;…"),
        ("wren%40other.example", "wren%40…"),
        ("wren\uff20other.example", "wren\uff20…"),
        ("<wren@other.example>", "<wren@…>"),
        ("`@pytest.fixture` _@pytest.fixture_ @nick@social.example", None),
        ("2 * 3 @ 4.5, a@b &amp; 100%", None),
    ],
)
def test_of_an_address_in_a_text_the_name_is_left(text, left):
    """Neither the words around it nor a handle are touched."""
    assert without_emails(text) == (left or text)
    assert without_emails(without_emails(text)) == without_emails(text)
