"""Finds entries, articles and comments in the reader's browser: an index by Pagefind, in bundles (docs/search.md)."""
