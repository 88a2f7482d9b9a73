"""Pelican's reader of Markdown, and what its contents are made of."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias, cast

from markdown import Markdown
from pelican.readers import MarkdownReader
from pelican.urlwrappers import Author, Category, Tag

from plugins.front_matter import FrontMatter, read_front_matter
from plugins.glossary.entry import Policy
from plugins.glossary.front_matter import policy_of
from plugins.glossary.keys import has_own_language
from plugins.html.typography import set_marks, set_type
from plugins.keys import Kind
from plugins.site.content import layout_of
from plugins.site.settings import customs_of
from plugins.slug import slugify
from plugins.source import AuthorErrors, Source

Settings: TypeAlias = Mapping[str, Any]


class HouseReader(MarkdownReader):
    """Reads Markdown with one parser a process, and hands on the definitions that it met."""

    def __init__(self, settings: Settings) -> None:
        super(MarkdownReader, self).__init__(settings)  # its own would add another reader of keys
        options = settings["MARKDOWN"]
        extensions = [*options.get("extensions", ()), *options["extension_configs"]]
        self._customs, self._layout = customs_of(settings, settings["NOW"]), layout_of(settings)
        configs = {**options["extension_configs"], "plugins.glossary.markdown": {"customs": self._customs}}
        options = {**options, "extension_configs": configs, "extensions": list(dict.fromkeys(extensions))}
        self._parser: Any = Markdown(**options)  # extensions of ours give it more than its type says
        self._md: Any = self._parser

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Content and metadata of one file, as plugins/front_matter.py understands it.

        Metadata gain `entries`, `plain_title`, `aliases_line` and `date_line`.

        Raises:
            AuthorErrors: all that is wrong with its front matter.
        """
        content_folder = Path(self.settings["PATH"])
        place = Path(source_path).relative_to(content_folder).as_posix()
        path = f"{content_folder.name}/{place}"
        kind = cast(Kind, self._layout.kind_of_folder(place.rpartition("/")[0]))  # only texts are read here
        front = read_front_matter(Path(source_path).read_bytes(), path, kind, self._customs)
        if front.findings:
            raise AuthorErrors(front.findings)
        self._md = self._parser.reset()
        self._md.source_path, self._md.first_line = path, front.header.body_line
        self._md.entry_policy = policy_of(front)
        content, entries = self._set(self._md.convert(front.header.body)), self._md.entries
        metadata = {name: self._for_pelican(name, value, front) for name, value in front.values.items()}
        if entries and not has_own_language(front.header.body):
            metadata.pop("lang", None)  # it is the head's
        metadata["entries"] = entries
        metadata["aliases_line"] = front.header.line("aliases")
        metadata["date_line"] = front.header.line("date")
        metadata["plain_title"] = front.values.get("title", "")
        return content, metadata

    def _for_pelican(self, name: str, value: Any, front: FrontMatter) -> Any:
        """A value in the form that Pelican's contents have."""
        if name in self.settings["FORMATTED_FIELDS"]:
            field = front.header.by_name[name]
            return self._set(self._parser.reset().convert("\n".join(field.lines)))
        if name in ("author", "authors", "category", "tags"):
            return self._wrapped(name, value)
        return value

    def _set(self, html: str) -> str:
        """With the marks that TYPOGRIFY_OMIT_FILTERS keeps Pelican's typogrify from setting."""
        return set_marks(html) if self.settings["TYPOGRIFY"] else html

    def _wrapped(self, name: str, value: Any) -> Any:
        kind = {"category": Category, "tags": Tag}.get(name, Author)
        wrapped = [kind(one, self.settings) for one in ((value,) if name == "category" else value)]
        for one in wrapped:
            one.slug = slugify(one.name)
        return wrapped[0] if name == "category" else wrapped

    def convert(self, text: str, source: Source) -> str:
        """A piece of a file, such as the commentary on an entry, as HTML."""
        self._md = self._parser.reset()
        self._md.source_path, self._md.first_line, self._md.entry_policy = source.path, source.line, Policy()
        return set_type(self._md.convert("\n" + text))
