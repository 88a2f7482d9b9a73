"""plugins/machine.py, and the commands that it runs."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.clock import clock
from plugins.machine import MachineError, say

ROOT = Path(__file__).parents[1]
TEXTS = "tests/checks/sources/clean/content"


def run(*arguments, **options):
    return subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=ROOT,
        capture_output="stdout" not in options,
        text=True,
        check=False,
        timeout=60,
        **options,
    )


def test_an_error_names_the_file_what_is_wrong_and_what_to_do(tmp_path):
    """In one line."""
    with pytest.raises(OSError) as caught:
        (tmp_path / "a").read_bytes()

    assert say(caught.value) == (
        f"{tmp_path}/a: No such file or directory; it was there a moment ago; do it again"
    )
    assert say(OSError("odd")) == "odd"


@pytest.mark.parametrize("epoch", ["99999999999999999999", "253402300799", "-99999999999", "now"])
def test_a_clock_that_is_out_of_range_is_told(epoch):
    """Sums with days go wrong at the ends of the calendar."""
    with pytest.raises(MachineError, match="SOURCE_DATE_EPOCH is|the clock says 9999-12-31; set it"):
        clock({"SOURCE_DATE_EPOCH": epoch})


@pytest.mark.parametrize(
    "command", [f"checks sources {TEXTS}", "publish releases", "incremental content -o o"]
)
def test_every_command_tells_it_in_one_line(command):
    """The settings ask the clock too."""
    done = run(*f"plugins.{command}".split(), env={**os.environ, "SOURCE_DATE_EPOCH": "now"})

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == 'SOURCE_DATE_EPOCH is "now", which is no time; write seconds since 1970\n'


def test_an_output_that_is_full_is_told():
    """Not by a traceback at the very end."""
    with Path("/dev/full").open("w") as full:
        done = run("plugins.checks", "sources", TEXTS, stdout=full, stderr=subprocess.PIPE)

    assert done.returncode == 1
    assert done.stderr == "No space left on device; make room there, then do it again\n"


def test_an_output_that_is_closed_is_told():
    """Nothing is begun whose end nobody would see."""
    done = run(
        "plugins.publish", "releases", stdout=None, stderr=subprocess.PIPE, preexec_fn=lambda: os.close(1)
    )

    assert done.returncode == 1
    assert done.stderr == "The output is closed; open it, or send it to /dev/null\n"


def test_a_reader_who_goes_away_is_told():
    """`make … | head -1`."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w") as pipe:
        done = run("plugins.checks", "sources", TEXTS, stdout=pipe, stderr=subprocess.PIPE)

    assert done.returncode == 1
    assert done.stderr == "Whoever read the output has gone before its end\n"
