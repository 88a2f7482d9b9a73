"""Writes only what changed, and removes what is no longer made. Must be last in PLUGINS: signals fire in order."""


def register() -> None:
    """Connect to Pelican."""
    from plugins.incremental.plugin import (
        register as connect,
    )  # only now: commands use the room without Pelican

    connect()
