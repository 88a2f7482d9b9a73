"""The devil's dictionary: its grammar, its entries, and how they are shown."""


def register() -> None:
    """Connect to Pelican."""
    from plugins.glossary.plugin import register as connect  # only now: commands use the room without Pelican

    connect()
