"""plugins/search/heads.py"""

from plugins.search.heads import synonyms


def test_no_word_stands_twice_in_a_line_of_synonyms():
    """And each line has two or more, in small letters, so that the script can take them as they are."""
    for line in synonyms():
        words = line.split(" ")
        assert len(set(words)) == len(words) >= 2, line
        assert line == line.lower()
