"""Pelican at work for the house: its signals, its reader, its writer. The only room that imports it."""


def register() -> None:
    """Connect to Pelican."""
    from plugins.build.generator import (
        register as connect,  # only now: commands use the rooms without Pelican
    )

    connect()
