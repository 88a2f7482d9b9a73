"""Feeds for subscribers: complete, absolute, and with ids that never change."""


def register() -> None:
    """Connect to Pelican."""
    from plugins.feeds.plugin import register as connect  # only now: commands use the room without Pelican

    connect()
