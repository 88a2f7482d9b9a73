"""A view becomes HTML. Templates see `site`, `page` and `view`; a name that is not there is an error."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.meta import find_referenced_templates

from plugins.pages.digest import SIZE_BYTES, digest
from plugins.pages.links import absolute
from plugins.pages.model import PageFacts, SiteFacts, View, force
from plugins.pages.prose import defines

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


def day_of_month(moment: datetime) -> str:
    """14."""
    return str(moment.day)


def iso(moment: datetime) -> str:
    """2026-11-14T08:00:00Z (RFC 3339)."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def listed(names: Sequence[str]) -> str:
    """One, two and three."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


class _ReadOnce(FileSystemLoader):
    """What a template's key stands for is what is rendered, also when somebody edits it meanwhile."""

    def __init__(self, templates: Path) -> None:
        super().__init__(templates)
        self._read: dict[str, tuple[str, str, Callable[[], bool]]] = {}

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        if template not in self._read:
            self._read[template] = super().get_source(environment, template)
        return self._read[template]


class _Compiled(BytecodeCache):
    """Compiled templates for the next build.

    Jinja's own cache takes what it finds, be it damaged, of another Jinja or of another environment than this
    module's.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._maker = (version("Jinja2"), Path(__file__).read_bytes())
        folder.mkdir(parents=True, exist_ok=True)

    def load_bytecode(self, bucket: Bucket) -> None:
        try:
            kept = self._path(bucket).read_bytes()
        except OSError:
            return
        seal, data = kept[:SIZE_BYTES], kept[SIZE_BYTES:]
        if seal == digest((self._maker, data)):
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        data = bucket.bytecode_to_string()
        half = self._path(bucket).with_suffix(f".{os.getpid()}.part")
        half.write_bytes(digest((self._maker, data)) + data)
        half.replace(self._path(bucket))

    def _path(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.compiled"


def make_environment(templates: Path, compiled: Path | None = None) -> Environment:
    """The one way in which the house sets up its templates.

    Args:
        compiled: a folder that keeps compiled templates for the next build.
    """
    environment = Environment(
        loader=_ReadOnce(templates),
        bytecode_cache=_Compiled(compiled) if compiled else None,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.clear()
    environment.filters |= {
        "day": day,
        "short_day": short_day,
        "day_month": day_month,
        "iso": iso,
        "listed": listed,
    }
    environment.filters |= {"day_of_month": day_of_month, "defines": defines}
    environment.filters["absolute"] = lambda address, site: absolute(address, site.origin)
    return environment


class Templates:
    """The templates of a theme, and a key for each that stands for its source and all that it includes."""

    def __init__(self, folder: Path, compiled: Path | None = None) -> None:
        self._environment = make_environment(folder, compiled)
        names = (path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*.html")))
        self._sources = {name: self._source(name) for name in names}

    def _source(self, name: str) -> str:
        assert self._environment.loader is not None  # noqa: S101 - make_environment gave it one
        return self._environment.loader.get_source(self._environment, name)[0]

    @property
    def digest(self) -> bytes:
        """Stands for all templates."""
        return digest(self._sources)

    def keys(self) -> dict[str, bytes]:
        """Name → key: changes with the template, or with any that it extends, imports or includes.

        Takes some milliseconds a template: worth keeping, with `digest`.
        """
        named = {
            name: {found for found in find_referenced_templates(self._environment.parse(source)) if found}
            for name, source in self._sources.items()
        }
        return {
            name: digest({one: self._sources[one] for one in _closure(name, named)}) for name in self._sources
        }

    def render(self, name: str, site: SiteFacts, page: PageFacts, view: View) -> bytes:
        """The HTML of one page.

        Raises:
            jinja2.UndefinedError: the template reads a name that its view does not have.
        """
        template = self._environment.get_template(name)
        return template.render(site=site, page=force(page), view=force(view)).encode()


def _closure(name: str, named: dict[str, set[str]]) -> set[str]:
    found: set[str] = set()
    waiting = {name}
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting |= named[one] - found
    return found
