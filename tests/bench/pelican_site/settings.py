"""Plain Pelican as it comes: its own theme, typogrify, and threads put into the page the simple way.

`pelican CONTENT -o OUTPUT -s settings.py` with the folder of this file on the path.
"""

from pathlib import Path

import threads

SITENAME = "The Exit Interview"
SITEURL = "https://bench.example"
AUTHOR = "The Editor"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"
DEFAULT_PAGINATION = 10
TYPOGRIFY = True

ARTICLE_PATHS = ["articles"]
PAGE_PATHS = ["dictionary"]
STATIC_PATHS = []
DISPLAY_PAGES_ON_MENU = False
DEFAULT_METADATA = {"title": "Dictionary"}
SLUGIFY_SOURCE = "basename"
ARTICLE_URL = "{date:%Y}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
# Its own addresses collide: page 5 of "tag-3" is page 1 of "tag-35".
CATEGORY_SAVE_AS = "category/{slug}/index.html"
TAG_SAVE_AS = "tag/{slug}/index.html"

THEME = "simple"
THEME_TEMPLATES_OVERRIDES = [str(Path(__file__).parent / "templates")]
PLUGINS = [threads]
