import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.comments.values import read_author, read_id, read_imported_from, read_number, read_web_address


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/",
        "http://example.org",
        "HTTPS://Example.org/",
        "https://example.org:8443/a?b=c#d",
        "https://münchen.example/",
        "https://[2001:db8::1]/",
        "http://a-b.c.example./x%20y",
        "https://e.example/@nick",
    ],
)
def test_web_addresses(address):
    """What a browser would open is kept as it was written."""
    assert read_web_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//example.org/",
        "/relative",
        "example.org",
        "ftp://example.org/",
        "https:///x",
        "https://",
        "https:example.org",
        "https://user:pass@example.org/",
        "https://example.org:port/",
        'https://example.org/"onclick="x',
        "https://example.org/<b>",
        "https://exa mple.org/",
        "https://example.org\\@e",
        "https://[::1",
        "https://.example.org/",
        "https://-a.example/",
        "view-source:https://example.org/",
    ],
)
def test_anything_else_is_no_web_address(address):
    """It becomes a live link beside the name."""
    # when
    with pytest.raises(ValueError) as caught:
        read_web_address(address)

    # then
    assert str(caught.value) == 'not a web address; write it as "https://example.org/"'


@given(st.text())
def test_a_web_address_is_http_or_nothing(text):
    """No input gives an address of another scheme."""
    try:
        address = read_web_address(text)
    except ValueError:
        return
    assert address.lower().startswith(("http://", "https://"))


@pytest.mark.parametrize("value", ["0", "01", "-1", "1.0", "١", "10000000", "three", "1_0"])
def test_a_number_is_written_in_one_way(value):
    """One comment, one number, one spelling of it."""
    with pytest.raises(ValueError, match=r"^not the number of a comment; write 1, 2, 3 …$"):
        read_number(value)


@pytest.mark.parametrize("value", ["", "-a", "a b", "../x", "a" * 65, "é"])
def test_an_id_is_fit_for_a_file_name(value):
    """It is part of one on every system."""
    with pytest.raises(
        ValueError, match=r"^not an id; write letters, digits, \"-\" and \"_\", at most 64 of them$"
    ):
        read_id(value)


def test_a_name_of_ten_kilobytes_is_refused_by_its_length():
    """The message says how long it is and repeats none of it."""
    with pytest.raises(ValueError, match=r"^a name of 10240 characters; write at most 80$"):
        read_author("x" * 10240)


def test_a_name_has_something_to_see():
    """A lone accent or underscore would leave a link without words."""
    with pytest.raises(ValueError, match=r"^a name that cannot be seen; write one with a letter$"):
        read_author("__")


def test_the_place_of_an_import_has_a_system_and_a_key():
    """Importing twice must find what is there."""
    assert read_imported_from("wordpress:8812") == "wordpress:8812"
