"""plugins/site/aliases.py; what each fault is called is in tests/checks/sources/wrong-aliases."""

from hypothesis import given
from hypothesis import strategies as st

from plugins.site.aliases import Redirect, addresses_of, find_faults
from plugins.source import Source

TARGET = "/2026/one/"
HERE = Source("content/articles/one.md", 4)


def redirect(alias):
    return Redirect(alias, TARGET, "One", HERE)


def messages(*aliases, taken=()):
    return [error.message for error in find_faults(map(redirect, aliases), addresses_of(taken))]


def test_what_can_be_an_old_address():
    """Whatever other software made of titles; not only what ours would."""
    assert (
        messages("/old/", "/2019/05/Old_Name.html", "/index.php", "/blog/~me/a+b/", "/été/", "/v1.2/") == []
    )


def test_an_old_address_is_no_longer_than_a_name_of_a_file():
    """The check said "Nothing wrong", and the build stopped at a path of its output."""
    for alias in (f"/{'x' * 300}/", f"/{'é' * 150}/", "/x" * 1500 + "/"):
        assert messages(alias) == [f'the alias "{alias[:40]}…" is longer than files can be named; delete it']
    assert messages(f"/{'x' * 200}/") == []


def test_a_page_that_is_there_keeps_its_address():
    """Also in another case, and where the alias would need its file as a folder."""
    # given
    taken = ["index.html", "archive/2026/index.html", "robots.txt", "2026/two/index.html"]

    # when
    found = messages("/archive/2026/", "/2026/Two/", "/robots.txt/old/", "/", "/2026/two/old/", taken=taken)

    # then
    assert found == [
        'the alias "/archive/2026/" belongs to a page of the site; delete it',
        'the alias "/2026/Two/" belongs to a page of the site (some servers take them for one); delete it',
        'the alias "/robots.txt/old/" belongs to a page of the site (some servers take them for one); delete it',
        'the alias "/" belongs to a page of the site; delete it',
    ]


def test_two_cannot_have_had_one_address():
    """A reader can be sent to one of them only."""
    assert messages("/old/", "/OLD/") == [f'{HERE} has the alias "/old/" already; keep one of them']


@given(st.text(st.sampled_from("ab/.é~;\"\\ $*:<>{}|^`\n\t%#?,&'"), max_size=12))
def test_what_passes_breaks_no_list(text):
    """An alias stands between quotes in nginx's map, and between spaces in `_redirects`."""
    for alias in text.split(","):
        if not messages(alias):
            assert alias.startswith("/")
            assert not set(alias) & set('"\\ $;*:<>{}|^`\n\t%#?')
            assert ".." not in alias.split("/")
            assert "//" not in alias
