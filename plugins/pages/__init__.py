"""The pages of the site: what was read becomes records, records become one view a page, a view becomes a file.

Every page is a pure function of its view. Decision: docs/decisions/0001-pages-room.md.
"""
