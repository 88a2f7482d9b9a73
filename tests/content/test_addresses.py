"""Every address outside that we send a reader to was looked up, and it is written down where it was found."""

from tests.content.addresses import found, main, standing
from tests.content.prose import CONTENT, OURS, sources


def test_each_outside_address_is_in_the_list_and_no_other():
    """docs/sources.md: an address that nobody looked up is not linked."""
    assert list(found()) == list(standing(sources(*OURS)))


def test_it_says_of_each_how_it_was_found():
    """One of the three answers that the document explains: what was found nowhere is not linked."""
    answers = ("page", "abstract", "files, ")

    assert [address for address, where in found().items() if not where.startswith(answers)] == []


def test_where_an_address_stands_is_read_from_the_texts():
    """With the line, so that whoever mends a link finds it."""
    path = CONTENT / "pages/where-help-is.md"
    places = standing([path])

    number = int(places["https://www.lra.org.uk/"][0].rpartition(":")[2])

    assert "https://www.lra.org.uk/" in path.read_text("utf-8").splitlines()[number - 1]


def test_everything_is_printed(capsys):
    """python -m tests.content.addresses"""
    main()

    printed = capsys.readouterr().out
    assert "in no list" not in printed
    assert "stands: pages/where-help-is.md:" in printed
