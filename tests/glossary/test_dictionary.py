"""plugins/glossary/dictionary.py"""

import pytest

from plugins.glossary.model import Dictionary, Policy
from plugins.glossary.parse import parse_entry
from plugins.source import Source


def _entry(text, **policy):
    return parse_entry(text, Source("content/dictionary/x.md"), Policy(**policy))


DICTIONARY = Dictionary.of(
    (
        _entry("NETWORKING, n., (1) a room: (a) with chairs; (b) without; (2) a list. See COFFEE."),
        _entry("COFFEE, n. The fee.\n\n—**Coffee chat**, n. An hour."),
        _entry("RÉSUMÉ, n. A list.", forms=("CV", "vita")),
        _entry("LEAVE, n. Absence.", homograph=1),
        _entry("LEAVE, v.t. To go. See LEAVE¹ and NETWORKING (2).", homograph=2),
        _entry("BOSS or CHIEF, n. One. See also COFFEE."),
        _entry("24/7, phr. Always."),
    )
)


@pytest.mark.parametrize(
    ("name", "slug", "fragment"),
    [
        ("networking", "networking", ""),
        ("NETWORKING#2", "networking", "networking-2"),
        ("NETWORKING#1b", "networking", "networking-1b"),
        ("Coffee chat", "coffee", "coffee-coffee-chat"),
        ("COFFEE#coffee-chat", "coffee", "coffee-coffee-chat"),
        ("chief", "boss", ""),
        ("resume", "resume", ""),
        ("Résumé", "resume", ""),
        ("cv", "resume", ""),
        ("LEAVE", "leave", ""),
        ("leave²", "leave-ii", ""),
        ("LEAVE^2", "leave-ii", ""),
    ],
)
def test_a_word_is_found_as_people_write_it(name, slug, fragment):
    found = DICTIONARY.find(name)

    assert (found.entry.slug, found.fragment) == (slug, fragment)


@pytest.mark.parametrize("name", ["NETWORK", "NETWORKING#3", "NETWORKING#1c", "LEAVE³", "", "#2"])
def test_what_is_not_there_is_not_found(name):
    """Nothing is guessed in a lookup; `nearest` guesses for messages."""
    assert DICTIONARY.find(name) is None


def test_a_near_word_is_suggested():
    assert DICTIONARY.nearest("NETWRKING") == "NETWORKING"
    assert DICTIONARY.nearest("NETWORIKNG") == "NETWORKING"
    assert DICTIONARY.nearest("XYLOPHONE") is None
    assert DICTIONARY.nearest("MONITORING") is None


def test_entries_stand_in_the_order_of_a_dictionary():
    assert [entry.name for entry in DICTIONARY.entries] == [
        "24/7", "BOSS", "COFFEE", "LEAVE¹", "LEAVE²", "NETWORKING", "RÉSUMÉ",
    ]  # fmt: skip
    assert DICTIONARY.letters == ("0", "b", "c", "l", "n", "r")
    assert [entry.slug for entry in DICTIONARY.under("l")] == ["leave", "leave-ii"]


def test_an_entry_knows_its_neighbours():
    coffee = DICTIONARY.by_slug("coffee")

    before, after = DICTIONARY.neighbours(coffee)

    assert (before.slug, after.slug) == ("boss", "leave")
    assert DICTIONARY.neighbours(DICTIONARY.entries[0])[0] is None
    assert DICTIONARY.neighbours(DICTIONARY.entries[-1])[1] is None


def test_see_also_goes_both_ways():
    coffee = DICTIONARY.by_slug("coffee")

    assert DICTIONARY.refers_to(coffee) == ()
    assert [entry.slug for entry in DICTIONARY.referred_from(coffee)] == ["boss", "networking"]
    assert [entry.slug for entry in DICTIONARY.related(DICTIONARY.by_slug("networking"))] == [
        "coffee",
        "leave-ii",
    ]


def test_homographs_know_each_other():
    first = DICTIONARY.by_slug("leave")

    assert [entry.slug for entry in DICTIONARY.homographs(first)] == ["leave-ii"]
    assert DICTIONARY.homographs(DICTIONARY.by_slug("coffee")) == ()
