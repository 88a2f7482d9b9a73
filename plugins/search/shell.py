"""Pagefind, in a process of its own."""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from io import BufferedReader
from subprocess import PIPE, Popen
from tempfile import TemporaryFile
from typing import IO, Any, cast

from pagefind_bin import get_executable

from plugins.incremental.faults import BuildError
from plugins.search.model import Index, Kind
from plugins.search.render import render_document

CHUNKS: dict[Kind, str] = {"entry": "3000", "article": "1500", "page": "1500", "comment": "1500"}
"""Occurrences of words in one file of an index: a query loads one file a bundle, of about 3 kB instead of 30."""

SAID = 500
"""Characters of what Pagefind says that an error repeats."""

ENTRY = "pagefind-entry.json"
ENGINE = "pagefind.js"


def engine_version() -> str:
    """Version of Pagefind."""
    return version("pagefind-bin")


def index(one: Index, language: str) -> dict[str, bytes]:
    """Have Pagefind index a bundle, its documents in their order.

    It is told each by itself: where it looks for files on its own, it numbers them as that file system lists them, and
    the same documents give other bytes elsewhere.

    Returns:
        Path → content of what a browser needs, without Pagefind's own interfaces: by path.

    Raises:
        BuildError: it failed, or left documents out.
    """
    with TemporaryFile() as said, _serving(one, said) as program:
        program.ask("NewIndex", config={"force_language": language})
        for document in one.findables:
            text = render_document(document.text.make())
            program.ask("AddFile", index_id=0, file_path=f"{document.path}/index.html", file_contents=text)
        # Not WriteFiles: it answers before everything is written.
        made = program.ask("GetFiles", index_id=0)["files"]
    return _collected(one, {file["path"]: b64decode(file["content"]) for file in made})


@dataclass
class _Service:
    """A Pagefind that waits for requests, each answered before the next: JSON in base64, with a comma behind."""

    bundle: str
    process: Popen[bytes]
    said: IO[bytes]
    asked: int = 0

    def ask(self, kind: str, **what: object) -> dict[str, Any]:
        """Have something done: the answer."""
        self.asked += 1
        request = {"message_id": self.asked, "payload": {"type": kind, **what}}
        answer = self._answer(b64encode(json.dumps(request).encode()) + b",")
        if answer["type"] == "Error":
            raise _failure(self.bundle, str(answer.get("message")))
        return answer

    def _answer(self, request: bytes) -> dict[str, Any]:
        told, heard = cast("IO[bytes]", self.process.stdin), cast("BufferedReader", self.process.stdout)
        answer = bytearray()
        try:
            told.write(request)
            told.flush()
            while not answer.endswith(b","):
                some = heard.read1()
                if not some:
                    raise self._ended()
                answer += some
        except BrokenPipeError as wrong:
            raise self._ended() from wrong
        payload: dict[str, Any] = json.loads(b64decode(answer[:-1]))["payload"]
        return payload

    def _ended(self) -> BuildError:
        status = self.process.wait()
        self.said.seek(0)
        said = " ".join(self.said.read().decode(errors="replace").split())[-SAID:]
        return _failure(self.bundle, said or f"exit {status}")


@contextmanager
def _serving(one: Index, said: IO[bytes]) -> Iterator[_Service]:
    # No other variable: Pagefind takes settings from PAGEFIND_*.
    environment = {"PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": CHUNKS[one.kind]}
    try:
        process = Popen(
            [str(get_executable()), "--service"], env=environment, stdin=PIPE, stdout=PIPE, stderr=said
        )
    except OSError as wrong:
        raise _failure(one.name, str(wrong)) from wrong
    try:
        yield _Service(one.name, process, said)
    finally:
        process.kill()  # it has answered everything, or something went wrong
        process.communicate()


def _failure(bundle: str, said: str) -> BuildError:
    return BuildError(
        f"search: Pagefind could not index the {bundle} ({said}); install it again (make distclean), "
        "or build without a search (SEARCH_INDEX = False)"
    )


def _collected(one: Index, made: dict[str, bytes]) -> dict[str, bytes]:
    languages = json.loads(made.get(ENTRY, b'{"languages": {}}'))["languages"]
    if sum(language["page_count"] for language in languages.values()) != len(one.findables):
        raise _failure(one.name, "it did not take every document")
    wanted = {
        ENTRY,
        ENGINE,
        *(f"wasm.{language['wasm'] or 'unknown'}.pagefind" for language in languages.values()),
    }
    return {
        path: made[path]
        for path in sorted(made)
        if path in wanted or path.endswith(".pf_meta") or path.startswith(("index/", "fragment/"))
    }
