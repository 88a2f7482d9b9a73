"""A real power cut: what a file system has on its disk at a moment, without a word to it, is mounted again."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from plugins.publish.directory import Directory
from tests.damage.trial import Trial, built, served

CUTS = 8


@contextmanager
def mounted(image: Path, place: Path) -> Iterator[None]:
    """Skips the test where nobody may mount."""
    place.mkdir(exist_ok=True)
    done = subprocess.run(["mount", "-o", "loop", image, place], check=False, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"nobody may mount here: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", place], check=True)


@pytest.fixture
def image(tmp_path) -> Path:
    made = tmp_path / "disk"
    with made.open("wb") as disk:
        disk.truncate(16_000_000)
    done = subprocess.run(["mkfs.ext4", "-q", "-F", made], check=False, capture_output=True)
    if done.returncode:
        pytest.skip("there is no mkfs.ext4")
    return made


def test_what_is_published_is_there_after_a_cut(tmp_path, image):
    """The moment after "Published", and every time: the release, whole, with its manifest and its line."""
    with mounted(image, tmp_path / "on"):
        trial = Trial(tmp_path / "trial", 0, tmp_path / "on/public")
        for number in range(CUTS):
            site = trial.sites[number % 5]
            (site / "index.html").write_text(f"{number} " * 500)
            trial.publish(site)
            cut = tmp_path / f"cut-{number}"
            subprocess.run(["cp", "--sparse=always", image, cut], check=True)
            with mounted(cut, tmp_path / "off"):
                left = Directory(tmp_path / "off/public")
                assert served(left.current) == built(site)
                left.verify(left.manifest(left.current_id()), left.current)
                assert left.ledger()[-1].id == left.current_id()
                trial.publish(trial.sites[(number + 1) % 5], left.folder)
                assert served(left.current) == built(trial.sites[(number + 1) % 5])
            cut.unlink()


def test_a_full_disk_is_told_and_nothing_is_left_of_the_release(tmp_path):
    """Readers see what they saw; with room again, the same publish goes through."""
    place = tmp_path / "small"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", place], check=False).returncode:
        pytest.skip("nobody may mount here")
    try:
        trial = Trial(tmp_path / "trial", 0, place / "public")
        before = sorted(path.name for path in (place / "public/releases").iterdir())
        with pytest.raises(OSError, match="No space left"), (place / "ballast").open("wb") as ballast:
            while True:
                ballast.write(bytes(4096))
                ballast.flush()
        os.truncate(place / "ballast", (place / "ballast").stat().st_size - 16_384)

        # when
        with pytest.raises(OSError, match="No space left"):
            trial.publish(trial.sites[3])

        # then
        assert trial.seen() == built(trial.sites[2])
        assert sorted(path.name for path in (place / "public/releases").iterdir()) == before
        (place / "ballast").unlink()
        trial.publish(trial.sites[3])
        trial.check(trial.sites[3])
    finally:
        subprocess.run(["umount", place], check=True)
