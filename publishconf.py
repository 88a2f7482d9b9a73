"""What differs when the site is published."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from pelicanconf import *  # noqa: F403

SITEURL = "https://exit-interview.example"
SHOW_DRAFTS = False
SECURITY_CONTACT = f"{SITEURL}/corrections/"
SECURITY_EXPIRES = "2027-10-01T00:00:00Z"
SEARCH_INDEX = True
