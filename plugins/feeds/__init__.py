"""Feeds for subscribers: complete, absolute, and with ids that never change."""

from plugins.feeds.plugin import register

__all__ = ["register"]
