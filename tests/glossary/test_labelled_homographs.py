"""Which of two words of one spelling is linked: sentences of our own with marked answers."""

import re
from pathlib import Path

from plugins.glossary.dictionary import Dictionary
from plugins.glossary.linking import link_terms
from plugins.glossary.parse import read_dictionary_file
from plugins.glossary.terms import index_terms
from tests.glossary.labelled import sentences_of

PAIRS = {
    "permit": "permits, permitted, permitting",
    "leave": "leaves, leaving, left",
    "offer": "offers, offered, offering",
    "lead": "leads, leading, led",
    "fire": "fires, fired, firing",
    "report": "reports, reported, reporting",
}
"""A noun and a verb each; the forms are the verb's."""

SINGLE = [
    "Link: auto\nForms: closes, closed, closing\nCLOSE, v.t. To end.",
    "Link: auto\nCLOSER, n. One who ends it.",
    "Link: auto\nCLEANER, n. One who comes at night.",
    "Link: auto\nBUDGET, n. A sum.",
]


def dictionary():
    entries = [
        f"Link: auto\nHomograph: {number}\n{forms}{word.upper()}, {part} {text}"
        for word, of_verb in PAIRS.items()
        for number, forms, part, text in (
            (1, "", "n.", "A thing."),
            (2, f"Forms: {of_verb}\n", "v.t.", "To do."),
        )
    ]
    text = "Date: 2026-03-02\n\n" + "\n\n".join([*entries, *SINGLE])
    file = read_dictionary_file(text, "x.md")
    assert not file.findings
    return Dictionary.of(file.entries)


VERBS = {"close", *(f"{word}-ii" for word in PAIRS)}


def links_of(plain, index):
    """Place → whether a noun or a verb is linked there."""
    return {
        (plain.index(link.words), link.words): "v" if link.slug in VERBS else "n"
        for link in link_terms(plain, index).links
    }


def test_of_two_words_of_one_spelling_the_one_is_linked_that_is_meant():
    """ "She leaves on Monday" is the verb; "The leaves were brown" is neither."""
    index = index_terms(dictionary(), lambda slug: f"/{slug}/")
    right, wrong, missed = 0, [], []
    for sentence in sentences_of(Path(__file__).with_name("labelled_homographs.txt")):
        plain = re.sub(r"\[(\w+)\|[nv]\]", r"\1", sentence)
        wanted = {
            (plain.index(found[1]), found[1]): found[2]
            for found in re.finditer(r"\[(\w+)\|([nv])\]", sentence)
        }
        found = links_of(plain, index)
        right += sum(wanted.get(place) == use for place, use in found.items())
        wrong += [f"{place[1]} {use}: {plain}" for place, use in found.items() if wanted.get(place) != use]
        missed += [f"{place[1]}: {plain}" for place in wanted if place not in found]

    assert len(wrong) <= 1, wrong
    assert right >= 50, missed
