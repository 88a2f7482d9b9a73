"""Facts about the site. Settings only; what differs when published is in publishconf.py."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # the pelican command does not, and the rooms must be found

from plugins import feeds, incremental, pages, search

# The publication
SITENAME = "The Exit Interview"
SITESUBTITLE = "Blunt advice about finding, keeping and leaving work, and a devil's dictionary of its words."
SHORT_NAME = "Exit Interview"
"""Where a launcher or a browser has little room: at most 16 characters."""

SITEURL = ""
AUTHOR = "The Editor"
DEFAULT_LANG = "en"
TIMEZONE = "UTC"
ID_AUTHORITY = "exit-interview.example"
"""First part of the permanent ids of articles and feeds. Never change it, whatever the host."""

CATEGORY_ORDER = [
    "Job Search",
    "Résumés",
    "Interviewing",
    "Networking",
    "Pay",
    "Recruiters",
    "Bosses",
    "Leaving",
]
SERVICE_LINKS = [("Search", "/search/"), ("Subscribe", "/subscribe/")]
FOOTER_LINKS = [
    ("About", "/about/"),
    ("How to use the dictionary", "/how-to-use-the-dictionary/"),
    ("Comment policy", "/comment-policy/"),
    ("Corrections", "/corrections/"),
    ("Archive", "/archive/"),
    ("Colophon", "/colophon/"),
    ("Atom feed", "/feeds/all.atom"),
]

# The rooms, in the order in which they work; incremental must be last
PLUGINS = [pages, feeds, search, incremental]

# Where sources are
PATH = "content"
ARTICLE_PATHS = [""]
ARTICLE_EXCLUDES = ["pages", "openings", "dictionary", "comments", "images"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["images"]
THEME = str(Path(__file__).parent / "theme")
OUTPUT_PATH = "output"
STORE = str(Path(__file__).parent / ".cache" / "store")
"""Where builds keep what they found out for the next. Safe to delete at any time."""

KEPT = str(Path(__file__).parent / ".cache")
"""Where cards and the sizes of images are kept, each under its digest. Safe to delete at any time."""

# Permanent addresses (docs/addresses.md)
ARTICLE_URL = "{date:%Y}/{slug}/"
ARTICLE_SAVE_AS = ARTICLE_URL + "index.html"
PAGE_URL = "{slug}/"
PAGE_SAVE_AS = PAGE_URL + "index.html"
CATEGORY_URL = "{slug}/"
TAG_URL = "tag/{slug}/"
AUTHOR_URL = "by/{slug}/"
SLUGIFY_SOURCE = "basename"

# What a reader sees
DEFAULT_PAGINATION = 10
SHOW_DRAFTS = True
"""Drafts and articles not yet due are written under /drafts/, and listed nowhere. publishconf.py says no."""

FEED_SIZE = 30
"""Items in one archive of a feed. Never change it: archives are counted in it (docs/feeds.md)."""

FEED_ORIGIN = "https://exit-interview.example"
"""Where addresses in feeds begin in a preview, which has no SITEURL."""

FEED_HUB = None
"""Address of a WebSub hub that feeds name and that python -m plugins.feeds ping tells of news."""

SECURITY_CONTACT = None
"""Where a hole in the site is reported (https or mailto), for /.well-known/security.txt; None for no such file."""

SECURITY_EXPIRES = ""
"""Until when that holds, such as "2027-10-01T00:00:00Z". make publish warns a month before."""

COMMENTS = "open"
"""open, closed or off, for articles that do not say."""

COMMENTS_CLOSE_AFTER_DAYS = None
"""Age at which articles that do not say otherwise take no more comments; None for never."""

COMMENT_DESK = None
"""Address of the comment desk; None where readers cannot comment at present."""

SEARCH_INDEX = False
"""Whether what is written can be searched. publishconf.py says yes; a preview does not wait for it (docs/search.md)."""

NOW = (
    datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC)
    if "SOURCE_DATE_EPOCH" in os.environ
    else datetime.now(UTC)
)
"""The clock of this build; only decides which articles are due, and which threads closed."""

# How text becomes HTML
MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.extra": {},
        "markdown.extensions.codehilite": {"css_class": "code", "guess_lang": False},
        "markdown.extensions.toc": {"permalink": False},
        "plugins.glossary.markdown": {},
        "plugins.images.markdown": {},
        "plugins.pages.markup": {},
    },
    "output_format": "html",
}
FORMATTED_FIELDS = ["summary", "filed-because"]
TYPOGRIFY = True
TYPOGRIFY_IGNORE_TAGS = ["dfn", "abbr", "cite"]

# What the rooms do instead of Pelican
WITH_FUTURE_DATES = True
ARTICLE_TRANSLATION_ID = PAGE_TRANSLATION_ID = False
DIRECT_TEMPLATES = []
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
THEME_STATIC_PATHS = []
CACHE_CONTENT = LOAD_CONTENT_CACHE = False
DELETE_OUTPUT_DIRECTORY = False
