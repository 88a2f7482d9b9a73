"""A view becomes HTML. Templates see `site`, `page` and `view`; a name that is not there is an error."""

from __future__ import annotations

import os
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from pathlib import Path

from jinja2 import (
    BytecodeCache,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
)
from jinja2.bccache import Bucket
from jinja2.meta import find_referenced_templates

from plugins.dates import ENGLISH, Dates
from plugins.html.prose import defines
from plugins.incremental.digest import SIZE_BYTES, digest
from plugins.pages.model import PageFacts
from plugins.pages.view import View, force
from plugins.site.records import SiteFacts
from plugins.site.resolve import absolute
from plugins.source import AuthorError, Source


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


def make_environment(templates: Path, compiled: Path | None = None, dates: Dates = ENGLISH) -> Environment:
    """The one way in which the house sets up its templates.

    Args:
        compiled: a folder that keeps compiled templates for the next build.
        dates: the words of the publication's dates.
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
        "day": dates.day,
        "short_day": dates.short_day,
        "month": dates.month,
        "day_month": dates.day_month,
        "iso": iso,
        "listed": listed,
    }
    environment.filters |= {"day_of_month": day_of_month, "defines": defines}
    environment.filters["absolute"] = lambda address, site: absolute(address, site.origin)
    return environment


class Templates:
    """The templates of a theme, and a key for each that stands for its source and all that it includes."""

    def __init__(self, folder: Path, compiled: Path | None = None, dates: Dates = ENGLISH) -> None:
        self._folder = folder
        self._environment = make_environment(folder, compiled, dates)
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
        with self._naming_templates():
            named = {name: _named_in(source, name) for name, source in self._sources.items()}
        return {
            name: digest({one: self._sources.get(one, "") for one in _closure(name, named)})
            for name in self._sources
        }

    def render(self, name: str, site: SiteFacts, page: PageFacts, view: View) -> bytes:
        """The HTML of one page.

        Raises:
            AuthorError: something is wrong with a template, at its line.
        """
        page, view = force(page), force(view)
        with self._naming_templates():
            template = self._environment.get_template(name)
            return template.render(site=site, page=page, view=view).encode()

    @contextmanager
    def _naming_templates(self) -> Iterator[None]:
        """What is wrong with a template is told at its line."""
        try:
            yield
        except TemplateSyntaxError as error:
            raise AuthorError(self._place(error.name or "", error.lineno), _advice(error)) from error
        except Exception as error:
            frames = traceback.extract_tb(error.__traceback__)
            inside = [frame for frame in frames if Path(frame.filename).is_relative_to(self._folder)]
            if not inside or (inside[-1] is not frames[-1] and not isinstance(error, TemplateError)):
                raise
            name = Path(inside[-1].filename).relative_to(self._folder).as_posix()
            raise AuthorError(self._place(name, inside[-1].lineno or 1), _advice(error)) from error

    def _place(self, name: str, line: int) -> Source:
        return Source(f"{self._folder.parent.name}/{self._folder.name}/{name}", line)


def _advice(error: Exception) -> str:
    if isinstance(error, TemplateNotFound):
        return f'there is no template "{error.name}"; write it, or correct its name'
    words = (error.message if isinstance(error, TemplateError) else str(error)) or type(error).__name__
    return f"{words.rstrip('.')}; mend the template"


@cache
def _named_in(source: str, name: str) -> frozenset[str]:
    """The templates that a template extends, imports or includes."""
    return frozenset(
        filter(None, find_referenced_templates(Environment(autoescape=True).parse(source, name)))
    )


def _closure(name: str, named: dict[str, frozenset[str]]) -> set[str]:
    found: set[str] = set()
    waiting = {name}
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting |= named.get(one, frozenset()) - found
    return found
