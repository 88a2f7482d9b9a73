"""What holds for every publication until its settings say otherwise. The facts of one are in its pelicanconf.py.

A function and not a module to import from: each call reads the clock and the environment anew, and Pelican changes
what it is given.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from plugins import build
from plugins.clock import clock
from plugins.site.content import article_paths

HOUSE = Path(__file__).parents[1]


def defaults(settings: str | Path) -> dict[str, Any]:
    """The settings, by name, of the publication whose settings file is at `settings`."""
    folder = Path(settings).resolve().parent
    return {
        "SITEURL": "",
        "DEFAULT_LANG": "en",
        "TIMEZONE": "UTC",
        # Under which the texts are, as feeds say; both empty where all rights are reserved.
        "LICENSE_NAME": "",
        "LICENSE_URL": "",
        # Keys that front matter may have besides those in plugins/keys.py. They are handed on, and mean nothing.
        "EXTRA_KEYS": [],
        # Abbreviation → words, "pp.": "participle": of the dictionary, besides those in docs/glossary-format.md.
        "PARTS_OF_SPEECH": {},
        # Label as printed → in words, "arch.": "archaic": all that senses may have; any where there are none.
        "LABELS": {},
        # How a day of a year is written. MONTHS and SHORT_MONTHS, of twelve names each, are English where not set.
        "DATE_FORM": "{day} {month}",
        # Categories in the order of the menu; those that are not named follow by name.
        "CATEGORY_ORDER": [],
        # What Pelican hands its work to; plugins of a publication's own stand before it.
        "PLUGINS": [build],
        # Where sources are.
        "PATH": "content",
        "ARTICLE_PATHS": article_paths(os.environ, ["articles"]),
        "PAGE_PATHS": ["pages"],
        "STATIC_PATHS": ["images"],
        "THEME": str(HOUSE / "theme"),
        "OUTPUT_PATH": "output",
        # Where builds keep what they found out for the next; cards and the sizes of images, each under its digest.
        # Safe to delete at any time.
        "STORE": str(folder / ".cache" / "store"),
        "KEPT": str(folder / ".cache"),
        # Permanent addresses (docs/addresses.md). A language moves nothing.
        "ARTICLE_URL": "{date:%Y}/{slug}/",
        "ARTICLE_SAVE_AS": "{date:%Y}/{slug}/index.html",
        "ARTICLE_LANG_URL": "{date:%Y}/{slug}/",
        "ARTICLE_LANG_SAVE_AS": "{date:%Y}/{slug}/index.html",
        "PAGE_URL": "{slug}/",
        "PAGE_SAVE_AS": "{slug}/index.html",
        "PAGE_LANG_URL": "{slug}/",
        "PAGE_LANG_SAVE_AS": "{slug}/index.html",
        "CATEGORY_URL": "{slug}/",
        "TAG_URL": "tag/{slug}/",
        "AUTHOR_URL": "by/{slug}/",
        "SLUGIFY_SOURCE": "basename",
        # Articles on one page of a list. Pages are numbered from the oldest.
        "DEFAULT_PAGINATION": 10,
        # Drafts and articles not yet due are written under /drafts/, and listed nowhere. publishconf.py says no.
        "SHOW_DRAFTS": True,
        # Items in one archive of a feed. Never change it: archives are counted in it (docs/feeds.md).
        "FEED_SIZE": 20,
        # Address of a WebSub hub that feeds name and that python -m plugins.feeds ping tells of news.
        "FEED_HUB": None,
        # Where a hole in the site is reported (https or mailto), for /.well-known/security.txt; None for no such file.
        "SECURITY_CONTACT": None,
        # Until when that holds, such as "2027-10-01T00:00:00Z". make publish warns a month before.
        "SECURITY_EXPIRES": "",
        # open, closed or off, for articles that do not say; and the age in days at which they take no more comments.
        "COMMENTS": "open",
        "COMMENTS_CLOSE_AFTER_DAYS": None,
        # Address of the comment desk; None where readers cannot comment at present.
        "COMMENT_DESK": None,
        # Address that takes comments by e-mail, where there is no desk: pages offer to write there (docs/intake.md).
        "COMMENT_MAIL": "",
        # Whether the desk takes webmentions: pages with a thread then say where other sites tell of theirs.
        "WEBMENTIONS": False,
        # The page with the rules of the threads; threads lead to it, and where there is no desk it says so, once.
        "COMMENT_POLICY": "/comment-policy/",
        # One sentence above each thread that has comments; and the publication's e-mail address, at the foot of pages.
        "THREADS_NOTE": "",
        "CONTACT": "",
        # Whether what is written can be searched. publishconf.py says yes; a preview does not wait (docs/search.md).
        "SEARCH_INDEX": False,
        # Which editions of the dictionary there are to download: "all", or some of those in plugins/site/settings.py
        # (docs/editions.md); and with what their names begin, from SHORT_NAME where it is empty.
        "EDITIONS": [],
        "EDITION_NAME": "",
        # The clock of this build; only decides which articles are due, and which threads closed.
        "NOW": clock(os.environ),
        # How text becomes HTML. plugins/html/typography.py sets quotes by rules of its own.
        "MARKDOWN": {
            "extension_configs": {
                "markdown.extensions.extra": {},
                "markdown.extensions.codehilite": {"css_class": "code", "guess_lang": False},
                "markdown.extensions.toc": {"permalink": False},
                "plugins.glossary.markdown": {},
                "plugins.images.markdown": {},
                "plugins.site.markup": {},
                "plugins.site.scripts": {},
            },
            "output_format": "html",
        },
        "FORMATTED_FIELDS": ["summary", "filed-because"],
        "TYPOGRIFY": True,
        "TYPOGRIFY_IGNORE_TAGS": ["dfn", "abbr", "cite"],
        "TYPOGRIFY_OMIT_FILTERS": ["smartypants"],
        # What the rooms do instead of Pelican.
        "WITH_FUTURE_DATES": True,
        "ARTICLE_TRANSLATION_ID": False,
        "PAGE_TRANSLATION_ID": False,
        "DIRECT_TEMPLATES": [],
        **dict.fromkeys(PELICANS_FEEDS),
        "THEME_STATIC_PATHS": [],
        "CACHE_CONTENT": False,
        "LOAD_CONTENT_CACHE": False,
        "DELETE_OUTPUT_DIRECTORY": False,
    }


PELICANS_FEEDS = (
    "FEED_ALL_ATOM",
    "CATEGORY_FEED_ATOM",
    "TRANSLATION_FEED_ATOM",
    "AUTHOR_FEED_ATOM",
    "AUTHOR_FEED_RSS",
)
