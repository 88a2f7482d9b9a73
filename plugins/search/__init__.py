"""Finds entries, articles and comments in the reader's browser: an index by Pagefind, in bundles (docs/search.md)."""


def register() -> None:
    """Connect to Pelican."""
    from plugins.search.plugin import register as connect  # only now: the room is used without Pelican

    connect()
