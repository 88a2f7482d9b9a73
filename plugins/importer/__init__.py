"""Moving in, and out again: exports of other systems become texts, threads and redirects, and texts become an export.

docs/moving-in.md walks somebody through an evening, and says what becomes of what.
"""
