"""dictd: a real server, asked by a real client."""

import gzip
import socket
import subprocess
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from plugins.editions.archive import tar_gz
from plugins.editions.dictd import WIDTH, files_of
from plugins.editions.heads import rows_of
from tests.editions.conftest import needs, words_of

CONFIGURATION = """
global {{
  port {port}
  listen_to 127.0.0.1
}}
access {{ allow * }}
database trial {{
  data {folder}/trial.dict.dz
  index {folder}/trial.index
}}
"""


@pytest.fixture(scope="module")
def ask(hostile):
    """`ask(*arguments)`: what dict prints."""
    with TemporaryDirectory() as made:  # the server gives up being root, and pytest's folders are its own
        Path(made).chmod(0o755)
        yield from serve(hostile, Path(made))


def serve(hostile, folder):
    """The server, as long as it is asked."""
    for name, data in files_of(hostile).items():
        (folder / name).write_bytes(data)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (folder / "conf").write_text(CONFIGURATION.format(port=port, folder=folder))
    with (folder / "log").open("w") as log:
        arguments = ["--debug", "nodetach", "--config", folder / "conf", "--pid-file", folder / "pid"]
        server = subprocess.Popen(
            ["/usr/sbin/dictd", *arguments, "--locale", "C.UTF-8"], stdout=log, stderr=subprocess.STDOUT
        )

    def ask(*arguments):
        done = subprocess.run(
            ["dict", "-P", "-", "-h", "127.0.0.1", "-p", str(port), *arguments],
            env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout

    try:
        while "trial" not in ask("-D"):
            assert server.poll() is None, (folder / "log").read_text()
            time.sleep(0.05)
        yield ask
    finally:
        server.terminate()
        server.wait()


@needs("dictd")
@needs("dict")
def test_every_head_is_answered_in_any_case(hostile, ask):
    """With its text, and no sign of markup in it."""
    rows = (row for row in rows_of(hostile.entries) if max(row.head) < "\U00010000")  # dictd knows no more
    for row in rows:
        for spelling in (row.head, row.head.upper(), row.head.title()):
            said = ask("-d", "trial", spelling)
            assert row.entries[0].headword.split()[0] in said, spelling
            assert "<b" not in said
            assert "&amp;" not in said


@needs("dictd")
@needs("dict")
def test_matches(ask):
    """Exact, and by how a word begins."""
    assert "boss" in ask("-d", "trial", "-m", "-s", "exact", "BOSSES")
    found = ask("-d", "trial", "-m", "-s", "prefix", "table")
    assert "table d'hôte" in found.lower()
    assert "table" in found


@needs("dictd")
@needs("dict")
def test_homographs_are_two_answers(ask):
    """And a word that is not there is none."""
    assert ask("-d", "trial", "reason").startswith("2 definitions")
    assert "definition" not in ask("-d", "trial", "nowhere")


@needs("dictd")
@needs("dict")
def test_the_server_says_whose_it_is(ask):
    """Licence and address."""
    said = ask("-i", "trial")

    assert "creativecommons.org/licenses/by/4.0/" in said
    assert "https://trial.example/magazine/" in said
    assert "The dictionary of The <Trial> & Error" in ask("-D")


def test_texts_fit_a_terminal(hostile):
    """And verse keeps its indents."""
    text = gzip.decompress(files_of(hostile)["trial.dict.dz"]).decode()

    assert max(map(len, text.splitlines())) <= WIDTH
    assert (
        "    Fourteen deep in verse I stand,\n                And wonder who is who,\n    And 1 < 2" in text
    )
    assert f"    A line,\n    {'  ' * 14}fourteen deep.\n" in text
    assert "        — Orton Plume, Lines\n" in text
    assert "    HAMLET: To be.\n" in text


def test_whatever_is_long_fits_a_terminal():
    """Who signed it, a line of verse, a row of a table."""
    long = "Prof. Ludovic Amsel, Transactions of the Society for Transactions and Others"
    words = words_of(
        f"A, n. B.\n\n> | {long}\n>\n> — {long}\n\nC, n. D.\n\n| One | Two |\n|---|---|\n| {long} | 2 |"
    )

    text = gzip.decompress(files_of(words)["trial.dict.dz"]).decode()

    assert max(map(len, text.splitlines())) <= WIDTH
    assert "    Prof. Ludovic Amsel, Transactions of the Society for Transactions\n      and Others\n" in text
    assert "        — Prof. Ludovic Amsel, Transactions of the Society for\n" in text
    assert "and Others | 2\n" in text


def test_a_text_of_several_chunks():
    """Long dictionaries are entered in the middle; gzip reads them as any file."""
    words = words_of("\n\n".join(f"WORD {'A' * number}, n. {'Long. ' * 400}" for number in range(2, 60)))
    files = files_of(words)

    assert len(gzip.decompress(files["trial.dict.dz"])) > 2 * 58_315
    assert tar_gz(files) == tar_gz(files_of(words))
    assert files["trial.dict.dz"][4:8] == bytes(4)
