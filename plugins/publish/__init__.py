"""Releases: a built site is sealed, switched to in one rename, verified, and kept to go back to.

Decisions: docs/publishing.md. Command: python -m plugins.publish.
"""
