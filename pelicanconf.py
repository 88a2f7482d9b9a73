"""Facts about the publication. publishconf.py says what differs when it is published, plugins/defaults.py all else."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # the pelican command does not, and the rooms must be found

from plugins.defaults import defaults

globals().update(defaults(__file__))

SITENAME = "The Exit Interview"
SITESUBTITLE = "Blunt advice about finding, keeping and leaving work, and a devil's dictionary of its words."
SHORT_NAME = "Exit Interview"
"""Where a launcher or a browser has little room: at most 16 characters."""

AUTHOR = "The Editor"
ID_AUTHORITY = "exit-interview.example"
"""First part of the permanent ids of articles and feeds. Never change it, whatever the host."""

LICENSE_NAME = "CC BY 4.0"
LICENSE_URL = "https://creativecommons.org/licenses/by/4.0/"

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
    ("Translate a job ad", "/translate/"),
    ("Where help is", "/where-help-is/"),
    ("Scripts", "/scripts/"),
    ("Letters", "/letters/"),
    ("Comment policy", "/comment-policy/"),
    ("Corrections", "/corrections/"),
    ("Archive", "/archive/"),
    ("Colophon", "/colophon/"),
    ("Atom feed", "/feeds/all.atom"),
]

FEED_ORIGIN = "https://exit-interview.example"
"""Where addresses in feeds begin in a preview, which has no SITEURL."""

STATIC_PATHS = ["images", "tools"]

THREADS_NOTE = "Written for the publication, all sides of it."
CONTACT = "editor@exit-interview.example"
