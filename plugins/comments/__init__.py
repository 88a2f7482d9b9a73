"""Comment threads: files under content/comments/ read, checked, made safe, ordered, and baked into pages.

The format of the files: docs/comment-format.md. The markup: theme/templates/macros/thread.html.
"""
