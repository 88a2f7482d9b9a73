"""How names become parts of addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pelican.settings import DEFAULT_CONFIG
from pelican.utils import slugify as pelican_slugify

from plugins.slug import SLUG, fault_of_name, fault_of_slug, slug_of_file, slugify, speak_signs


@given(st.text())
def test_a_slug_is_the_one_that_pelican_makes(text):
    """Addresses of sites that move in stay, but where two names differ in their signs alone."""
    assert slugify(text) == pelican_slugify(speak_signs(text), DEFAULT_CONFIG["SLUG_REGEX_SUBSTITUTIONS"])


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C#", "c-sharp"),
        ("A+ grades", "a-plus-grades"),
        ("1+1", "11"),
        ("No. #1", "no-1"),
        ("Résumés", "resumes"),
        ("R&D", "rd"),
        ("++", ""),
        ("&", ""),
        ("..", ""),
        ("🐝", ""),
    ],
)
def test_names_that_differ_have_slugs_that_differ(name, slug):
    """C, C++ and C# had one page."""
    assert slugify(name) == slug


@pytest.mark.parametrize("name", ["++", "&", "..", "🐝", ""])
def test_a_name_without_a_letter_is_none(name):
    """Its address would be that of the list above it."""
    assert fault_of_name(name) == "has no letter that can stand in an address; write a name with one"


def test_a_name_has_an_end():
    """File systems take 255 bytes."""
    assert fault_of_name("t" * 201) == "is a name of 201 characters; write a shorter one"
    assert fault_of_name("t" * 200) == ""


@pytest.mark.parametrize(
    ("slug", "fault"),
    [
        ("why", ""),
        ("v1.0_b~c", ""),
        ("Why-Not", ""),
        ("why?", 'cannot be a part of an address; write "why"'),
        ("a%2Fb", 'cannot be a part of an address; write "a2fb"'),
        ("../../x", 'cannot be a part of an address; write "x"'),
        ("a/b", 'cannot be a part of an address; write "ab"'),
        ("..", 'cannot be a part of an address; write letters, figures and "-"'),
        (".", 'cannot be a part of an address; write letters, figures and "-"'),
        ("two words", 'cannot be a part of an address; write "two-words"'),
        ("é", 'cannot be a part of an address; write "e"'),
        ("x" * 300, "is a slug of 300 characters; write at most 200"),
        ("index.html", 'is the file of a folder; write "index"'),
    ],
)
def test_a_slug_needs_no_quoting(slug, fault):
    """Browsers, servers and file systems all read it alike."""
    assert fault_of_slug(slug) == fault


@given(st.text("aé/.%?#+&:\\ \n-_", max_size=12))
def test_what_passes_is_one_part_of_an_address(text):
    """Nothing leads out of the folder, and nothing is read in two ways."""
    for slug in (text, slugify(text)):
        if not fault_of_slug(slug):
            assert SLUG.fullmatch(slug)
            assert not set(slug) & set("/%?#+&:\\ \n")
            assert slug.strip(".")


def test_a_file_gives_its_name():
    """Without folder and ending."""
    assert slug_of_file("articles/2026/The coffee.v2.md") == "the-coffeev2"
