"""The real Pagefind on made-up documents: what it leaves, and how it may fail."""

import gzip
import json
import os
import pickle
import random
import subprocess
import sys
from pathlib import Path

import pytest
from markupsafe import Markup

from plugins.incremental.deferred import given
from plugins.incremental.faults import BuildError
from plugins.search import shell
from plugins.search.model import Findable, Index, Passage, Text

ROOT = Path(__file__).parents[2]
WORDS = "coffee interview salary recruiter agenda handover boss networking résumé notice".split()
RUN = """\
import os, pickle, sys
sys.path.insert(0, os.getcwd())
from tests.search.test_shell import made_up
from plugins.search import shell
sys.stdout.buffer.write(pickle.dumps(shell.index(made_up(), "en")))
"""


def made_up(*more: Findable) -> Index:
    """Sixty documents, and more."""
    return Index("articles", "article", (*map(_document, range(60)), *more))


def _document(number: int) -> Findable:
    words = random.Random(number).choices(WORDS, k=40)  # noqa: S311
    passage = Passage(f"comment-{number}", "Skeptic", Markup("<p>{}</p>").format(" ".join(words)))
    text = Text(f"Title {number}", f"Note {number}", "en", (passage,))
    return Findable(f"2026/number-{number}", given(text))


def index_elsewhere(seed: str, processors: int) -> dict[str, bytes]:
    """In a process of its own."""
    allowed = sorted(os.sched_getaffinity(0))[:processors]
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": seed, "PAGEFIND_UNSTABLE_INDEX_CHUNK_SIZE": "77", "LC_ALL": "C"},
        preexec_fn=lambda: os.sched_setaffinity(0, allowed),
        capture_output=True,
        check=True,
    )
    return pickle.loads(done.stdout)  # noqa: S301 - our own


def test_the_same_documents_give_the_same_bytes():
    """With any hash seed, on one processor or two, whatever the environment says."""
    here = shell.index(made_up(), "en")

    assert index_elsewhere("1", 1) == here
    assert index_elsewhere("77", 2) == here


def test_a_document_behind_all_others_leaves_the_files_without_its_words():
    """They are named by their content: a reader who comes back has them, and nothing is sent again."""
    # given
    text = Text("Zany", "", "en", (Passage("", "", Markup("<p>Zealous zebras zigzag.</p>")),))

    # when
    before = shell.index(made_up(), "en")
    after = shell.index(made_up(Findable("2026/zany", given(text))), "en")

    # then
    parts = {name for name in before if name.startswith(("index/", "fragment/"))}
    assert len(parts - after.keys()) == 1
    assert len(parts) > 62


def test_a_browser_is_given_what_it_needs_and_nothing_else():
    """Pagefind's own interfaces weigh more than all the rest."""
    files = shell.index(made_up(), "en")

    loose = sorted(name for name in files if "/" not in name)
    meta = next(name for name in loose if name.endswith(".pf_meta"))
    assert loose == [shell.ENTRY, meta, "pagefind.js", "wasm.en.pagefind"]
    assert sum(name.startswith("fragment/") for name in files) == 60
    assert any(name.startswith("index/") for name in files)


def test_a_result_has_what_the_page_shows_of_it():
    """Title, note, and where each comment begins."""
    files = shell.index(made_up(), "en")

    fragments = [
        json.loads(gzip.decompress(data).removeprefix(b"pagefind_dcd"))
        for name, data in files.items()
        if name.startswith("fragment/")
    ]
    one = next(fragment for fragment in fragments if fragment["url"] == "/2026/number-7/")
    assert one["meta"] == {"title": "Title 7", "note": "Note 7"}
    assert [(anchor["id"], anchor["text"]) for anchor in one["anchors"]] == [("comment-7", "Skeptic")]
    assert one["content"].startswith("Skeptic. ")


def test_a_file_of_the_index_is_small():
    """A query loads one a bundle; they are 30 kB where nobody says how large they may be."""
    files = shell.index(made_up(), "en")
    chunks = [len(data) for name, data in files.items() if name.startswith("index/")]

    assert len(chunks) > 1
    assert max(chunks) < 6_000


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("echo 'no space left' >&2; exit 3", "no space left"),
        ("exit 4", "exit 4"),
        ("exit 0", "exit 0"),
    ],
)
def test_a_pagefind_that_fails_is_told_of(tmp_path, monkeypatch, script, said):
    """What happened, and what to do."""
    program = tmp_path / "pagefind"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(shell, "get_executable", lambda: program)

    with pytest.raises(BuildError) as caught:
        shell.index(made_up(), "en")

    assert str(caught.value) == (
        f"search: Pagefind could not index the articles ({said}); install it again (make distclean), or build "
        "without a search (SEARCH_INDEX = False)"
    )


def test_a_pagefind_that_is_not_there_is_told_of(tmp_path, monkeypatch):
    """As any other failure."""
    monkeypatch.setattr(shell, "get_executable", lambda: tmp_path / "nothing")

    with pytest.raises(BuildError, match="No such file or directory"):
        shell.index(made_up(), "en")
