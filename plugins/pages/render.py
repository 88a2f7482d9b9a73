"""A view becomes HTML. Templates see `site`, `page` and `view`; a name that is not there is an error."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from plugins.pages.links import absolute
from plugins.pages.model import PageFacts, SiteFacts, View, force

# Written out: strftime follows the locale that Pelican sets, and pages must not.
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
SHORT_MONTHS = (
    "Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec.",
)  # fmt: skip


def day(moment: datetime) -> str:
    """14 November 2026."""
    return f"{moment.day} {MONTHS[moment.month - 1]} {moment.year}"


def short_day(moment: datetime) -> str:
    """14 Nov. 2026."""
    return f"{moment.day} {SHORT_MONTHS[moment.month - 1]} {moment.year}"


def day_month(moment: datetime) -> str:
    """14 November."""
    return f"{moment.day} {MONTHS[moment.month - 1]}"


def iso(moment: datetime) -> str:
    """2026-11-14T08:00:00Z (RFC 3339)."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def make_environment(templates: Path) -> Environment:
    """The one way in which the house sets up its templates."""
    environment = Environment(
        loader=FileSystemLoader(templates),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.clear()
    environment.filters |= {"day": day, "short_day": short_day, "day_month": day_month, "iso": iso}
    environment.filters["absolute"] = lambda address, site: absolute(address, site.origin)
    return environment


def render_page(environment: Environment, template: str, site: SiteFacts, page: PageFacts, view: View) -> str:
    """The HTML of one page.

    Raises:
        jinja2.UndefinedError: the template reads a name that its view does not have.
    """
    return environment.get_template(template).render(site=site, page=page, view=force(view))
