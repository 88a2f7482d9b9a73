"""What differs when the site is published."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from pelicanconf import *  # noqa: F403
from pelicanconf import FEED_ORIGIN

SITEURL = FEED_ORIGIN
SHOW_DRAFTS = False
SECURITY_CONTACT = f"{SITEURL}/corrections/"
SECURITY_EXPIRES = "2027-10-01T00:00:00Z"
SEARCH_INDEX = True
EDITIONS = ["all"]

# Where make publish sends what it has released, besides public/ (docs/publishing.md):
# PUBLISH_TARGETS = ["ssh://deploy@host.example/srv/site", "git+ssh://git@host.example/me/site.git#pages", "s3://bucket"]
