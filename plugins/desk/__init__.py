"""What authors type: a new article, a new word, the state of things, and a site to look at while writing.

Command: python -m plugins.desk.
"""
