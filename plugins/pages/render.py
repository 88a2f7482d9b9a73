"""A view becomes HTML. Templates see `site`, `page` and `view`; a name that is not there is an error."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.meta import find_referenced_templates

from plugins.pages.digest import digest
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


class _ReadOnce(FileSystemLoader):
    """What a template's key stands for is what is rendered, also when somebody edits it meanwhile."""

    def __init__(self, templates: Path) -> None:
        super().__init__(templates)
        self._read: dict[str, tuple[str, str, Callable[[], bool]]] = {}

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if template not in self._read:
            self._read[template] = super().get_source(environment, template)
        return self._read[template]


def make_environment(templates: Path) -> Environment:
    """The one way in which the house sets up its templates."""
    environment = Environment(
        loader=_ReadOnce(templates),
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


class Templates:
    """The templates of a theme, and a key for each that stands for its source and all that it includes."""

    def __init__(self, folder: Path) -> None:
        self._environment = make_environment(folder)
        self._keys: dict[str, bytes] = {}

    def key(self, name: str) -> bytes:
        """Changes with the template `name` or with any that it extends, imports or includes."""
        if name not in self._keys:
            sources = {}
            waiting = {name}
            while waiting:
                one = waiting.pop()
                sources[one] = self._source(one)
                syntax = self._environment.parse(sources[one])
                waiting |= {found for found in find_referenced_templates(syntax) if found} - sources.keys()
            self._keys[name] = digest(sources)
        return self._keys[name]

    def _source(self, name: str) -> str:
        assert self._environment.loader is not None  # noqa: S101 - make_environment gave it one
        return self._environment.loader.get_source(self._environment, name)[0]

    def render(self, name: str, site: SiteFacts, page: PageFacts, view: View) -> bytes:
        """The HTML of one page.

        Raises:
            jinja2.UndefinedError: the template reads a name that its view does not have.
        """
        template = self._environment.get_template(name)
        return template.render(site=site, page=page, view=force(view)).encode()
