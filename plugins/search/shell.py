"""Pagefind, in a process of its own."""

from __future__ import annotations

import json
import subprocess
from importlib.metadata import version
from pathlib import Path

from pagefind_bin import get_executable

from plugins.incremental.faults import BuildError
from plugins.search.model import Index
from plugins.search.render import render_document

CHUNK = "1500"
"""Occurrences of words in one file of an index: a query loads one file a bundle, of about 3 kB instead of 30."""

SAID = 500
"""Characters of what Pagefind says that an error repeats."""

ENTRY = "pagefind-entry.json"
ENGINE = "pagefind.js"


def engine_version() -> str:
    """Version of Pagefind."""
    return version("pagefind-bin")


def index(one: Index, language: str, folder: Path) -> dict[str, bytes]:
    """Have Pagefind index a bundle.

    Args:
        folder: an empty one, to work in.

    Returns:
        Path → content of what a browser needs, without Pagefind's own interfaces: by path.

    Raises:
        BuildError: it failed, or left documents out.
    """
    pages, made = folder / "pages", folder / "made"
    for document in one.findables:
        target = pages / document.path / "index.html"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(render_document(document.text.make()), "utf-8")
    arguments = ["--site", str(pages), "--output-path", str(made), "--force-language", language, "--silent"]
    _run(one.name, arguments)
    return _collected(one, made)


def _run(bundle: str, arguments: list[str]) -> None:
    # No other variable: Pagefind takes settings from PAGEFIND_*.
    environment = {"PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": CHUNK}
    try:
        done = subprocess.run(
            [str(get_executable()), *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as wrong:
        raise _failure(bundle, str(wrong)) from wrong
    if done.returncode:
        said = " ".join((done.stderr + done.stdout).split())[-SAID:]
        raise _failure(bundle, said or f"exit {done.returncode}")


def _failure(bundle: str, said: str) -> BuildError:
    return BuildError(
        f"search: Pagefind could not index the {bundle} ({said}); install it again (make distclean), "
        "or build without a search (SEARCH_INDEX = False)"
    )


def _collected(one: Index, made: Path) -> dict[str, bytes]:
    entry = made / ENTRY
    languages = json.loads(entry.read_bytes())["languages"] if entry.is_file() else {}
    if sum(language["page_count"] for language in languages.values()) != len(one.findables):
        raise _failure(one.name, "it did not take every document")
    engines = [f"wasm.{language['wasm'] or 'unknown'}.pagefind" for language in languages.values()]
    found = [entry, made / ENGINE, *(made / name for name in engines), *made.glob("*.pf_meta")]
    found += [*(made / "index").iterdir(), *(made / "fragment").iterdir()]
    return {path.relative_to(made).as_posix(): path.read_bytes() for path in sorted(found)}
