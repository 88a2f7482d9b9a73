"""Feeds for subscribers: complete, absolute, and with ids that never change."""
