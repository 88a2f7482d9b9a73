"""What the tests of this room share: somebody who moves in, without a build."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from plugins.importer.__main__ import main
from plugins.importer.state import read_ledger

ROOT = Path(__file__).parents[2]


@dataclass
class Home:
    """A folder to move into, and what was said."""

    folder: Path
    capsys: object
    code: int = 0
    said: str = ""
    wrong: str = ""

    @property
    def content(self):
        return self.folder / "content"

    def write(self, name, text):
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def move(self, *exports, **options):
        """Import texts, bytes or paths; options as `dry_run=True`, `map="old new"`."""
        paths = [
            one if isinstance(one, Path) else self.write(f"export-{n}.xml", one)
            for n, one in enumerate(exports)
        ]
        told = []
        for name, value in options.items():
            values = value if isinstance(value, list) else [value]
            for one in values:
                told += (
                    [f"--{name.replace('_', '-')}"]
                    if one is True
                    else [f"--{name.replace('_', '-')}", str(one)]
                )
        settings = ["--settings", str(ROOT / "pelicanconf.py")]
        self.code = main([*map(str, paths), "--into", str(self.content), *settings, *told])
        captured = self.capsys.readouterr()
        self.said, self.wrong = captured.out, captured.err.replace(f"{self.folder}/", "")
        return self

    def files(self):
        """Path → text of all that is in content/, but what the importer keeps for itself."""
        found = (path for path in self.content.rglob("*") if path.is_file()) if self.content.exists() else ()
        named = {path.relative_to(self.content).as_posix(): path for path in found}
        return {
            name: named[name].read_text("utf-8") for name in sorted(named) if not name.startswith(".import/")
        }

    def ledger(self):
        """(kind, id) → its line."""
        return read_ledger(self.content)

    def everything(self):
        """Every byte that was written or said."""
        kept = [path.read_text("utf-8") for path in self.content.rglob("*") if path.is_file()]
        return "\n".join([*kept, self.said, self.wrong])

    def thread(self, slug):
        """The comments of a thread, by number: the parts of each file."""
        files = sorted(name for name in self.files() if name.startswith(f"comments/{slug}/"))
        return [(self.content / name).read_text("utf-8") for name in files]


@pytest.fixture
def home(tmp_path, capsys, monkeypatch):
    """A place to move into, in November 2026."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1796000000")
    return Home(tmp_path, capsys)
