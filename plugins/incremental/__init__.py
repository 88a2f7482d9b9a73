"""Writes only what changed, and removes what is no longer made. Must be last in PLUGINS: signals fire in order."""

from plugins.incremental.plugin import register

__all__ = ["register"]
