"""The pages of the site: what was read becomes records, records become one view a page, a view becomes a file.

Every page is a pure function of its view. Decision: docs/decisions/0001-pages-room.md.
"""


def register() -> None:
    """Connect to Pelican."""
    from plugins.pages.plugin import register as connect  # only now: commands use the room without Pelican

    connect()
